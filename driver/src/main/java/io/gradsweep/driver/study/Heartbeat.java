package io.gradsweep.driver.study;

import java.util.List;
import java.util.Map;

/**
 * Heartbeat that a writer puts into its lock every twenty seconds: facts that no published part
 * shows yet. Times are ISO 8601, UTC, by the writer's clock.
 *
 * @param at when it was said
 * @param since when the run's job began
 * @param master Spark's
 * @param slots trials that can run at the same time
 * @param ui Spark's own web page; null where there is none
 * @param trials trials that the run has to do in all
 * @param counts trials that it has done, per status, those of unpublished segments included
 * @param inFlight segments that are being run
 * @param oldest those of them that began first
 */
public record Heartbeat(
    String at,
    String since,
    String master,
    int slots,
    String ui,
    long trials,
    Map<String, Long> counts,
    int inFlight,
    List<InFlight> oldest) {

  /** How many segments in flight are named: who looks for stragglers wants the oldest. */
  public static final int MOST_NAMED = 200;

  /** A segment that an executor has begun and not published. */
  public record InFlight(int generation, int segment, String since, String host, int attempt) {
    public PartName part() {
      return new PartName(generation, segment);
    }
  }

  /** A lock is a file like any other: what was read may be anybody's. */
  boolean isWhole() {
    return at != null
        && since != null
        && master != null
        && counts != null
        && oldest != null
        && counts.values().stream().allMatch(count -> count != null && count >= 0)
        && oldest.stream().allMatch(s -> s != null && s.since() != null && s.host() != null);
  }
}
