package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.OptionConverters;

/**
 * A Spark context for one job: in this JVM and on the loopback address where the master is local.
 */
public final class SparkRuntime implements AutoCloseable {

  /** The Spark on the class path; no context is needed to ask. */
  public static final String SPARK_VERSION = org.apache.spark.package$.MODULE$.SPARK_VERSION();

  private static final long LOOK_EVERY_MILLIS = 20;

  private final JavaSparkContext context;

  private SparkRuntime(JavaSparkContext context) {
    this.context = context;
  }

  /**
   * @param master a master URL; empty takes spark-submit's, or {@code local[*]}
   * @param jars archives that executors elsewhere need; none where the master is local
   * @param settings Spark's own settings, as given on the command line
   * @throws RequestException if {@link SparkSettings#check} refuses them
   */
  public static SparkRuntime start(
      Optional<String> master, String name, Optional<String> jars, Map<String, String> settings) {
    SparkConf conf = SparkSettings.of(master, name, jars, settings);
    try {
      return new SparkRuntime(new JavaSparkContext(conf));
    } catch (Exception e) { // Scala throws checked ones without saying so
      throw new SystemFailure(
          "Cannot start Spark on %s: %s (are the master's URL and --conf right, and the cluster up?)"
              .formatted(conf.get("spark.master"), SystemFailure.firstLine(e)),
          e);
    }
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

  String master() {
    return context.master();
  }

  /** Spark's own web page about this run, where there is one. */
  Optional<String> webPage() {
    return OptionConverters.toJava(context.sc().uiWebUrl());
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

  /** Waits until no task runs any more, at most for so long: asked to end, one ends its trial. */
  public void awaitTasks(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      while (System.nanoTime() < end && tasks() > 0) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      }
    } catch (IllegalStateException stopped) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int tasks() {
    return Arrays.stream(context.sc().statusTracker().getExecutorInfos())
        .mapToInt(SparkExecutorInfo::numRunningTasks)
        .sum();
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
