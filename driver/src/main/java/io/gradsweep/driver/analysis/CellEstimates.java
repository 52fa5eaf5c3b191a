package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.sweeps.plan.ColumnExpression;
import io.gradsweep.sweeps.plan.ResolvedEstimand;
import io.gradsweep.sweeps.spec.Estimand;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Estimates statistics for each cell of a study: the same digits on every engine. */
final class CellEstimates {

  private final StudyTables tables;
  private final TrialColumns columns;

  CellEstimates(StudyTables tables, TrialColumns columns) {
    this.tables = tables;
    this.columns = columns;
  }

  /**
   * A cell with its estimates, in the order in which they were asked for.
   *
   * @param group its values of the columns that make the cells
   */
  record EstimatedCell(List<Object> group, List<Estimated> estimates) {}

  /**
   * @param by columns that make the cells; none for one cell of all trials, which is there even
   *     without any
   * @param limit a condition in SQL that is the same on all engines; empty for none
   * @param where a condition that trials meet
   * @throws RequestException if a name is no column, or an estimand has no meaning for a cell
   */
  List<EstimatedCell> estimate(
      List<String> by,
      List<Estimand> estimands,
      String limit,
      Optional<String> where,
      Intervals intervals) {
    List<ResolvedEstimand> resolved = estimands.stream().map(columns::estimand).toList();
    Optional<ColumnExpression> condition = where.map(columns::condition);
    Set<String> names = new LinkedHashSet<>();
    resolved.forEach(one -> names.addAll(one.names()));
    condition.ifPresent(one -> names.addAll(one.names()));
    CellCollector groups = new CellCollector(resolved, intervals);
    if (by.isEmpty()) {
      groups.start(List.of());
    }
    new OrderedTrials(tables, columns)
        .each(
            by,
            names,
            limit,
            List.of(),
            trial -> {
              if (condition.isEmpty() || condition.get().holds(trial)) {
                groups.add(trial);
              }
            });
    return groups.end();
  }

  /** An empty sample of a cell. */
  EstimandSample sample(ResolvedEstimand resolved) {
    int spent = resolved.cost().map(cost -> columns.place(cost.spent())).orElse(-1);
    Ends ends = columns.ends();
    return new EstimandSample(resolved, ends, columns.place(ends.column()), spent);
  }

  /** Collects sorted trials into cells. */
  private final class CellCollector {

    private final List<ResolvedEstimand> estimands;
    private final Intervals intervals;
    private final List<EstimatedCell> cells = new ArrayList<>();
    private List<Object> group;
    private List<EstimandSample> samples = List.of();

    CellCollector(List<ResolvedEstimand> estimands, Intervals intervals) {
      this.estimands = estimands;
      this.intervals = intervals;
    }

    void start(List<Object> next) {
      group = next;
      samples = estimands.stream().map(CellEstimates.this::sample).toList();
    }

    void add(TrialValues trial) {
      if (!trial.group().equals(group)) {
        end();
        start(trial.group());
      }
      samples.forEach(sample -> sample.add(trial));
    }

    List<EstimatedCell> end() {
      if (group != null) {
        cells.add(
            new EstimatedCell(
                group, samples.stream().map(sample -> sample.estimated(intervals)).toList()));
      }
      return cells;
    }
  }
}
