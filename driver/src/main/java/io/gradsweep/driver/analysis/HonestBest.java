package io.gradsweep.driver.analysis;

import io.gradsweep.driver.analysis.CellEstimates.EstimatedCell;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.query.Beside;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.spec.Best;
import io.gradsweep.sweeps.spec.Estimand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The best value of an axis, chosen twice: on even replicates, to be reported on odd ones, and the
 * other way. A choice on the same trials that it is reported on is biased towards the luckiest.
 *
 * @param chosen on even replicates, then on odd ones; null if a half has no value
 * @param axis the values among which was chosen, in ascending order
 * @param apart how many values of the axis lie between the two choices, plus one; 0 if they agree
 */
record HonestBest(Best best, int place, Object[] chosen, int apart, List<Object> axis) {

  /**
   * Chooses among the trials that meet a condition.
   *
   * @param where in the language of filters
   */
  static HonestBest of(
      CellEstimates cells, TrialColumns columns, Best best, Estimand of, Optional<String> where) {
    return of(cells, columns, best, of, List.of(), where)
        .getOrDefault(
            List.of(),
            new HonestBest(best, columns.place(best.axis()), new Object[2], 0, List.of()));
  }

  /** The same for each group of trials, by the group's values. */
  static Map<List<Object>, HonestBest> of(
      CellEstimates cells,
      TrialColumns columns,
      Best best,
      Estimand of,
      List<String> by,
      Optional<String> where) {
    Map<List<Object>, List<List<EstimatedCell>>> candidates = new LinkedHashMap<>();
    List<String> cellsBy = Stream.concat(by.stream(), Stream.of(best.axis())).toList();
    for (int half = 0; half < 2; half++) {
      String limit = "replicate % 2 = " + half;
      for (EstimatedCell cell :
          cells.estimate(cellsBy, List.of(of), limit, where, Intervals.USUAL)) {
        candidates
            .computeIfAbsent(
                cell.group().subList(0, by.size()),
                group -> List.of(new ArrayList<>(), new ArrayList<>()))
            .get(half)
            .add(cell);
      }
    }
    int place = columns.place(best.axis());
    Map<List<Object>, HonestBest> chosen = new LinkedHashMap<>();
    candidates.forEach((group, halves) -> chosen.put(group, of(best, of, place, halves)));
    return chosen;
  }

  private static HonestBest of(
      Best best, Estimand of, int place, List<List<EstimatedCell>> halves) {
    Object[] chosen = {best(halves.get(0), best, of), best(halves.get(1), best, of)};
    List<Object> axis =
        halves.stream().flatMap(List::stream).map(HonestBest::value).distinct().toList();
    int apart = Math.abs(axis.indexOf(chosen[0]) - axis.indexOf(chosen[1]));
    return new HonestBest(best, place, chosen, apart, axis);
  }

  /** The cell's value of the axis, which is the last of those that make the cells. */
  private static Object value(EstimatedCell cell) {
    return cell.group().get(cell.group().size() - 1);
  }

  /** The best of the values whose trials lack the fewest numbers; null if none has one. */
  private static Object best(List<EstimatedCell> candidates, Best best, Estimand of) {
    EstimatedCell found = null;
    for (EstimatedCell cell : candidates) {
      if (statistic(cell) != null && (found == null || isBetter(cell, found, best, of))) {
        found = cell;
      }
    }
    return found == null ? null : value(found);
  }

  private static boolean isBetter(EstimatedCell cell, EstimatedCell than, Best best, Estimand of) {
    double lacks = lacks(cell, of);
    double other = lacks(than, of);
    return lacks < other || lacks == other && best.isBetter(of, statistic(cell), statistic(than));
  }

  /** The share of trials without a value; a share and a running time count those themselves. */
  private static double lacks(EstimatedCell cell, Estimand of) {
    Estimated estimated = cell.estimates().get(0);
    return of.isShare() || of.isErt()
        ? 0
        : (double) (estimated.n() - estimated.values()) / estimated.n();
  }

  private static Double statistic(EstimatedCell cell) {
    return cell.estimates().get(0).estimate().value();
  }

  /** Whether a trial has the value that the other half of the replicates chose. */
  boolean reports(TrialValues trial) {
    long replicate = ((Number) trial.streams().get(1)).longValue();
    Object other = chosen[replicate % 2 == 0 ? 1 : 0];
    ParamValue value = trial.value(place);
    return other != null && other.equals(value.column());
  }

  /** A choice, as text that tells it from the other values of the axis. */
  Beside text(int half) {
    return new Beside(chosen[half], axis);
  }

  private String shown(int half) {
    return chosen[half] == null ? "no value" : AnswerFormat.text(text(half));
  }

  /** The choices, in words. */
  String words() {
    String at =
        chosen[0] != null && chosen[0].equals(chosen[1])
            ? "%s at its best, %s".formatted(best.axis(), shown(0))
            : "%s at its best, %s of even and %s of odd replicates"
                .formatted(best.axis(), shown(0), shown(1));
    return doubt().isEmpty() ? at : at + ", " + doubt();
  }

  /** The reason to doubt the choice, in words; empty if both are neighbours on the axis. */
  String doubt() {
    return apart > 1 ? "the two halves choose values that are no neighbours" : "";
  }
}
