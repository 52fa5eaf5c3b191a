package io.gradsweep.driver.study;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.PointsRound;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The segments laid out when a study started, or when it grew. Written once; a resumed run uses the
 * same segments under the same names.
 *
 * @param number from 0
 * @param bounds segment s holds the plan's indices from bounds[s] (included) to bounds[s + 1]
 * @param seconds expected time of each segment on one core
 * @param declaration of the simulation when the plan was made; null in files of 0.1, whose
 *     simulation is part of gradsweep
 * @param retired segments of earlier generations that are not run any more, because they had no
 *     rows, and have trials that this generation's plan does not contain; none in files of
 *     gradsweep 0.1
 * @param round what a rule has decided; null if the sweep states its trials
 */
@JsonInclude(Include.NON_NULL)
public record Generation(
    int number,
    @JsonUnwrapped PlanText plan,
    long[] bounds,
    double[] seconds,
    Declaration declaration,
    @JsonInclude(Include.NON_EMPTY) List<SegmentRun> retired,
    RoundRecord round) {

  public Generation {
    retired = retired == null ? List.of() : List.copyOf(retired);
  }

  /**
   * The plan from which the segments were cut.
   *
   * @param simulationVersion the simulation's version when the plan was made
   * @param sweep text of the sweep, as resolved; the plan is rebuilt from it
   */
  public record PlanText(String fingerprint, int simulationVersion, String sweep) {

    public static PlanText of(Plan plan) {
      return new PlanText(plan.fingerprint(), plan.simulation().version(), Plans.text(plan));
    }
  }

  /**
   * Segments of a generation that follow each other.
   *
   * @param first number of the first one
   * @param count number of segments
   */
  public record SegmentRun(int generation, int first, int count) {

    private boolean holds(PartName segment) {
      return segment.generation() == generation
          && segment.segment() >= first
          && segment.segment() - first < count;
    }

    /** Whether an earlier generation has such segments. */
    private boolean isWithin(List<Generation> earlier) {
      return generation >= 0
          && generation < earlier.size()
          && first >= 0
          && count > 0
          && count <= earlier.get(generation).size() - first;
    }
  }

  /** A range of a plan's indices: the unit of scheduling and of publication. */
  public record Segment(int generation, int number, long from, long to, double seconds) {
    public PartName part() {
      return new PartName(generation, number);
    }
  }

  private static RoundRecord before(List<Generation> earlier) {
    return earlier.isEmpty() ? null : earlier.get(earlier.size() - 1).round();
  }

  /** Fingerprint of its sweep, whichever rounds of it are decided. */
  String design() {
    return round == null ? plan.fingerprint() : round.design();
  }

  /** Whether it ends a design, and has no trials. */
  @JsonIgnore
  public boolean isEnd() {
    return round != null && round.isEnd();
  }

  /** Whether the rows of its segments decide what comes next. */
  @JsonIgnore
  public boolean awaitsRound() {
    return round != null && !round.isEnd();
  }

  /** Number of segments. */
  public int size() {
    return bounds.length - 1;
  }

  boolean retires(PartName segment) {
    return retired.stream().anyMatch(run -> run.holds(segment));
  }

  /** The same cut into segments. */
  public Generation cut(long[] bounds, double[] seconds) {
    return with(bounds, seconds, round);
  }

  /** The same with the points of its round, which a file of their own holds. */
  Generation with(PointsRound points) {
    return with(bounds, seconds, round.with(points));
  }

  private Generation with(long[] bounds, double[] seconds, RoundRecord round) {
    return new Generation(number, plan, bounds, seconds, declaration, retired, round);
  }

  /** Whether its round has points, which a file of their own holds. */
  boolean hasPoints() {
    return round != null && round.points() != null;
  }

  /** Whether the content is one that this gradsweep would write after such generations. */
  boolean isWhole(List<Generation> earlier) {
    if (number != earlier.size() || plan.fingerprint() == null || plan.sweep() == null) {
      return false;
    }
    if (!retired.stream().allMatch(run -> run.isWithin(earlier))) {
      return false;
    }
    if (declaration != null && !declaration.isWhole()) {
      return false;
    }
    if (round != null && !round.isWhole(before(earlier))) {
      return false;
    }
    if (bounds == null || seconds == null || bounds.length < (isEnd() ? 1 : 2)) {
      return false;
    }
    if (round == null || round.round() == 0 ? bounds[0] != 0 : bounds[0] < 0) {
      return false;
    }
    boolean rising = IntStream.range(1, bounds.length).allMatch(s -> bounds[s - 1] < bounds[s]);
    boolean lasting = Arrays.stream(seconds).allMatch(s -> s >= 0 && s < Double.POSITIVE_INFINITY);
    return rising && lasting && seconds.length == size();
  }

  @JsonIgnore
  public List<Segment> segments() {
    return IntStream.range(0, bounds.length - 1)
        .mapToObj(s -> new Segment(number, s, bounds[s], bounds[s + 1], seconds[s]))
        .toList();
  }
}
