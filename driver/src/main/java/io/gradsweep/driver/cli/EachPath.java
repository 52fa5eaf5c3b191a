package io.gradsweep.driver.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Repeats an option before each of the paths behind it, up to the next option or the next value of
 * a parameter, {@code step_size=0.1}: {@code --files a b} is {@code --files a --files b}.
 */
final class EachPath implements IParameterPreprocessor {

  private static final Pattern VALUE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

  @Override
  public boolean preprocess(
      Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    if (words.isEmpty() || isValue(words.peek())) {
      throw new ParameterException(
          command.commandLine(), "Missing required parameter for option '--files' (PATH)");
    }
    String first = words.pop();
    Deque<String> more = new ArrayDeque<>();
    while (!words.isEmpty() && !words.peek().startsWith("-") && !isValue(words.peek())) {
      more.push(words.pop());
    }
    for (String path : more) {
      words.push(path);
      words.push("--files");
    }
    words.push(first);
    return false;
  }

  private static boolean isValue(String word) {
    return VALUE.matcher(word).matches() && !Files.exists(Path.of(word));
  }
}
