package io.gradsweep.driver.rounds;

import io.gradsweep.driver.analysis.Ends;
import io.gradsweep.driver.analysis.EstimandSample;
import io.gradsweep.driver.analysis.Estimated;
import io.gradsweep.driver.analysis.Intervals;
import io.gradsweep.driver.analysis.TrialValues;
import io.gradsweep.driver.query.TrialRow;
import io.gradsweep.driver.rounds.Observations.Observation;
import io.gradsweep.driver.study.CellEnd;
import io.gradsweep.driver.study.RoundRecord;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.plan.Cells;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.ResolvedEstimand;
import io.gradsweep.sweeps.spec.PrecisionRule;
import io.gradsweep.sweeps.spec.ReplicateRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Gives each cell of a grid replicates until its statistics are precise, or it has the most that
 * the rule allows.
 */
final class ReplicateDesign implements SequentialDesign {

  private final Plan grid;
  private final ReplicateRule rule;
  private final List<PrecisionRule.Term> terms;
  private final Cells cells;
  private final List<Column> columns;
  private final List<ResolvedEstimand> estimands;
  private final List<String> needed;
  private final Optional<EdgeRows> edges;
  private final Ends ends;

  /** Places of the needed columns among all. */
  private final int[] places;

  ReplicateDesign(Plan grid, ReplicateRule rule, PrecisionRule until) {
    this.grid = grid;
    this.rule = rule;
    terms = until.terms();
    cells = Cells.of(grid, rule.by());
    edges = grid.refinement().map(refinement -> new EdgeRows(grid, refinement));
    ends = edges.isPresent() ? Ends.OF_EDGES : Ends.OF_TRIALS;
    columns =
        edges.isPresent() ? grid.boundaryColumns() : TrialTable.of(grid.simulation()).columns();
    estimands =
        terms.stream()
            .map(term -> ResolvedEstimand.of(term.of(), columns, grid.simulation()))
            .toList();
    needed = estimands.stream().flatMap(e -> e.names().stream()).distinct().sorted().toList();
    places = needed.stream().mapToInt(this::place).toArray();
  }

  @Override
  public Collection<String> columns() {
    return needed;
  }

  @Override
  public RoundRecord first() {
    BitSet all = new BitSet();
    all.set(0, cells.size());
    return new RoundRecord(grid.design(), 0, 0, rule.min(), cells.runs(all), null, List.of());
  }

  @Override
  public RoundRecord next(List<RoundRecord> before, SeenRows rows) {
    RoundRecord last = before.get(before.size() - 1);
    boolean atMost = last.look() == rule.max();
    BitSet open = cells.in(last.open());
    BitSet goOn = new BitSet();
    List<CellEnd> ends = new ArrayList<>();
    long[] expected = new long[cells.size()];
    for (List<Observation> cell : cells(open, last.look(), rows.trials())) {
      CellEnd end = judged(cell);
      if (end.precise() || atMost) {
        ends.add(end);
      } else {
        int number = cells.of(cell.get(0).combination());
        goOn.set(number);
        expected[number] = expectedLook(end, last.look());
      }
    }
    long look = goOn.isEmpty() ? last.look() : rule.lookAfter(last.look());
    long more = Further.trials(cells, rows.trials(), last.look(), expected);
    return new RoundRecord(
        grid.design(), last.round() + 1, last.look(), look, cells.runs(goOn), more, ends);
  }

  /**
   * The look at which an open cell is expected to be precise: the square of a half-width falls as
   * the number of replicates rises.
   */
  private long expectedLook(CellEnd now, long look) {
    double needed = look;
    for (int i = 0; i < now.values().size(); i++) {
      Double half = now.halfWidths().get(i);
      PrecisionRule.Term term = terms.get(i);
      Double value = now.values().get(i);
      double most =
          term.isRelative() && value != null ? term.limit() * Math.abs(value) : term.limit();
      double ratio = half == null || value == null ? Double.POSITIVE_INFINITY : half / most;
      needed = Math.max(needed, look * ratio * ratio);
    }
    return Further.look(rule, look, needed);
  }

  /** The rows of each open cell in the order of replicates, and of grid points below that. */
  private List<List<Observation>> cells(BitSet open, long look, Observations rows) {
    List<List<Observation>> found = new ArrayList<>();
    for (int cell = 0; cell < cells.size(); cell++) {
      found.add(new ArrayList<>());
    }
    List<Observation> all =
        edges.isPresent() ? edges.get().edges(rows, look, needed) : trials(rows);
    for (Observation row : all) {
      int cell = cells.of(row.combination());
      if (row.replicate() < look && open.get(cell)) {
        found.get(cell).add(row);
      }
    }
    open.stream()
        .filter(cell -> found.get(cell).size() != look * cells.rows(cell))
        .findFirst()
        .ifPresent(
            cell -> {
              throw new IllegalStateException(
                  "Cannot judge cell %s: %d rows (must be %d)"
                      .formatted(
                          cells.name(cell), found.get(cell).size(), look * cells.rows(cell)));
            });
    found.removeIf(List::isEmpty);
    found.forEach(
        cell ->
            cell.sort(
                Comparator.comparingLong(Observation::replicate)
                    .thenComparingInt(Observation::combination)));
    return found;
  }

  private List<Observation> trials(Observations rows) {
    int[] order = needed.stream().mapToInt(rows::place).toArray();
    return rows.all().stream()
        .map(
            row ->
                new Observation(
                    row.combination(),
                    row.replicate(),
                    row.wallNanos(),
                    Arrays.stream(order).mapToObj(place -> row.values()[place]).toArray()))
        .toList();
  }

  private CellEnd judged(List<Observation> cell) {
    List<EstimandSample> samples = estimands.stream().map(this::sample).toList();
    for (Observation row : cell) {
      TrialValues values = values(row);
      samples.forEach(sample -> sample.add(values));
    }
    boolean precise = true;
    List<Double> values = new ArrayList<>();
    List<Double> halfWidths = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      PrecisionRule.Term term = terms.get(i);
      Estimated estimated = samples.get(i).estimated(Intervals.USUAL);
      Optional<Interval> interval = estimated.estimate().interval();
      precise &=
          samples.get(i).independent() >= rule.min()
              && term.holds(estimated.estimate().value(), interval);
      values.add(Further.finite(estimated.estimate().value()));
      halfWidths.add(
          Further.finite(interval.map(ends -> (ends.high() - ends.low()) / 2).orElse(null)));
    }
    int first = cell.stream().mapToInt(Observation::combination).min().orElseThrow();
    long n = cell.get(cell.size() - 1).replicate() + 1;
    return new CellEnd(first, n, precise, values, halfWidths);
  }

  private EstimandSample sample(ResolvedEstimand estimand) {
    return new EstimandSample(
        estimand,
        ends,
        place(ends.column()),
        estimand.cost().map(cost -> place(cost.spent())).orElse(-1));
  }

  private int place(String name) {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private TrialValues values(Observation row) {
    ParamValue[] values = new ParamValue[columns.size()];
    for (int i = 0; i < places.length; i++) {
      values[places[i]] = TrialRow.value(row.values()[i]);
    }
    return new TrialValues(List.of(), List.of(grid.sweep().grid().seed(), row.replicate()), values);
  }
}
