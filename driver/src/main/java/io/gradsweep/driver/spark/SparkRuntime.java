package io.gradsweep.driver.spark;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.OptionConverters;

/** A Spark context for one job; in this JVM and on the loopback address if the master is local. */
public final class SparkRuntime implements AutoCloseable {

  /** The version of Spark on the class path, available without a context. */
  public static final String SPARK_VERSION = org.apache.spark.package$.MODULE$.SPARK_VERSION();

  private static final long LOOK_EVERY_MILLIS = 20;

  /** Setting for Spark's patience on the network. */
  private static final String PATIENCE = "spark.network.timeout";

  private static final Duration WATCH_EVERY = Duration.ofMillis(250);

  private static volatile boolean silent;

  private final JavaSparkContext context;
  private final ClusterNews news;
  private final SparkSays says;

  private SparkRuntime(JavaSparkContext context, ClusterNews news, SparkSays says) {
    this.context = context;
    this.news = news;
    this.says = says;
  }

  /**
   * @param master a master URL; empty takes spark-submit's, or {@code local[*]}
   * @param jars archives that executors elsewhere need; none if the master is local
   * @param settings Spark's own settings, as given on the command line
   * @throws RequestException if {@link SparkSettings#check} refuses them
   */
  public static SparkRuntime start(
      Optional<String> master, String name, Optional<String> jars, Map<String, String> settings) {
    return start(master, name, jars, settings, words -> {});
  }

  /**
   * The same, with messages about obstacles of a cluster.
   *
   * @param told receives one line each
   */
  public static SparkRuntime start(
      Optional<String> master,
      String name,
      Optional<String> jars,
      Map<String, String> settings,
      Consumer<String> told) {
    SparkConf conf = SparkSettings.of(master, name, jars, settings);
    String url = conf.get(SparkSettings.MASTER);
    boolean isLocal = SparkSettings.isLocal(url);
    ClusterNews news = new ClusterNews(told);
    SparkSays says = SparkSays.of(news, !isLocal);
    try {
      SparkRuntime started = new SparkRuntime(new JavaSparkContext(conf), news, says);
      started.requireGoing();
      news.advise(started.kind().state(started.context.sc().applicationId(), started.namespace()));
      if (!isLocal) {
        started.watchCluster(Duration.ofMillis(conf.getTimeAsMs(PATIENCE, "120s")));
      }
      return started;
    } catch (Exception e) { // Scala throws checked exceptions without declaring them
      says.close();
      String hint =
          isLocal
              ? "is --conf right?"
              : "are the master's URL and --conf right, and the cluster up?";
      throw new SystemFailure(
          "Cannot start Spark on %s: %s (%s %s)"
              .formatted(
                  url,
                  news.reason(true).orElseGet(() -> reason(e)),
                  hint,
                  logs(news.application().map(id -> ClusterKind.YARN.logs(id, "")).orElse(""))),
          e);
    }
  }

  /** The message of a failure, and that of its first cause, which alone may say what is wrong. */
  private static String reason(Exception failure) {
    String said = SystemFailure.firstLine(failure);
    String cause = ClusterNews.deepest(failure);
    return said.contains(cause) ? said : said + ": " + cause;
  }

  /** Refuses a context whose Master has never answered, which is stopped from the beginning. */
  private void requireGoing() {
    if (news.reason(false).isPresent()) {
      context.close();
      throw new IllegalStateException("Spark has stopped");
    }
  }

  private void watchCluster(Duration patience) {
    Thread watch =
        new Thread(
            () -> {
              while (!context.sc().isStopped()) {
                long now = System.nanoTime();
                if (news.isStarved()) {
                  obstacles().forEach(news::tell);
                }
                if (context.sc().statusTracker().getExecutorInfos().length > 1) { // one is ours
                  news.executorIsThere(now);
                } else if (news.givesUp(patience, now)) {
                  cancel(); // again and again: a job may begin after it
                }
                LockSupport.parkNanos(WATCH_EVERY.toNanos());
              }
            },
            "cluster");
    watch.setDaemon(true);
    watch.start();
  }

  /** The reasons why no executor starts, as far as Spark does not tell them. */
  private Set<String> obstacles() {
    return kind() == ClusterKind.KUBERNETES
        ? new WaitingPods(context.getConf(), namespace(), context.sc().applicationId()).reasons()
        : Set.of();
  }

  /** The place of Spark's log here. */
  private static String log() {
    return System.getProperty("gradsweep.log", "what spark-submit shows");
  }

  /**
   * The meaning of a failure if Spark has given up: it stops its context, which then answers every
   * call only with the message that it is stopped.
   *
   * @return empty if Spark has not given up
   */
  public Optional<SystemFailure> givenUp(Throwable failure) {
    boolean isStopped = context.sc().isStopped();
    Optional<String> reason = news.reason(isStopped);
    if (reason.isEmpty() && !isStopped) {
      return Optional.empty();
    }
    return Optional.of(
        new SystemFailure(
            ("Cannot go on with Spark on %s: %s (what is published stays; %s; when that is mended,"
                    + " run the same command to go on)")
                .formatted(
                    context.master(), reason.orElse("Spark has stopped, as its log says"), logs()),
            failure));
  }

  /** The places of further logs. */
  public String logs() {
    return logs(kind().logs(context.sc().applicationId(), namespace()));
  }

  private static String logs(String ofExecutors) {
    return "Spark's log: "
        + log()
        + (ofExecutors.isEmpty() ? "" : ", of executors: " + ofExecutors);
  }

  private ClusterKind kind() {
    return ClusterKind.of(context.master());
  }

  /** The namespace of Kubernetes. */
  private String namespace() {
    return context.getConf().get("spark.kubernetes.namespace", "default");
  }

  public JavaSparkContext context() {
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

  public String master() {
    return context.master();
  }

  /** Spark's own web page about this run, if there is one. */
  public Optional<String> webPage() {
    return OptionConverters.toJava(context.sc().uiWebUrl());
  }

  /** Whether trials run in this JVM. */
  public boolean isLocal() {
    return context.isLocal();
  }

  /** Trials that can run at the same time. */
  public int slots() {
    int cores = context.getConf().getInt(SparkSettings.CORES_OF_TASK, 1);
    return Math.max(1, context.defaultParallelism() / cores);
  }

  /**
   * Ends the running job, if there is one; tasks that write find their temporary files deleted by
   * themselves. May be called after {@link #close()}, and while Spark's own shutdown hook stops it.
   */
  public void cancel() {
    try {
      context.sc().cancelAllJobs();
    } catch (RuntimeException e) {
      requireStopped(e); // such a context has ended its jobs, or is just doing so
    }
  }

  /**
   * Waits until no task runs any more, at most for so long: a task asked to end finishes its trial.
   */
  public void awaitTasks(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      while (System.nanoTime() < end && tasks() > 0) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      requireStopped(e);
    }
  }

  /** A context that is being stopped misses one part of itself after the other. */
  private void requireStopped(RuntimeException thrown) {
    if (!context.sc().isStopped()) {
      throw thrown;
    }
  }

  private int tasks() {
    return Arrays.stream(context.sc().statusTracker().getExecutorInfos())
        .mapToInt(SparkExecutorInfo::numRunningTasks)
        .sum();
  }

  /**
   * Keeps this JVM, which is about to end, from publishing more: Spark only asks its tasks to end.
   */
  public void silence() {
    silent = true;
  }

  /** Whether the tasks of this JVM, which is about to end, stop after the running trial. */
  public static boolean isSilent() {
    return silent;
  }

  @Override
  public void close() {
    context.close();
    says.close();
  }
}
