package io.gradsweep.driver;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM of its own, with Spark's options; all that it says goes to the end of a log. */
public final class JavaProcess {

  /**
   * Options of a JVM that lives for seconds: the slower compiler would take longer than it saves,
   * and verifying classes takes a sixth of a start. The JVM of the tests verifies ours, and {@code
   * spark-submit} of SparkHome those of the archive for clusters.
   */
  public static final List<String> SHORT_LIVED =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-BytecodeVerificationRemote");

  private JavaProcess() {}

  /** The command that starts one. */
  public static List<String> command(
      List<String> options, String classPath, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("jvm.options").toAbsolutePath(),
                "-XX:+UseSerialGC"));
    command.addAll(SHORT_LIVED);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath));
    command.addAll(arguments);
    return command;
  }

  /**
   * @param options of the JVM
   * @param arguments the main class, and what it is told
   */
  public static Process start(
      Path log,
      List<String> options,
      String classPath,
      List<String> arguments,
      Map<String, String> environment)
      throws IOException {
    return start(log, command(options, classPath, arguments), environment);
  }

  /** Starts any command. */
  public static Process start(Path log, List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    process.environment().putAll(environment);
    return process.start();
  }
}
