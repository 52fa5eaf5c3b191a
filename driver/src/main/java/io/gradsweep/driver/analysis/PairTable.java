package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.Comparison.Contrast;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.sweeps.spec.Arms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Builds the table of a comparison from the rows of both arms, sorted by pair. */
final class PairTable {

  private final List<String> by;
  private final List<String> key;
  private final List<String> measures;
  private final Arms arms;
  private final Contrast form;
  private final List<List<Object>> rows = new ArrayList<>();

  private List<Object> group;
  private List<PairSamples> cells;
  private List<Object> pair;
  private long unpaired;
  private final Object[][] trials = new Object[2][];

  PairTable(List<String> by, List<String> key, List<String> measures, Arms arms, Contrast form) {
    this.by = by;
    this.key = key;
    this.measures = measures;
    this.arms = arms;
    this.form = form;
  }

  /** Collects the pairs of one measure of one group. */
  private static final class PairSamples {
    private final Sample first = new Sample();
    private final Sample second = new Sample();

    /** The differences; for ratios, the logarithms. */
    private final Sample differences = new Sample();

    private long withoutValue;
    private long withoutRatio;
  }

  /**
   * @param row the pair's key, one value per measure, and the arm: 0 or 1
   */
  void add(Object[] row) {
    List<Object> next = Arrays.asList(Arrays.copyOf(row, key.size()));
    if (!next.equals(pair)) {
      endPair();
      pair = next;
    }
    List<Object> ofGroup = next.subList(0, by.size());
    if (!ofGroup.equals(group)) {
      endGroup();
      group = ofGroup;
      cells = measures.stream().map(measure -> new PairSamples()).toList();
      unpaired = 0;
    }
    int arm = ((Number) row[row.length - 1]).intValue();
    if (trials[arm] != null) {
      throw new RequestException(
          "Cannot compare: several trials of %s=%s have the same %s (give the columns in which a"
                  .formatted(
                      arms.column(),
                      arm == 0 ? arms.first() : arms.second(),
                      String.join(", ", key))
              + " pair is alike to --match, or leave trials out by --where)");
    }
    trials[arm] = row;
  }

  private void endPair() {
    if (trials[0] != null && trials[1] != null) {
      for (int i = 0; i < measures.size(); i++) {
        add(cells.get(i), (Number) trials[0][key.size() + i], (Number) trials[1][key.size() + i]);
      }
    } else if (pair != null) {
      unpaired++;
    }
    Arrays.fill(trials, null);
  }

  private void add(PairSamples cell, Number first, Number second) {
    if (first == null || second == null) {
      cell.withoutValue++;
      return;
    }
    double a = first.doubleValue();
    double b = second.doubleValue();
    cell.first.add(a);
    cell.second.add(b);
    if (form == Contrast.DIFFERENCE) {
      cell.differences.add(a - b);
    } else if (a > 0 && b > 0) {
      cell.differences.add(logOfRatio(a, b));
    } else {
      cell.withoutRatio++;
    }
  }

  private static double logOfRatio(double a, double b) {
    double ratio = a / b;
    boolean exact = ratio >= Double.MIN_NORMAL && ratio <= Double.MAX_VALUE;
    return exact ? StrictMath.log(ratio) : StrictMath.log(a) - StrictMath.log(b);
  }

  private void endGroup() {
    if (group == null) {
      return;
    }
    for (int i = 0; i < measures.size(); i++) {
      PairSamples cell = cells.get(i);
      List<Object> row = new ArrayList<>(group);
      row.add(measures.get(i));
      row.add((long) cell.first.n());
      row.add(cell.withoutValue);
      row.add(unpaired);
      row.add(
          form == Contrast.RATIO ? cell.first.geometricMean().value() : cell.first.mean().value());
      row.add(
          form == Contrast.RATIO
              ? cell.second.geometricMean().value()
              : cell.second.mean().value());
      row.add(middle(cell));
      row.add(note(cell));
      rows.add(row);
    }
  }

  private Estimate middle(PairSamples cell) {
    return switch (form) {
      case DIFFERENCE -> cell.differences.mean();
      case RATIO -> cell.withoutRatio > 0 ? Estimate.NONE : cell.differences.exponentialOfMean();
    };
  }

  private String note(PairSamples cell) {
    int n = cell.first.n();
    if (n == 0 && cell.withoutValue == 0) {
      return "no pair is alike in "
          + key.stream().filter(c -> !by.contains(c)).collect(Collectors.joining(", "));
    }
    if (cell.withoutRatio > 0) {
      return "%d of %s not above 0 on both sides: no ratio"
          .formatted(cell.withoutRatio, Counted.of(n, "pair"));
    }
    if (n < Intervals.LEAST_FOR_T) {
      return Counted.of(n, "pair") + ": too few for an interval";
    }
    return middle(cell).interval().isEmpty()
        ? Counted.of(n, "pair") + ": " + TooFew.OUT_OF_RANGE
        : "";
  }

  Answer answer() {
    endPair();
    endGroup();
    group = null;
    List<String> columns = new ArrayList<>(by);
    String mean = form == Contrast.RATIO ? " geomean" : " mean";
    columns.addAll(List.of("measure", "pairs", "without a value", "unpaired"));
    columns.addAll(List.of(arms.first() + mean, arms.second() + mean));
    columns.add(form.name().toLowerCase(Locale.ROOT));
    columns.add("note");
    Answer whole = new Answer(columns, rows);
    int lost = by.size() + 2;
    return whole.keeping(
        i ->
            i != lost && i != lost + 1 && i != columns.size() - 1
                || IntStream.range(0, rows.size())
                    .anyMatch(r -> !List.of(0L, "").contains(rows.get(r).get(i))));
  }
}
