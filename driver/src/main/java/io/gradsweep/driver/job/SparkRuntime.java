package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.results.trial.Shown;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark context for one job: in this JVM and on the loopback address where the master is local.
 */
public final class SparkRuntime implements AutoCloseable {

  /** The Spark on the class path; no context is needed to ask. */
  public static final String SPARK_VERSION = org.apache.spark.package$.MODULE$.SPARK_VERSION();

  private static final Pattern MASTER =
      Pattern.compile(
          "local(\\[(\\*|[1-9][0-9]{0,4})(,[0-9]{1,4})?])?|local-cluster\\[[0-9, ]+]"
              + "|spark://[^/\\s:]+:[0-9]{1,5}(,[^/\\s:]+:[0-9]{1,5})*|yarn|k8s://\\S+");

  /**
   * Where a Worker puts the cluster's secret for a driver that it starts; no context looks there.
   */
  private static final String SECRET_OF_WORKER = "_SPARK_AUTH_SECRET";

  private final JavaSparkContext context;

  private SparkRuntime(JavaSparkContext context) {
    this.context = context;
  }

  /**
   * Refuses what Spark would refuse after a study has been laid out.
   *
   * @throws RequestException if the master is no master's URL, or a setting is none of Spark's
   */
  public static void check(Optional<String> master, Map<String, String> settings) {
    String url = settings.getOrDefault("spark.master", master.orElse("local[*]"));
    if (!MASTER.matcher(url).matches()) {
      throw new RequestException(
          "Cannot use master: '%s' (must be local[N], local[*], spark://HOST:PORT, yarn or k8s://…)"
              .formatted(Shown.briefly(url)));
    }
    for (String key : settings.keySet()) {
      if (!key.startsWith("spark.")) {
        throw new RequestException(
            "Cannot set: '%s' (must be a setting of Spark's, spark.…)"
                .formatted(Shown.briefly(key)));
      }
    }
  }

  /**
   * @param master a master URL; empty takes spark-submit's, or {@code local[*]}
   * @param jars archives that executors elsewhere need; none where the master is local
   * @param settings Spark's own settings, as given on the command line
   */
  public static SparkRuntime start(
      Optional<String> master, String name, Optional<String> jars, Map<String, String> settings) {
    SparkConf conf = new SparkConf().setAppName("gradsweep " + name);
    master.ifPresent(conf::setMaster);
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setExecutorEnv("OPENBLAS_NUM_THREADS", "1"); // a task slot is one core
    if (conf.get("spark.master").startsWith("local")) {
      conf.set("spark.driver.bindAddress", "127.0.0.1");
      conf.set("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.executor.heartbeatInterval", "1s");
    } else {
      jars.ifPresent(paths -> conf.set("spark.jars", together(conf.get("spark.jars", ""), paths)));
    }
    settings.forEach(conf::set);
    String secret = System.getenv(SECRET_OF_WORKER);
    if (secret != null) {
      conf.setIfMissing("spark.authenticate.secret", secret);
    }
    try {
      return new SparkRuntime(new JavaSparkContext(conf));
    } catch (Exception e) { // Scala throws checked ones without saying so
      throw new SystemFailure(
          "Cannot start Spark on %s: %s (are the master's URL and --conf right, and the cluster up?)"
              .formatted(conf.get("spark.master"), firstLine(e)),
          e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** What spark-submit ships already, and what we bring. */
  private static String together(String shipped, String brought) {
    return shipped.isEmpty() ? brought : shipped + "," + brought;
  }

  JavaSparkContext context() {
    return context;
  }

  /** Spark's SQL in the same context. */
  public SparkSession session() {
    return SparkSession.builder().getOrCreate();
  }

  /** Whether somebody chose a setting of Spark's own. */
  public boolean isSet(String setting) {
    return context.getConf().contains(setting);
  }

  /** Whether trials run in this JVM. */
  public boolean isLocal() {
    return context.isLocal();
  }

  /** Trials that can run at the same time. */
  public int slots() {
    return Math.max(1, context.defaultParallelism());
  }

  /**
   * Ends the running job, if there is one; tasks that write find their temporary files deleted by
   * themselves. May be called after {@link #close()}, and while Spark's own shutdown hook stops it.
   */
  public void cancel() {
    try {
      context.sc().cancelAllJobs();
    } catch (IllegalStateException stopped) {
      return; // a stopped context has ended its jobs
    }
  }

  /**
   * Has this JVM, which is about to end, publish nothing more: Spark only asks its tasks to end.
   */
  public void silence() {
    SegmentTask.silence();
  }

  @Override
  public void close() {
    context.close();
  }
}
