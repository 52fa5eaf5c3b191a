package io.gradsweep.driver.spark;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.workers.api.Vectors;
import io.gradsweep.workers.numeric.BlasKernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/**
 * Spark's settings before there is a context: those of the command line, then system properties
 * (spark-submit's, {@code --properties-file}'s), then ours.
 */
public final class SparkSettings {

  static final String MASTER = "spark.master";
  public static final String CORES_OF_TASK = "spark.task.cpus";

  private static final Pattern MASTERS =
      Pattern.compile(
          "local(\\[(\\*|[1-9][0-9]{0,4})(,[0-9]{1,4})?])?"
              + "|spark://[^/\\s:]+:[0-9]{1,5}(,[^/\\s:]+:[0-9]{1,5})*|yarn|k8s://\\S+");

  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|[0-9]+).*)?");

  /** Options of executors' JVMs that stand before those that somebody has chosen. */
  private static final String EXECUTOR_OPTIONS = "spark.executor.defaultJavaOptions";

  /**
   * The launcher's own for this JVM: the better compiler begins four times as late. An executor
   * with one core runs no trial while it compiles.
   */
  private static final List<String> COMPILE_LATER =
      List.of(
          "-XX:Tier4InvocationThreshold=20000",
          "-XX:Tier4MinInvocationThreshold=2400",
          "-XX:Tier4CompileThreshold=60000",
          "-XX:Tier4BackEdgeThreshold=160000");

  private static final String EXECUTOR_ENV = "spark.executorEnv.";
  private static final String LOCALE = "LC_ALL";
  private static final Pattern UTF_8 = Pattern.compile("(?i)utf-?8");

  private static final String BIND_ADDRESS = "spark.driver.bindAddress";
  private static final String HOST = "spark.driver.host";
  private static final String UI = "spark.ui.enabled";
  private static final String METRICS_PAGE = "spark.metrics.conf.driver.sink.servlet.class";
  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern LOOPBACKS = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1|localhost");

  /**
   * Variable with the address to which Spark binds its page, else all; Spark has no setting for it.
   */
  private static final String LOCAL_IP = "SPARK_LOCAL_IP";

  /**
   * Variable in which a Worker passes the cluster's secret to a driver that it starts; no context
   * reads it.
   */
  private static final String SECRET_OF_WORKER = "_SPARK_AUTH_SECRET";

  /**
   * Enough to find out which trial runs at three ends of executors in a row, and to go on without
   * it; machines that are often taken away also cost attempts.
   */
  private static final String MOST_ATTEMPTS = "8";

  private SparkSettings() {}

  /**
   * Refuses settings that Spark would refuse after a study has been laid out, and those that would
   * make a local run listen to the network.
   *
   * @throws RequestException if the master is not a master's URL, a setting is not one of Spark's,
   *     or an address other than loopback is given with a local master
   */
  public static void check(Optional<String> master, Map<String, String> settings) {
    of(master, "", Optional.empty(), settings);
  }

  static SparkConf of(
      Optional<String> master, String name, Optional<String> jars, Map<String, String> settings) {
    requireSparks(settings);
    SparkConf conf = new SparkConf().setAppName("gradsweep " + name);
    master.ifPresent(url -> conf.set(MASTER, url));
    conf.setIfMissing(MASTER, "local[*]");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    executorEnvironment()
        .forEach((variable, value) -> conf.setIfMissing(EXECUTOR_ENV + variable, value));
    boolean local = isLocal(settings.getOrDefault(MASTER, conf.get(MASTER)));
    if (local) {
      conf.set(BIND_ADDRESS, LOOPBACK);
      conf.set(HOST, LOOPBACK);
      conf.setIfMissing(UI, "false");
      conf.setIfMissing("spark.executor.heartbeatInterval", "1s");
    } else {
      conf.setIfMissing("spark.task.maxFailures", MOST_ATTEMPTS);
      conf.setIfMissing(EXECUTOR_OPTIONS, executorOptions());
      jars.ifPresent(paths -> conf.set("spark.jars", together(conf.get("spark.jars", ""), paths)));
    }
    settings.forEach(conf::set);
    if (local && conf.get(UI).equalsIgnoreCase("false")) {
      conf.setIfMissing(METRICS_PAGE, NoMetricsPage.class.getName());
    }
    requireMaster(conf.get(MASTER));
    if (local) {
      requireLoopback(conf);
    }
    String secret = System.getenv(SECRET_OF_WORKER);
    if (secret != null) {
      conf.setIfMissing("spark.authenticate.secret", secret);
    }
    return conf;
  }

  /**
   * Cores that a local master takes; empty for another one.
   *
   * @param master as somebody gave it; spark-submit may have another
   */
  public static OptionalInt localCores(Optional<String> master, Map<String, String> settings) {
    Matcher local = LOCAL.matcher(of(master, "", Optional.empty(), settings).get(MASTER));
    if (!local.matches()) {
      return OptionalInt.empty();
    }
    String cores = local.group(1);
    return OptionalInt.of(
        cores == null
            ? 1
            : cores.equals("*")
                ? Runtime.getRuntime().availableProcessors()
                : Integer.parseInt(cores));
  }

  static boolean isLocal(String master) {
    return master.startsWith("local");
  }

  /** Options that trials gain from. Spark has a Java pass over those that it does not know. */
  private static String executorOptions() {
    List<String> options = new ArrayList<>();
    if (Vectors.areInThisJava()) {
      options.add("--add-modules=" + Vectors.MODULE);
    }
    options.addAll(COMPILE_LATER);
    return String.join(" ", options);
  }

  /** Variables that executors' libraries read before any code of ours runs there. */
  private static Map<String, String> executorEnvironment() {
    Map<String, String> environment = new HashMap<>(BlasKernel.environment());
    environment.put("OPENBLAS_NUM_THREADS", "1"); // a task slot is one core
    environment.put(LOCALE, characters());
    return environment;
  }

  /** The locale, which determines the encoding of file names. */
  private static String characters() {
    return Stream.of(LOCALE, "LC_CTYPE", "LANG")
        .map(System.getenv()::get)
        .filter(locale -> locale != null && !locale.isBlank())
        .findFirst()
        .filter(locale -> UTF_8.matcher(locale).find())
        .orElse("C.UTF-8");
  }

  private static void requireSparks(Map<String, String> settings) {
    for (String key : settings.keySet()) {
      if (!key.startsWith("spark.")) {
        throw new RequestException(
            "Cannot set: '%s' (must be a setting of Spark's, spark.…)"
                .formatted(Shown.briefly(key)));
      }
    }
  }

  private static void requireMaster(String url) {
    if (!MASTERS.matcher(url).matches()) {
      throw new RequestException(
          "Cannot use master: '%s' (must be local[N], local[*], spark://HOST:PORT, yarn or k8s://…)"
              .formatted(Shown.briefly(url)));
    }
  }

  /**
   * Requires loopback addresses, so that no port of a run on one machine can be reached from
   * another.
   */
  private static void requireLoopback(SparkConf conf) {
    for (String key : new String[] {BIND_ADDRESS, HOST}) {
      if (!LOOPBACKS.matcher(conf.get(key)).matches()) {
        throw new RequestException(
            "Cannot set: %s=%s (must be %s with a local master)"
                .formatted(key, Shown.briefly(conf.get(key)), LOOPBACK));
      }
    }
    String address = System.getenv(LOCAL_IP);
    if (!conf.get(UI).strip().equalsIgnoreCase("false")
        && (address == null || !LOOPBACKS.matcher(address).matches())) {
      throw new RequestException(
          "Cannot set: %s=true (the page would be open to the network; set %s=%s in the environment)"
              .formatted(UI, LOCAL_IP, LOOPBACK));
    }
  }

  /** Jars that spark-submit ships already, followed by ours. */
  private static String together(String shipped, String brought) {
    return shipped.isEmpty() ? brought : shipped + "," + brought;
  }
}
