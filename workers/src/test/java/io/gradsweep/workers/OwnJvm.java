package io.gradsweep.workers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a class of a test in a JVM of its own, with the test's class path. */
public final class OwnJvm {

  private OwnJvm() {}

  /** Returns what it printed. */
  public static String said(Class<?> main, Map<String, String> environment, String... options)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(options));
    command.add(main.getName());
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().putAll(environment);
    process.redirectError(ProcessBuilder.Redirect.INHERIT);
    byte[] out = process.start().getInputStream().readAllBytes();
    return new String(out, StandardCharsets.UTF_8);
  }
}
