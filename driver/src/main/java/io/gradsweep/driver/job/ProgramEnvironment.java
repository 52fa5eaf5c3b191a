package io.gradsweep.driver.job;

import io.gradsweep.driver.HostName;
import io.gradsweep.driver.code.OwnCode;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.program.ProgramSimulation;
import io.gradsweep.workers.program.UnusableProgram;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;

/** The versions of what a program runs on, in the words of messages. */
final class ProgramEnvironment {

  /** Spark's name of an executor in the driver's JVM. */
  private static final String DRIVER = "driver";

  private ProgramEnvironment() {}

  /**
   * Difference between the environment of a program here and where the run was begun; empty if
   * there is none, or the program names no versions.
   *
   * @throws IOException if the program does not start on this machine
   */
  static Optional<String> difference(Simulation simulation) throws IOException {
    Map<String, String> declared = OwnCode.environment(simulation);
    if (declared == null || !(simulation instanceof ProgramSimulation program) || !isElsewhere()) {
      return Optional.empty();
    }
    try {
      Map<String, String> here = program.environmentHere();
      return here.equals(declared)
          ? Optional.empty()
          : Optional.of(
              "environment: %s on %s, %s here"
                  .formatted(words(here), HostName.get(), words(declared)));
    } catch (UnusableProgram e) {
      throw new IOException("%s: on %s".formatted(e.getMessage(), HostName.get()), e);
    }
  }

  /** Whether this is an executor in another JVM than the driver's. */
  private static boolean isElsewhere() {
    SparkEnv spark = SparkEnv.get();
    return spark != null && !spark.executorId().equals(DRIVER);
  }

  static String words(Map<String, String> environment) {
    return environment == null || environment.isEmpty()
        ? "unknown"
        : new TreeMap<>(environment)
            .entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
  }
}
