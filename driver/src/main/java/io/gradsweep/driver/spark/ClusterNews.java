package io.gradsweep.driver.spark;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The state of a cluster according to Spark's log: why Spark gives up, how executors end, whether
 * the Master is there. Spark itself restarts executors that fail at their start for ever, and waits
 * for ever for a Master that is gone; this class sets an end to both.
 */
final class ClusterNews {

  /** The number of failures that a Master allows for executors that it cannot start at all. */
  private static final int MOST_ENDS = 10;

  private static final Pattern GIVEN_UP =
      Pattern.compile("Application has been killed\\. Reason: (.*)");

  /** YARN's reason for the end of an application. */
  private static final Pattern DIAGNOSTICS = Pattern.compile("Diagnostics message: (.*)");

  private static final Pattern APPLICATION = Pattern.compile("Application report for (\\S+)");

  private static final Pattern ADDED =
      Pattern.compile("Executor added: (\\S+) on \\S+ \\((\\S+)\\) with");

  private static final Pattern ENDED =
      Pattern.compile(
          "Executor updated: (\\S+) is now (?:EXITED|FAILED)(?: \\((.*)\\))?", Pattern.DOTALL);

  private static final Pattern NOBODY =
      Pattern.compile("Initial job has not accepted any resources.*");

  private static final Pattern NO_MASTER = Pattern.compile("Failed to connect to master \\S+");
  private static final Pattern CONNECTED = Pattern.compile("Connected to Spark cluster.*");
  private static final Pattern DISCONNECTED = Pattern.compile("Disconnected from Spark cluster.*");

  private final Consumer<String> told;
  private final Set<String> said = new HashSet<>();

  /** The Worker of each executor that was added since one was last present. */
  private final Map<String, String> workers = new HashMap<>();

  private final Set<String> workersOfEnds = new HashSet<>();
  private int ends;
  private boolean isStarved;
  private String advice = "";
  private Optional<String> application = Optional.empty();
  private Optional<String> lastEnd = Optional.empty();
  private Optional<String> connection = Optional.empty();
  private Optional<String> error = Optional.empty();
  private Optional<String> givenUp = Optional.empty();

  /** Time since which there is neither a Master nor an executor, by the monotonic clock. */
  private Optional<Long> aloneSince = Optional.empty();

  /**
   * @param told receives each obstacle of the cluster once
   */
  ClusterNews(Consumer<String> told) {
    this.told = told;
  }

  /**
   * Takes the command that shows why executors do not run.
   *
   * @param command empty if there is none
   */
  synchronized void advise(String command) {
    advice = command.isEmpty() ? "" : "; for the reason: " + command;
  }

  /**
   * Takes one line of Spark's log.
   *
   * @param isError whether the cluster's client logs it as an error
   */
  synchronized void hear(String words, boolean isError, Optional<Throwable> thrown, long now) {
    Matcher reason = GIVEN_UP.matcher(words);
    Matcher diagnostics = DIAGNOSTICS.matcher(words);
    Matcher report = APPLICATION.matcher(words);
    Matcher added = ADDED.matcher(words);
    Matcher ended = ENDED.matcher(words);
    if (reason.lookingAt()) {
      givenUp = Optional.of(sentence(reason.group(1)));
    } else if (diagnostics.lookingAt()) {
      givenUp = Optional.of(sentence(diagnostics.group(1)));
    } else if (report.lookingAt()) {
      application = Optional.of(report.group(1));
    } else if (added.lookingAt()) {
      workers.put(added.group(1), added.group(2));
    } else if (ended.lookingAt()) {
      heardOfEnd(ended.group(1), Optional.ofNullable(ended.group(2)).orElse("no reason given"));
    } else if (CONNECTED.matcher(words).lookingAt()) {
      aloneSince = Optional.empty();
    } else if (DISCONNECTED.matcher(words).lookingAt()) {
      aloneSince = Optional.of(now);
      tell(words + " (executors that run go on)");
    } else if (NO_MASTER.matcher(words).lookingAt()) {
      connection = thrown.map(ClusterNews::deepest);
      tell(firstLine(words) + connection.map(": %s (it tries again)"::formatted).orElse(""));
    } else if (NOBODY.matcher(words).lookingAt()) {
      isStarved = true;
      tell("%s (the run waits%s)".formatted(firstLine(words), advice));
    } else if (isError) {
      error = Optional.of(firstLine(words));
    }
  }

  private void heardOfEnd(String executor, String words) {
    Optional<String> worker = Optional.ofNullable(workers.get(executor));
    worker.ifPresent(workersOfEnds::add);
    ends++;
    String end = firstLine(words);
    lastEnd =
        Optional.of(
            end
                + worker
                    .map(where -> " (its log: work/%s/stderr on %s)".formatted(executor, where))
                    .orElse(""));
    if (said.add(end.replace(executor, ""))) {
      told.accept("Spark: an executor has ended: " + lastEnd.orElseThrow());
    }
  }

  /** Whether no executor has taken a task since this was last asked. */
  synchronized boolean isStarved() {
    boolean was = isStarved;
    isStarved = false;
    return was;
  }

  /** Tells of an obstacle once. */
  synchronized void tell(String words) {
    if (said.add(words)) {
      told.accept("Spark: " + words);
    }
  }

  /** The application of YARN, as soon as there is one, even if no context comes of it. */
  synchronized Optional<String> application() {
    return application;
  }

  /**
   * Notes that an executor is present: those that ended before reveal nothing about the cluster.
   */
  synchronized void executorIsThere(long now) {
    ends = 0;
    workers.clear();
    workersOfEnds.clear();
    aloneSince = aloneSince.map(since -> now);
  }

  /**
   * Gives up if there is no hope any more: every Worker's executors end as they start, or the
   * Master has been gone for too long, and every executor with it.
   *
   * @return whether it, or Spark, has given up
   */
  synchronized boolean givesUp(Duration patience, long now) {
    if (givenUp.isPresent()) {
      return true;
    }
    if (ends >= MOST_ENDS && workersOfEnds.containsAll(workers.values())) {
      givenUp = Optional.of("%d executors in a row have ended as they started".formatted(ends));
    } else if (aloneSince.filter(since -> now - since > patience.toNanos()).isPresent()) {
      givenUp =
          Optional.of(
              "the Master is gone, and no executor is left, for %d s"
                  .formatted(patience.toSeconds()));
    }
    return givenUp.isPresent();
  }

  /**
   * The reason why nothing goes on, in Spark's own words if available.
   *
   * @param isStopped whether Spark has stopped; then its last error is the reason
   * @return empty if there is no sign of an end
   */
  synchronized Optional<String> reason(boolean isStopped) {
    return givenUp
        .or(() -> error.filter(last -> isStopped))
        .map(
            why ->
                lastEnd
                    .map(", the last executor ended: %s"::formatted)
                    .or(() -> connection.map(", %s"::formatted))
                    .map(why::concat)
                    .orElse(why));
  }

  /** The first line of what the first cause says. */
  static String deepest(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return firstLine(cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage());
  }

  private static String sentence(String words) {
    String line = firstLine(words);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static String firstLine(String words) {
    return words.strip().lines().findFirst().orElse("").strip();
  }
}
