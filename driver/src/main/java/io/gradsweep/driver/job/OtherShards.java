package io.gradsweep.driver.job;

import io.gradsweep.driver.job.StudyRun.Request;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.ShardLocks;
import io.gradsweep.driver.study.ShardLocks.Life;
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
  private final Request request;
  private final ShardLocks locks;

  OtherShards(Study study, Request request) {
    this.study = study;
    this.request = request;
    locks = new ShardLocks(study, request.shards());
  }

  /**
   * What is known of the others.
   *
   * @param behind shards with segments that are not published
   * @param dead those of them that died, and left a lock
   * @param isOutOfTime whether they were not awaited to the end
   */
  record Look(Set<Integer> behind, Set<Integer> dead, boolean isOutOfTime) {}

  /**
   * Waits until every segment is published, or one of the shards that are behind is dead, or nobody
   * runs what is missing.
   *
   * @param forLiving whether those that live are awaited; else only the doubt about others is
   */
  Look await(boolean forLiving) throws IOException {
    long millis = FIRST_WAIT.toMillis();
    while (true) {
      Map<Life, Set<Integer>> lives = locks.look(); // before the segments: a holder publishes first
      Set<Integer> behind = behind();
      Set<Integer> dead = both(behind, lives.get(Life.DEAD));
      boolean waits =
          !both(behind, lives.get(Life.DOUBTED)).isEmpty()
              || forLiving && !both(behind, lives.get(Life.LIVES)).isEmpty();
      boolean outOfTime = waits && dead.isEmpty() && !request.deadline().leavesTimeFor(millis);
      if (!waits || !dead.isEmpty() || outOfTime) {
        return new Look(behind, dead, outOfTime);
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
        .map(part -> part.segment() % request.shards())
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
            request.shards());
  }
}
