package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.sweeps.plan.ResolvedEstimand;
import io.gradsweep.sweeps.spec.Best;
import io.gradsweep.sweeps.spec.Estimand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A statistic of each group at the best value of an axis, chosen and reported on other halves. */
final class BestTable {

  private final TrialColumns columns;
  private final CellEstimates cells;
  private final OrderedTrials trials;

  BestTable(StudyTables tables, TrialColumns columns) {
    this.columns = columns;
    cells = new CellEstimates(tables, columns);
    trials = new OrderedTrials(tables, columns);
  }

  Answer of(List<String> by, Best best, List<Estimand> estimands) {
    Stream<Runnable> checks = estimands.stream().map(of -> () -> columns.estimand(of));
    TrialColumns.requireAll(
        Stream.concat(
            Stream.of(() -> columns.require(by), () -> columns.require(best.axis())), checks));
    List<List<Object>> rows = new ArrayList<>();
    for (Estimand of : estimands) {
      rows.addAll(rows(by, best, of));
    }
    List<String> names = new ArrayList<>(by);
    names.addAll(
        List.of("statistic", "best of even", "best of odd", "n", "at the other's best", "note"));
    return new Answer(names, rows)
        .keeping(
            column ->
                !names.get(column).equals("note")
                    || rows.stream().anyMatch(row -> !row.get(column).equals("")));
  }

  private List<List<Object>> rows(List<String> by, Best best, Estimand of) {
    ResolvedEstimand resolved = columns.estimand(of);
    Map<List<Object>, HonestBest> chosen =
        HonestBest.of(cells, columns, best, of, by, Optional.empty());
    Map<List<Object>, EstimandSample> samples = new LinkedHashMap<>();
    chosen.keySet().forEach(group -> samples.put(group, cells.sample(resolved)));
    Set<String> names = new LinkedHashSet<>(resolved.names());
    names.add(best.axis());
    trials.each(
        by,
        names,
        "",
        List.of(),
        trial -> {
          if (chosen.get(trial.group()).reports(trial)) {
            samples.get(trial.group()).add(trial);
          }
        });
    List<List<Object>> rows = new ArrayList<>();
    chosen.forEach((group, its) -> rows.add(row(group, of, its, samples.get(group))));
    return rows;
  }

  private static List<Object> row(
      List<Object> group, Estimand of, HonestBest best, EstimandSample sample) {
    Estimated estimated = sample.estimated(Intervals.USUAL);
    List<Object> row = new ArrayList<>(group);
    row.add(of.text());
    row.add(best.text(0));
    row.add(best.text(1));
    row.add(estimated.n());
    row.add(estimated.estimate());
    row.add(
        Stream.of(estimated.leftOut(), best.doubt())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; ")));
    return row;
  }
}
