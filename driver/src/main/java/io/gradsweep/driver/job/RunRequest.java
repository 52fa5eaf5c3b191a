package io.gradsweep.driver.job;

import io.gradsweep.driver.study.PartName;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.workers.run.RunSettings;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A request to run a plan.
 *
 * @param repeated statuses whose trials are run again
 * @param shard the segments to take
 * @param turn what the session has come to
 */
public record RunRequest(
    Plan plan,
    RunSettings settings,
    Consent consent,
    Set<Status> repeated,
    Shard shard,
    Limits limits,
    String version,
    Turn turn) {

  /**
   * Differences between a study and a request that somebody has accepted.
   *
   * @param extend keep trials that the plan does not contain, instead of refusing
   * @param sameNumbers assume that code that differs under one version gives the same numbers
   */
  public record Consent(boolean extend, boolean sameNumbers) {

    public static final Consent NONE = new Consent(false, false);
  }

  /**
   * The segments that one of several processes takes, which share a study.
   *
   * @param index from 0
   * @param shards number of processes; segment s belongs to number {@code s % shards}
   */
  public record Shard(int index, int shards) {

    /** Takes all segments. */
    public static final Shard WHOLE = new Shard(0, 1);

    /** Whether there are others. */
    boolean hasOthers() {
      return shards > 1;
    }

    /** Index of the shard to which a segment belongs. */
    int indexOf(PartName segment) {
      return segment.segment() % shards;
    }
  }

  /**
   * Limits of a run.
   *
   * @param segmentIndices indices per segment, instead of the pilot's choice
   * @param maxFailures if more trials of one run fail, no further segment is started; empty for no
   *     limit
   * @param deadline at which the run wants to have ended
   */
  public record Limits(OptionalLong segmentIndices, OptionalLong maxFailures, Deadline deadline) {}

  /** The same for the segments of other shards too. */
  RunRequest helping(Set<Integer> others) {
    return at(plan, Set.of(), new Turn(others, turn.next()));
  }

  /** The same for a design as far as it is decided, with the statuses to repeat there. */
  RunRequest at(Plan decided, Set<Status> again, Turn now) {
    return new RunRequest(decided, settings, consent, again, shard, limits, version, now);
  }

  /** Whether a segment belongs to this shard, or to one that it helps. */
  public boolean takes(PartName segment) {
    return isOf(shard.indexOf(segment));
  }

  /** Whether this runs the segments of a shard: its own, or those of one that it helps. */
  boolean isOf(int other) {
    return other == shard.index() || turn.helped().contains(other);
  }
}
