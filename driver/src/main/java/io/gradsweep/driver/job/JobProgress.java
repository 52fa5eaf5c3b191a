package io.gradsweep.driver.job;

import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.Heartbeat.InFlight;
import io.gradsweep.results.outcome.StatusCounts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import scala.jdk.javaapi.CollectionConverters;

/** Adds up the counts of finished tasks, and of running ones in their last heartbeat. */
final class JobProgress extends SparkListener {

  private final StatusAccumulator finished;
  private final Map<Long, StatusCounts> running = new ConcurrentHashMap<>();
  private final Set<Long> ended = ConcurrentHashMap.newKeySet();
  private final List<Segment> segments;
  private final Map<Long, TaskInfo> tasks = new ConcurrentHashMap<>();

  /** Launch of the newest task that we have heard of. */
  private volatile long newest;

  /**
   * @param segments the segments of the job's tasks, in their order
   */
  JobProgress(StatusAccumulator finished, List<Segment> segments) {
    this.finished = finished;
    this.segments = segments;
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    tasks.put(start.taskInfo().taskId(), start.taskInfo());
    newest = start.taskInfo().launchTime();
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(
            task -> {
              long taskId = (Long) task._1();
              for (AccumulableInfo info : CollectionConverters.asJava(task._4())) {
                boolean ours = info.id() == finished.id() && info.update().isDefined();
                if (ours && !ended.contains(taskId)) {
                  running.put(taskId, (StatusCounts) info.update().get());
                }
              }
            });
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    ended.add(end.taskInfo().taskId()); // a late heartbeat must not count it again
    running.remove(end.taskInfo().taskId());
    tasks.remove(end.taskInfo().taskId());
  }

  /** Whether tasks have been sent out since a moment, and all from before it have ended. */
  boolean hasLeftBehind(long millis) {
    return newest > millis && tasks.values().stream().allMatch(task -> task.launchTime() > millis);
  }

  /** Segments that executors have begun and not ended, the oldest first. */
  List<InFlight> inFlight() {
    return tasks.values().stream()
        .sorted(Comparator.comparingLong(TaskInfo::launchTime))
        .map(this::inFlight)
        .toList();
  }

  private InFlight inFlight(TaskInfo task) {
    Segment segment = segments.get(task.index());
    return new InFlight(
        segment.generation(),
        segment.number(),
        Instant.ofEpochMilli(task.launchTime()).toString(),
        task.host(),
        task.attemptNumber());
  }

  /**
   * Trials per status. For a moment, a task that has just ended counts twice: decisions by these
   * numbers need a second look.
   */
  StatusCounts counts() {
    StatusCounts sum = finished.value();
    running.values().forEach(sum::addAll);
    return sum;
  }
}
