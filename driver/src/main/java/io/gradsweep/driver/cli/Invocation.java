package io.gradsweep.driver.cli;

import java.util.List;
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

  private static String quoted(String argument) {
    return argument.matches(PLAIN) ? argument : "'" + argument.replace("'", "'\\''") + "'";
  }
}
