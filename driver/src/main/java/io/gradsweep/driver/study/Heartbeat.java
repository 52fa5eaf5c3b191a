package io.gradsweep.driver.study;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * The heartbeat that a writer puts into its lock every twenty seconds: facts that no published part
 * shows yet. Times are ISO 8601, UTC, by the writer's clock.
 *
 * @param at when it was written
 * @param since when the run's job began
 * @param trials total number of trials of the run
 * @param counts finished trials per status, including those of unpublished segments
 * @param inFlight segments that are being run
 * @param oldest the oldest of them
 */
public record Heartbeat(
    String at,
    String since,
    @JsonUnwrapped SparkSite spark,
    long trials,
    Map<String, Long> counts,
    int inFlight,
    List<InFlight> oldest) {

  /** Most segments in flight that are named; the oldest ones, to find stragglers. */
  public static final int MOST_NAMED = 200;

  /**
   * The Spark on which the run's job runs.
   *
   * @param slots trials that can run at the same time
   * @param ui Spark's own web page; null if there is none
   */
  public record SparkSite(String master, int slots, String ui) {}

  /** A segment that an executor has begun and not published. */
  public record InFlight(int generation, int segment, String since, String host, int attempt) {
    public PartName part() {
      return new PartName(generation, segment);
    }
  }

  /** Whether the content is valid: a lock is an ordinary file, which anybody may have written. */
  boolean isWhole() {
    return at != null
        && since != null
        && spark.master() != null
        && counts != null
        && oldest != null
        && counts.values().stream().allMatch(count -> count != null && count >= 0)
        && oldest.stream().allMatch(s -> s != null && s.since() != null && s.host() != null);
  }
}
