package io.gradsweep.driver.job;

import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.ShardLocks;
import io.gradsweep.driver.study.ShardLocks.ShardLife;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudySegments;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The other shards of a study, for one that has nothing more to do. */
final class OtherShards {

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration MOST_WAIT = Duration.ofSeconds(5);

  private final Study study;
  private final RunRequest request;
  private final ShardLocks locks;

  OtherShards(Study study, RunRequest request) {
    this.study = study;
    this.request = request;
    locks = new ShardLocks(study, request.shard().shards());
  }

  /** The state of the segments of other shards. */
  enum State {
    /** They are published, or another shard has laid out a round with segments of this one. */
    DONE,
    /** Some belong to shards that died. */
    DEAD,
    /** Some are run by nobody, or by those that are not awaited. */
    GONE,
    /** Some are being run, and the time is over. */
    AWAITED
  }

  /**
   * @param whose the shards of which the state speaks
   */
  record Look(State state, Set<Integer> whose) {}

  /**
   * Waits until every segment is published, or this shard has work again, or one of the shards that
   * are behind is dead, or nobody runs what is missing, or the time is over.
   *
   * @param forLiving whether to wait for those that live; else only until it is known which of the
   *     others are dead
   */
  Look await(boolean forLiving) throws IOException {
    long millis = FIRST_WAIT.toMillis();
    while (true) {
      Map<ShardLife, Set<Integer>> lives =
          locks.look(); // before the segments: a holder publishes first
      Set<Integer> behind = behind();
      if (behind.stream().anyMatch(request::isOf)) {
        return new Look(State.DONE, behind);
      }
      Set<Integer> dead = both(behind, lives.get(ShardLife.DEAD));
      if (!dead.isEmpty()) {
        return new Look(State.DEAD, dead);
      }
      boolean waits =
          !both(behind, lives.get(ShardLife.DOUBTED)).isEmpty()
              || forLiving && !both(behind, lives.get(ShardLife.LIVES)).isEmpty();
      if (!waits) {
        return new Look(behind.isEmpty() ? State.DONE : State.GONE, behind);
      }
      if (!request.limits().deadline().leavesTimeFor(millis)) {
        return new Look(State.AWAITED, behind);
      }
      pause(millis);
      millis = Math.min(2 * millis, MOST_WAIT.toMillis());
    }
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for other shards");
    }
  }

  /** The shards that have segments which nobody has published. */
  private Set<Integer> behind() throws IOException {
    Set<PartName> published = study.files().segments();
    List<Generation> generations = study.generations();
    List<GenerationPlan> plans = Plans.of(generations);
    return StudySegments.of(generations)
        .live()
        .filter(segment -> plans.get(segment.generation()).runnable())
        .map(Generation.Segment::part)
        .filter(part -> !published.contains(part))
        .map(request.shard()::indexOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> both(Set<Integer> some, Set<Integer> others) {
    Set<Integer> both = new TreeSet<>(some);
    both.retainAll(others);
    return Collections.unmodifiableSet(both);
  }

  String words(Set<Integer> some) {
    return "%s %s of %d"
        .formatted(
            some.size() == 1 ? "shard" : "shards",
            some.stream().map(String::valueOf).collect(Collectors.joining(", ")),
            request.shard().shards());
  }
}
