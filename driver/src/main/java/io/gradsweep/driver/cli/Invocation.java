package io.gradsweep.driver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats commands as typed in a shell, for messages that say what to type. */
final class Invocation {

  private static final String PLAIN = "[\\w./:,+@%-][\\w./:=,+@%-]*";

  private Invocation() {}

  static String of(List<String> arguments) {
    return Stream.concat(
            Stream.of(System.getProperty("gradsweep.command", "gradsweep")), arguments.stream())
        .map(Invocation::quoted)
        .collect(Collectors.joining(" "));
  }

  /**
   * Leaves an option out, with its value.
   *
   * @param options that take a value
   */
  static List<String> without(List<String> arguments, Set<String> options) {
    List<String> rest = new ArrayList<>();
    boolean skipped = false;
    for (String argument : arguments) {
      boolean isOne = options.contains(argument.replaceFirst("=.*", ""));
      if (!skipped && !isOne) {
        rest.add(argument);
      }
      skipped = isOne && !argument.contains("=");
    }
    return rest;
  }

  /** One word for the shell. */
  static String quoted(String argument) {
    return argument.matches(PLAIN) ? argument : "'" + argument.replace("'", "'\\''") + "'";
  }
}
