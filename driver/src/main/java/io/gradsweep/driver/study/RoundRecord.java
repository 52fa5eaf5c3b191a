package io.gradsweep.driver.study;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradsweep.sweeps.plan.PointsRound;
import io.gradsweep.sweeps.plan.ReplicateRound;
import io.gradsweep.sweeps.plan.Round;
import java.util.List;

/**
 * A round of a design, as its generation says. It follows from the sweep and from the rows of the
 * rounds before.
 *
 * @param design fingerprint of the grid, the base seed and the rule
 * @param round from 0
 * @param from replicates that open cells had before
 * @param look replicates that they have with this round
 * @param open combinations of the grid in open cells: the first of a run, then their number; none
 *     of a round that ends the design
 * @param expected trials that open cells are expected to need, from this round on, if half-widths
 *     fall as one over the root of their replicates; null before the first look at results
 * @param points trials at values that the grid does not hold; null for none
 */
@JsonInclude(Include.NON_NULL)
public record RoundRecord(
    String design,
    int round,
    long from,
    long look,
    long[] open,
    Long expected,
    RoundPoints points,
    @JsonUnwrapped Closings ends) {

  /**
   * Cells and claims that were judged for the last time when the round was decided.
   *
   * @param claims null if claims do not decide
   */
  @JsonInclude(Include.NON_NULL)
  public record Closings(@JsonProperty("closed") List<CellEnd> cells, List<ClaimEnd> claims) {

    public static final Closings NONE = new Closings(List.of(), null);

    public Closings {
      cells = cells == null ? List.of() : List.copyOf(cells);
      claims = claims == null ? null : List.copyOf(claims);
    }
  }

  public RoundRecord {
    ends = ends == null ? Closings.NONE : ends;
  }

  /** Makes a round without points. */
  public RoundRecord(
      String design,
      int round,
      long from,
      long look,
      long[] open,
      Long expected,
      List<CellEnd> closed) {
    this(design, round, from, look, open, expected, null, new Closings(closed, null));
  }

  /** The rounds of the newest generation's design up to it; none if its sweep states its trials. */
  public static List<RoundRecord> chain(List<Generation> generations) {
    RoundRecord last =
        generations.isEmpty() ? null : generations.get(generations.size() - 1).round();
    return last == null
        ? List.of()
        : generations.subList(generations.size() - 1 - last.round(), generations.size()).stream()
            .map(Generation::round)
            .toList();
  }

  /** The claims that were judged for the last time when the round was decided. */
  public List<ClaimEnd> claims() {
    return ends.claims() == null ? List.of() : ends.claims();
  }

  /** The cells that were judged for the last time when the round was decided. */
  public List<CellEnd> closed() {
    return ends.cells();
  }

  /** The same as a later round of another number. */
  public RoundRecord numbered(int number) {
    return new RoundRecord(design, number, from, look, open, expected, points, ends);
  }

  /** Whether no round follows. */
  @JsonIgnore
  public boolean isEnd() {
    return open.length == 0 && points == null;
  }

  /** The trials. */
  public Round trials() {
    return points == null ? new ReplicateRound(open, from, look) : points.round();
  }

  /** The same with its points, which its file holds. */
  RoundRecord with(PointsRound read) {
    return new RoundRecord(design, round, from, look, open, expected, RoundPoints.of(read), ends);
  }

  /**
   * Whether the content is one that this gradsweep would write.
   *
   * @param before the generation before; null for none
   */
  boolean isWhole(RoundRecord before) {
    if (design == null || open == null) {
      return false;
    }
    boolean follows = round == 0 ? from == 0 : before != null && before.isFollowedBy(this);
    boolean isRound =
        points == null
            ? isEnd() || from < look
            : from == look && open.length == 0 && points.isWhole();
    return follows && from <= look && isRound && ReplicateRound.areRuns(open);
  }

  private boolean isFollowedBy(RoundRecord next) {
    return next.round == round + 1 && next.design.equals(design) && next.from == look && !isEnd();
  }
}
