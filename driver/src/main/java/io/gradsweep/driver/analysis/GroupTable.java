package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.summary.Proportion;
import io.gradsweep.sweeps.spec.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Builds the table of a summary from the sorted rows of trials, group after group. */
final class GroupTable {

  private static final String NOTE = "note";

  private final Ends ends;
  private final List<String> by;
  private final List<Measure> measures;
  private final boolean asked;
  private final Map<NoRate.RateKind, List<String>> reasons;
  private final List<List<Object>> rows = new ArrayList<>();

  /** Number of columns that are always shown: groups, n, success. */
  private final int kept;

  /** Positions of the counts of measures' values. */
  private final Set<Integer> countColumns = new LinkedHashSet<>();

  /** Null before the first. */
  private SummaryGroup group;

  /**
   * @param ends how rows can end
   * @param asked whether these measures were requested, so that they are shown even without a value
   * @param reasons columns with the reason why there is no rate, at the end of a row
   */
  GroupTable(
      Ends ends,
      List<String> by,
      List<Measure> measures,
      boolean asked,
      Map<NoRate.RateKind, List<String>> reasons) {
    this.ends = ends;
    this.asked = asked;
    this.reasons = reasons;
    this.by = by;
    this.measures = measures;
    kept = by.size() + 2;
    if (by.isEmpty()) {
      group = new SummaryGroup(List.of()); // the single group of all exists even without trials
    }
  }

  private List<NoRate> noRates() {
    long costs = measures.stream().filter(measure -> measure.cost().isPresent()).count();
    int at = by.size() + 1 + measures.size() + (int) costs;
    List<NoRate> all = new ArrayList<>();
    for (Map.Entry<NoRate.RateKind, List<String>> reason : reasons.entrySet()) {
      all.add(new NoRate(reason.getKey(), at, reason.getValue().size() > 1));
      at += reason.getValue().size();
    }
    return all;
  }

  /**
   * @param row the group's values, its end, one value per measure, then what the trial spent, for
   *     each measure with a cost, then the reasons
   */
  void add(Object[] row) {
    List<Object> next = Arrays.asList(Arrays.copyOf(row, by.size())); // nulls are groups too
    if (group == null || !next.equals(group.values)) {
      end();
      group = new SummaryGroup(next);
    }
    group.add(row);
  }

  private void end() {
    if (group != null) {
      rows.add(group.cells());
      group = null;
    }
  }

  /** The trials of one group. */
  private final class SummaryGroup {

    private final List<Object> values;
    private final Map<String, Long> counts = new HashMap<>();
    private final List<Sample> samples;
    private final List<NoRate> noRates = noRates();

    /**
     * @param values of the columns that make the groups
     */
    SummaryGroup(List<Object> values) {
      this.values = values;
      samples = measures.stream().map(m -> new Sample(m.cost().map(Spending::new))).toList();
    }

    void add(Object[] row) {
      int status = by.size();
      String came = (String) row[status];
      counts.merge(came, 1L, Long::sum);
      noRates.forEach(noRate -> noRate.add(row));
      int spent = status + 1 + samples.size();
      for (int i = 0; i < samples.size(); i++) {
        boolean costs = measures.get(i).cost().isPresent();
        samples
            .get(i)
            .add(
                came.equals(ends.success()),
                (Number) row[status + 1 + i],
                costs ? (Number) row[spent++] : null);
      }
    }

    /** The group's row in the table. */
    List<Object> cells() {
      long n = counts.values().stream().mapToLong(Long::longValue).sum();
      List<Object> row = new ArrayList<>(values);
      row.add(n);
      row.add(success(n));
      ends.others().forEach(word -> row.add(count(word)));
      TooFew tooFew = new TooFew(n);
      for (int i = 0; i < measures.size(); i++) {
        row.addAll(GroupTable.cells(measures.get(i), samples.get(i), tooFew));
      }
      Stream<String> absent =
          noRates.stream().filter(noRate -> n > 0 && isWithout(noRate.kind())).map(NoRate::words);
      row.add(
          Stream.concat(Stream.of(tooFew.words()), absent)
              .filter(text -> !text.isEmpty())
              .collect(Collectors.joining("; ")));
      return row;
    }

    private boolean isWithout(NoRate.RateKind rate) {
      return IntStream.range(0, measures.size())
          .anyMatch(i -> rate.isOf(measures.get(i)) && samples.get(i).n() == 0);
    }

    private Estimate success(long n) {
      Proportion share = new Proportion();
      share.add(count(ends.success()), n);
      return n == 0
          ? Estimate.NONE
          : Estimate.between(share.share(), Intervals.USUAL.ofShare(share));
    }

    private long count(String word) {
      return counts.getOrDefault(word, 0L);
    }
  }

  private static List<Object> cells(Measure measure, Sample sample, TooFew tooFew) {
    List<Object> cells = new ArrayList<>();
    if (measure.isPlain()) {
      cells.add(sample.estimate(measure.statistics().get(0)).value());
      return cells;
    }
    cells.add((long) sample.n());
    for (Statistic statistic : measure.statistics()) {
      Estimate estimate = sample.estimate(statistic);
      cells.add(estimate);
      tooFew.look(measure, statistic, sample, estimate);
    }
    return cells;
  }

  Answer answer() {
    end();
    List<String> columns = new ArrayList<>(by);
    columns.add("n");
    columns.add("success");
    columns.addAll(ends.others());
    for (Measure measure : measures) {
      if (!measure.isPlain()) {
        countColumns.add(columns.size());
        columns.add(measure.name() + " n");
      }
      measure.statistics().forEach(statistic -> columns.add(measure.heading(statistic)));
    }
    columns.add(NOTE);
    Answer whole = new Answer(columns, rows);
    return whole.keeping(column -> column < kept || saysSomething(whole, column));
  }

  /**
   * Whether a column is informative. Leaves out columns that are null or zero in every row, except
   * the count of a requested measure; counts of values that are n in every row; and a running time
   * that was not requested, if every run reached the target, or none did.
   */
  private boolean saysSomething(Answer whole, int column) {
    boolean usualErt = isUsualErt(whole.columns().get(column)); // after count and median
    if (usualErt && (isAllOf(whole, column - 2) || isNothing(whole, column - 2))) {
      return false;
    }
    boolean isAskedCount = asked && countColumns.contains(column);
    return (isAskedCount || !isNothing(whole, column))
        && !(countColumns.contains(column) && isAllOf(whole, column));
  }

  private static boolean isNothing(Answer whole, int column) {
    return whole.rows().stream().allMatch(row -> isNothing(row.get(column)));
  }

  private boolean isUsualErt(String heading) {
    return measures.stream()
        .anyMatch(m -> !m.chosen() && !m.isPlain() && heading.equals(m.heading(Statistic.ERT)));
  }

  private boolean isAllOf(Answer whole, int column) {
    return whole.rows().stream().allMatch(row -> row.get(column).equals(row.get(by.size())));
  }

  private static boolean isNothing(Object value) {
    return value == null
        || value instanceof Long count && count == 0
        || value instanceof Estimate estimate && estimate.value() == null
        || value instanceof String text && text.isEmpty();
  }
}
