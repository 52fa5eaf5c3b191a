package io.gradsweep.driver.study;

import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.Generation.SegmentRun;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The segments of a study's generations: those that count, and those that a later generation has
 * retired. A retired segment is not run, and a part of it published by a late twin does not count.
 */
public final class StudySegments {

  private final List<Generation> generations;
  private final List<BitSet> retired = new ArrayList<>();
  private final List<List<Retired>> ranges = new ArrayList<>();

  /**
   * Indices of a generation's plan in segments that are retired.
   *
   * @param from included
   * @param to excluded
   * @param by the generation that has retired them
   */
  public record Retired(long from, long to, int by) {}

  private StudySegments(List<Generation> generations) {
    this.generations = List.copyOf(generations);
    for (Generation generation : generations) {
      retired.add(new BitSet());
      ranges.add(new ArrayList<>());
      generation.retired().forEach(run -> retire(run, generation.number()));
    }
    ranges.forEach(each -> each.sort(Comparator.comparingLong(Retired::from)));
  }

  private void retire(SegmentRun run, int by) {
    int end = run.first() + run.count();
    long[] bounds = generations.get(run.generation()).bounds();
    retired.get(run.generation()).set(run.first(), end);
    ranges.get(run.generation()).add(new Retired(bounds[run.first()], bounds[end], by));
  }

  /**
   * @param generations all of a study, in order
   */
  public static StudySegments of(List<Generation> generations) {
    return new StudySegments(generations);
  }

  /** The segments that are not retired, in the order of the generations. */
  public Stream<Segment> live() {
    return generations.stream().flatMap(generation -> live(generation.number()));
  }

  public Stream<Segment> live(int generation) {
    return generations.get(generation).segments().stream()
        .filter(segment -> !isRetired(segment.part()));
  }

  /** Whether the segment is one of the study's, and retired. */
  public boolean isRetired(PartName segment) {
    return segment.generation() < retired.size()
        && retired.get(segment.generation()).get(segment.segment());
  }

  /** Number of retired segments of a generation. */
  public int retired(int generation) {
    return retired.get(generation).cardinality();
  }

  /** The segments that a generation has retired. */
  public Stream<Segment> retiredBy(int generation) {
    return generations.get(generation).retired().stream()
        .flatMap(
            run ->
                generations
                    .get(run.generation())
                    .segments()
                    .subList(run.first(), run.first() + run.count())
                    .stream());
  }

  /** Retired segments of a generation, by index. */
  public List<Retired> ranges(int generation) {
    return List.copyOf(ranges.get(generation));
  }
}
