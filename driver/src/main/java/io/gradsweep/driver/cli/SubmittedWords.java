package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The words of a 'submit' as typed, in two parts.
 *
 * @param before the command and its own arguments
 * @param options of the program that submits, which stand behind a {@code --}
 */
record SubmittedWords(List<String> before, List<String> options) {

  static SubmittedWords of(CommandSpec spec) {
    List<String> typed = spec.root().commandLine().getParseResult().originalArgs();
    int end = typed.contains("--") ? typed.indexOf("--") : typed.size();
    return new SubmittedWords(
        typed.subList(0, end), typed.subList(Math.min(end + 1, typed.size()), typed.size()));
  }

  static void requirePositive(String option, int number) {
    if (number < 1) {
      throw new RequestException(
          "Cannot use %s: %d (must be at least 1)".formatted(option, number));
    }
  }
}
