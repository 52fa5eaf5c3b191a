package io.gradsweep.driver.spark;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.SparkContext;

/** Listens to Spark's log for facts about its cluster that are reported only there. */
final class SparkSays extends AbstractAppender implements PropertyChangeListener, AutoCloseable {

  /** The loggers of the classes that talk to a cluster. */
  private static final List<String> LOGGERS =
      List.of(
          "org.apache.spark.scheduler.cluster",
          "org.apache.spark.scheduler.TaskSchedulerImpl",
          "org.apache.spark.deploy.client",
          "org.apache.spark.deploy.yarn");

  private final ClusterNews news;
  private final Optional<LoggerContext> log;
  private final List<LoggerConfig> added = new ArrayList<>();

  private SparkSays(ClusterNews news, Optional<LoggerContext> log) {
    super("gradsweep-spark-says", null, null, true, Property.EMPTY_ARRAY);
    this.news = news;
    this.log = log;
  }

  /**
   * Listens from now on.
   *
   * @param cluster whether there is a cluster; else there is nothing to listen to
   */
  static SparkSays of(ClusterNews news, boolean cluster) {
    // Spark's own: spark-submit loads this class by another loader, which has another context
    ClassLoader sparks = SparkContext.class.getClassLoader();
    Optional<LoggerContext> log =
        cluster && LogManager.getContext(sparks, false) instanceof LoggerContext context
            ? Optional.of(context)
            : Optional.empty();
    SparkSays says = new SparkSays(news, log);
    log.ifPresent(says::add);
    log.ifPresent(context -> context.addPropertyChangeListener(says));
    return says;
  }

  /** Listens again after Spark configures its log anew, at the first message of its classes. */
  @Override
  public void propertyChange(PropertyChangeEvent change) {
    if (change.getOldValue() != change.getNewValue()) {
      add((LoggerContext) change.getSource());
    }
  }

  /** Adds this appender, so that the log itself gets the same messages as without it. */
  private void add(LoggerContext context) {
    start(); // closing the older configuration stops all of its appenders
    Configuration configuration = context.getConfiguration();
    LoggerConfig root = configuration.getRootLogger();
    for (String name : LOGGERS) {
      LoggerConfig logger = configuration.getLoggers().get(name);
      if (logger == null) {
        LoggerConfig ours = new LoggerConfig(name, Level.INFO, false);
        root.getAppenders().values().forEach(each -> ours.addAppender(each, root.getLevel(), null));
        configuration.addLogger(name, ours);
        logger = ours;
      }
      logger.addAppender(this, Level.INFO, null);
      added.add(logger);
    }
    context.updateLoggers();
  }

  @Override
  public void append(LogEvent event) {
    news.hear(
        event.getMessage().getFormattedMessage(),
        isError(event),
        Optional.ofNullable(event.getThrown()),
        System.nanoTime());
  }

  /**
   * Whether an event is an error of the cluster; schedulers also log a lost executor as an error.
   */
  private static boolean isError(LogEvent event) {
    String logger = event.getLoggerName();
    return event.getLevel().isMoreSpecificThan(Level.ERROR)
        && (logger.startsWith("org.apache.spark.deploy.")
            || logger.contains("Yarn")
            || logger.contains(".k8s."));
  }

  @Override
  public void close() {
    log.ifPresent(context -> context.removePropertyChangeListener(this));
    added.forEach(logger -> logger.removeAppender(getName()));
    added.clear();
    stop();
  }
}
