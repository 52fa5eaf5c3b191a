package io.gradsweep.driver.job;

import io.gradsweep.results.outcome.Status;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/** Adds up what finished tasks counted and what running ones said in their last heartbeat. */
final class JobProgress extends SparkListener {

  private final StatusCounts finished;
  private final Map<Long, long[]> running = new ConcurrentHashMap<>();
  private final Set<Long> ended = ConcurrentHashMap.newKeySet();

  JobProgress(StatusCounts finished) {
    this.finished = finished;
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
                  running.put(taskId, (long[]) info.update().get());
                }
              }
            });
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    ended.add(end.taskInfo().taskId()); // a late heartbeat must not count it again
    running.remove(end.taskInfo().taskId());
  }

  /**
   * Trials per status, by its ordinal. For a moment, a task that has just ended counts twice: who
   * decides by these numbers looks again.
   */
  long[] counts() {
    long[] sum = finished.value();
    running.values().forEach(counts -> StatusCounts.addTo(sum, counts));
    return sum;
  }

  static long count(long[] counts, Status status) {
    return counts[status.ordinal()];
  }
}
