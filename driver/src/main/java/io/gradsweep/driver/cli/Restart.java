package io.gradsweep.driver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the same command in a new process, if a trial has ended this one by System.exit. (After a
 * crash in native code the launcher starts the command again.)
 */
final class Restart {

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private static final int MILLIS_PER_SECOND = 1000;

  private static final String RESTARTED = "gradsweep.restarted";

  /** Property set by the launcher if it waits for this JVM. */
  private static final String WATCHED = "gradsweep.watched";

  /** Null in a JVM that was not started for one command. */
  private static volatile List<String> arguments;

  private Restart() {}

  /** Allows a restart: this JVM exists for one command line. */
  static void allow(String... commandLine) {
    arguments = List.of(commandLine);
    if (System.getProperty(RESTARTED) != null || System.getProperty(WATCHED) != null) {
      endWithParent();
    }
  }

  /**
   * Ends this process with its parent; a dead parent leaves its children to another one, whether or
   * not it is reaped.
   */
  private static void endWithParent() {
    Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    Thread thread =
        new Thread(
            () -> {
              while (parent.equals(ProcessHandle.current().parent())) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
              }
              Runtime.getRuntime().halt(Exit.INTERRUPTED);
            },
            "parent");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Whether a restart is possible: only once, since then trials are guarded, and not under
   * spark-submit, which starts this JVM in its own way.
   */
  static boolean isPossible() {
    return arguments != null
        && System.getProperty(RESTARTED) == null
        && Main.class.getClassLoader() == ClassLoader.getSystemClassLoader();
  }

  /** Runs the command again and waits for its exit status. Published rows are not deleted. */
  static int run() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !Answers.isDescriptor(option))
        .forEach(command::add);
    command.add("-D" + RESTARTED + "=true");
    command.add("-D%s=%d".formatted(StopTime.SINCE, since()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    arguments.stream().filter(argument -> !argument.equals("--fresh")).forEach(command::add);
    Process again =
        new ProcessBuilder(command)
            .inheritIO()
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    try (InputStream answers = again.getInputStream()) {
      answers.transferTo(Main.answers());
    }
    return again.waitFor();
  }

  private static long since() {
    return Long.getLong(
        StopTime.SINCE, ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_PER_SECOND);
  }
}
