package io.gradsweep.driver.report;

import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.report.Chart.Lines;
import io.gradsweep.driver.report.Chart.Mark;
import io.gradsweep.driver.report.Chart.Panel;
import io.gradsweep.driver.report.Chart.Series;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.SummarySpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Charts that every study has, whatever plots its author requested. */
final class AutomaticCharts {

  private static final int MOST_METRICS = 4;
  private static final int MOST_MEASURES = 3;
  private static final int MANY_LINES = 5;

  private final StudyTables tables;
  private final Plan plan;
  private final Axes axes;
  private final PlotChart plots;

  AutomaticCharts(StudyTables tables, Plan plan, Axes axes, PlotChart plots) {
    this.tables = tables;
    this.plan = plan;
    this.axes = axes;
    this.plots = plots;
  }

  /** Whether there is an axis of numbers along which a measure can be drawn. */
  boolean hasMeasure() {
    return !axes.numbers().isEmpty();
  }

  /** Charts of the measures that the sweep summarises, along its first axis of numbers. */
  List<Chart> measures() {
    String x = axes.numbers().get(0).name();
    Stream<String> summarised =
        plan.sweep().analysis().summaries().stream().map(SummarySpec::of).flatMap(List::stream);
    return Stream.concat(summarised, Stream.of("rate", "steps_to_target", "final_error"))
        .distinct()
        .filter(y -> plan.columns().stream().anyMatch(column -> column.name().equals(y)))
        .filter(y -> !y.startsWith("rate_") && !y.startsWith("predicted_") && plots.isNumber(y))
        .filter(y -> count("trials", y) > 0)
        .limit(MOST_MEASURES)
        .map(y -> measure(x, y))
        .toList();
  }

  private Chart measure(String x, String y) {
    return new GroupChart(tables, GridRows.of(plan).source())
        .of(y + " over " + x, x, true, y, plots.theory(y), arms(), Scale.LOG, Mark.LINE);
  }

  private Grouping arms() {
    return new Grouping(Optional.empty(), axes.words());
  }

  private long count(String table, String column) {
    String sql = "SELECT count(%s) FROM %s".formatted(SqlText.name(column), table);
    return ChartSql.whole(tables.ask(sql).rows().get(0).get(0));
  }

  boolean hasTheory() {
    String sql =
        "SELECT count(DISTINCT predicted_rate) FROM trials WHERE rate > 0 AND predicted_rate > 0";
    return ChartSql.whole(tables.ask(sql).rows().get(0).get(0)) > 1;
  }

  /** A chart of measured rates over predicted ones, with the line on which both are equal. */
  Chart theory() {
    Chart chart =
        new GroupChart(tables)
            .of(
                "Measured over predicted rate",
                "predicted_rate",
                true,
                "rate",
                Optional.empty(),
                arms(),
                Scale.LOG,
                Mark.DOTS);
    List<Panel> panels = new ArrayList<>();
    for (Panel panel : chart.panels()) {
      Lines lines = (Lines) panel;
      List<Series> series = new ArrayList<>(lines.series());
      List<List<Object>> equal =
          series.stream()
              .flatMap(s -> s.points().stream())
              .map(point -> (Double) point.get(0))
              .sorted(Comparator.naturalOrder())
              .map(x -> List.<Object>of(x, x))
              .toList();
      series.add(
          new Series(
              "theory: equal",
              "theory",
              Mark.THEORY,
              List.of(equal.get(0), equal.get(equal.size() - 1))));
      panels.add(new Lines(lines.title(), lines.x(), lines.y(), series));
    }
    return new Chart(chart.title(), chart.about(), panels, chart.data());
  }

  boolean hasTrajectories() {
    return count("trajectories", "step") > 0;
  }

  /** Each metric along the steps, for each configuration or an even choice of them. */
  List<Chart> curves() {
    boolean flows = count("trajectories", "time") > 0;
    String x = flows ? "time" : "step";
    CurveChart curves = new CurveChart(tables);
    return plan.simulation().metrics().stream()
        .map(MetricSpec::name)
        .filter(metric -> count("trajectories", metric) > 0)
        .limit(MOST_METRICS)
        .map(
            metric ->
                curves.of(
                    metric + " over " + (flows ? "time" : "steps"), x, metric, lines(), Scale.LOG))
        .toList();
  }

  /** All axes as colours; if these are many, the first axis of words makes panels. */
  private Grouping lines() {
    long configurations =
        axes.deciding().stream()
            .mapToLong(Axes.VaryingParameter::values)
            .reduce(1, (a, b) -> a * b);
    boolean panels = configurations > MANY_LINES && !axes.words().isEmpty();
    Optional<String> facet =
        panels ? Optional.of(axes.words().get(axes.words().size() - 1)) : Optional.empty();
    List<String> colours = new ArrayList<>(axes.names());
    facet.ifPresent(colours::remove);
    return new Grouping(facet, colours);
  }
}
