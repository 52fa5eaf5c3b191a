package io.gradsweep.workers.guard;

import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.ClassPath;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Builds the command that starts a JVM for guarded trials: with the Java, the class path, the heap
 * and the properties of this one. Spark's settings, and everything that may be a secret, are not
 * passed on.
 */
final class GuardCommand {

  /**
   * A shell gives the JVM its descriptors (answers 3, requests 4, both of its outputs one), makes
   * it the first process that the system kills if memory runs out, and shields it from signals that
   * a terminal or a cluster sends to a whole group: the parent decides when it ends.
   */
  private static final String SHELL =
      "trap '' INT HUP TERM; ulimit -c 0; { echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null;"
          + " exec \"$@\" 3>&1 4<&0 1>&2 </dev/null";

  /** Options that change what a trial sees. */
  private static final Pattern PASSED_ON =
      Pattern.compile(
          "-D.*|-Xss.*|-XX:ThreadStackSize=.*|-XX:MaxDirectMemorySize=.*|-ea.*|-enableassertions.*"
              + "|--add-.*|--enable-native-access.*");

  private static final Pattern KEPT_BACK =
      Pattern.compile(
          "-D(spark|hadoop|log4j|log4j2|gradsweep)[.].*"
              + "|--add-modules=jdk[.]incubator[.]vector" // for lanes, in which none of them runs
              + "|(?i)-D[^=]*(secret|password|token|credential|key)[^=]*(=.*)?");

  private GuardCommand() {}

  static ProcessBuilder of(Simulation simulation) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> PASSED_ON.matcher(option).matches())
        .filter(option -> !KEPT_BACK.matcher(option).matches())
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m",
            "-XX:+UseParallelGC", // reports a heap that is nearly full; SerialGC tries for
            // ever
            "-XX:ParallelGCThreads=1",
            "-XX:-UsePerfData",
            "-XX:+ErrorFileToStderr",
            "-XX:-CreateCoredumpOnCrash"));
    command.add(GuardedMain.class.getName());
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("CLASSPATH", String.join(File.pathSeparator, classPath(simulation)));
    process.environment().remove("_SPARK_AUTH_SECRET");
    process.environment().put("OPENBLAS_NUM_THREADS", "1"); // a task slot is one core
    return process;
  }

  /** The places from which this thread can load classes; those that a trial needs come first. */
  private static Set<String> classPath(Simulation simulation) {
    Set<String> places = new LinkedHashSet<>();
    ClassPath.sourceOf(simulation.getClass()).ifPresent(places::add);
    ClassPath.sourceOf(GuardedMain.class).ifPresent(places::add);
    places.addAll(ClassPath.here());
    return places;
  }
}
