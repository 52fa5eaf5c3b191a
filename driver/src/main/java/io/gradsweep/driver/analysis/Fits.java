package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.Beside;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.sweeps.spec.FitSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Fits exponents of measures along axes, one for each group of trials. */
public final class Fits {

  private final StudyTables tables;
  private final TrialColumns columns;

  Fits(StudyTables tables, TrialColumns columns) {
    this.tables = tables;
    this.columns = columns;
  }

  List<FitResult> of(FitSpec spec) {
    TrialColumns.requireAll(
        () -> columns.require(spec.by()),
        () -> columns.requireNumber(spec.x(), "fit along"),
        () -> columns.requireNumber(spec.y(), "fit"));
    List<String> order =
        Stream.of(spec.by(), Replicates.COLUMNS, List.of(spec.x(), spec.y()))
            .flatMap(List::stream)
            .toList();
    FitCollector groups = new FitCollector(spec);
    tables.each(columns.select(order, List.of(), "", order), groups::add);
    return groups.end();
  }

  /** Collects rows sorted by group, base seed and replicate into fits. */
  private static final class FitCollector {

    private final FitSpec spec;
    private final int size;
    private final List<FitResult> results = new ArrayList<>();
    private FitGroup current;

    FitCollector(FitSpec spec) {
      this.spec = spec;
      size = spec.by().size();
    }

    void add(Object[] row) {
      List<Object> group = Arrays.asList(Arrays.copyOf(row, size));
      if (current == null || !group.equals(current.group())) {
        end();
        current = new FitGroup(spec, group, Intervals.USUAL);
      }
      int values = size + Replicates.COLUMNS.size();
      List<Object> streams = List.of(Arrays.copyOfRange(row, size, values));
      current.add(streams, (Number) row[values], (Number) row[values + 1]);
    }

    List<FitResult> end() {
      if (current != null) {
        results.add(current.result());
      }
      return results;
    }
  }

  /** The results of one fit as a table. */
  public static Answer table(FitSpec spec, List<FitResult> results) {
    List<String> columns = new ArrayList<>(spec.by());
    columns.addAll(
        List.of("n", "replicates", "slope", "r2", "from", "to", "residuals", "left out", "note"));
    List<List<Object>> rows = new ArrayList<>();
    for (FitResult result : results) {
      List<Object> row = new ArrayList<>(result.group());
      row.add(result.points().n());
      row.add(result.points().replicates());
      row.add(slope(result));
      row.add(result.line().r2());
      row.add(Beside.of(result.points().from(), result.points().to()));
      row.add(Beside.of(result.points().to(), result.points().from()));
      row.add(result.check());
      row.add(result.points().leftOut());
      row.add(result.points().whereLeftOut());
      rows.add(row);
    }
    boolean leavesOut = results.stream().anyMatch(result -> result.points().leftOut() > 0);
    return new Answer(columns, rows).keeping(i -> i < columns.size() - 2 || leavesOut);
  }

  /** Heading of that table. */
  public static String heading(FitSpec spec) {
    String x = spec.isLogLog() ? "ln " + spec.x() : spec.x();
    String by = spec.by().isEmpty() ? "" : ", by " + String.join(", ", spec.by());
    return "slope of ln %s against %s%s".formatted(spec.y(), x, by);
  }

  private static Estimate slope(FitResult result) {
    if (result.slope() == null) {
      return Estimate.NONE;
    }
    return Estimate.plusMinus(result.slope(), result.interval());
  }
}
