package io.gradsweep.driver.study;

import io.gradsweep.driver.JavaProcess;
import io.gradsweep.driver.SharedClasses;
import io.gradsweep.driver.cli.Main;
import io.gradsweep.driver.storage.FaultPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * gradsweep in a process of its own, which dies where a test wants: at the n-th time that a fault
 * point is reached, as if by kill -9, or with an exception.
 */
public final class DriverProcess {

  private DriverProcess() {}

  /** First two arguments: "POINT" or "POINT!" (an exception instead of death), and n from 1. */
  public static void main(String[] args) {
    dieAt(args[0], Integer.parseInt(args[1]));
    Main.main(List.of(args).subList(2, args.length).toArray(String[]::new));
  }

  /** Has this JVM die at a point, as the first two arguments say. */
  public static void dieAt(String point, int count) {
    String name = point.replace("!", "");
    AtomicInteger left = new AtomicInteger(count);
    FaultPoint.listen(
        reached -> {
          if (reached.name().equals(name) && left.decrementAndGet() == 0) {
            if (point.endsWith("!")) {
              throw new IllegalStateException("injected at " + reached);
            }
            Runtime.getRuntime().halt(137);
          }
        });
  }

  /** Starts gradsweep without any fault. */
  public static Process start(Path log, String... args) throws IOException {
    return startWithFault(log, "NONE", 1, args);
  }

  /** The command that starts gradsweep without any fault. */
  public static List<String> command(Path log, String... args) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(DriverProcess.class.getName(), "NONE", "1"));
    arguments.addAll(List.of(args));
    return JavaProcess.command(options(log), classPath(), arguments);
  }

  /** Starts another main class in the same way. */
  public static Process startOf(Class<?> main, Path log, String... args) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(main.getName()));
    arguments.addAll(List.of(args));
    return JavaProcess.start(log, options(log), classPath(), arguments, Map.of());
  }

  private static String classPath() {
    return SharedClasses.foldersLast(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
  }

  private static List<String> options(Path log) throws IOException {
    List<String> options = new ArrayList<>(SharedClasses.options(classPath()));
    options.add("-Dlog4j2.configurationFile=gradsweep-log4j2.xml");
    options.add("-Dgradsweep.log=" + log + ".spark");
    options.add("-XX:ErrorFile=" + log + ".crash");
    return options;
  }

  /** Starts gradsweep without any fault, in a heap of so many megabytes. */
  public static Process startInHeap(Path log, int megabytes, String... args) throws IOException {
    return start(log, "NONE", 1, List.of("-Xmx" + megabytes + "m"), Map.of(), args);
  }

  /** Starts gradsweep without any fault, with more in its environment. */
  public static Process startIn(Map<String, String> environment, Path log, String... args)
      throws IOException {
    return start(log, "NONE", 1, List.of(), environment, args);
  }

  public static Process startWithFault(Path log, String point, int count, String... args)
      throws IOException {
    return start(log, point, count, List.of(), Map.of(), args);
  }

  /** The same with settings of Spark's own, {@code spark.…}, and with more in its environment. */
  public static Process startWithFault(
      Path log,
      Map<String, String> settings,
      Map<String, String> environment,
      String point,
      int count,
      String... args)
      throws IOException {
    List<String> options = new ArrayList<>();
    settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
    return start(log, point, count, options, environment, args);
  }

  private static Process start(
      Path log,
      String point,
      int count,
      List<String> options,
      Map<String, String> environment,
      String... args)
      throws IOException {
    List<String> all = new ArrayList<>(options(log));
    all.addAll(options);
    List<String> arguments =
        new ArrayList<>(List.of(DriverProcess.class.getName(), point, Integer.toString(count)));
    arguments.addAll(List.of(args));
    return JavaProcess.start(log, all, classPath(), arguments, environment);
  }
}
