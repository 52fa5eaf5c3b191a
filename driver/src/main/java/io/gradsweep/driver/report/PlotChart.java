package io.gradsweep.driver.report;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.Boundaries;
import io.gradsweep.driver.analysis.Replicates;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.report.Chart.Mark;
import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.PlotScale;
import io.gradsweep.sweeps.spec.PlotSpec;
import io.gradsweep.sweeps.spec.RefineSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A sweep's own plot: {@code y} of the trials over {@code x}, as the median and the 10 % to 90 %
 * band of each group, one colour per value of {@code color}, one panel per value of {@code facet}.
 * Draws the curves of the trajectories if x is time or step and y a metric.
 */
final class PlotChart {

  private static final Set<ColumnType> NUMERIC =
      Set.of(ColumnType.INT32, ColumnType.INT64, ColumnType.DOUBLE);

  private final StudyTables tables;
  private final SimulationSpec simulation;
  private final Plan plan;
  private final String view;
  private final Map<String, Column> columns = new LinkedHashMap<>();

  PlotChart(StudyTables tables, Plan plan) {
    this(tables, plan, "trials", plan.columns());
  }

  private PlotChart(StudyTables tables, Plan plan, String view, List<Column> of) {
    this.tables = tables;
    this.plan = plan;
    this.view = view;
    simulation = plan.simulation();
    of.forEach(column -> columns.put(column.name(), column));
  }

  /**
   * @throws RequestException if the plot names something that the study does not have
   */
  Chart of(PlotSpec plot) {
    String x = required("x", plot.x());
    String y = required("y", plot.y());
    return over(x, y).of(plot, x, y);
  }

  /** The same for the view that has what is drawn: of edges if x or y is of an edge. */
  PlotChart over(String x, String y) {
    List<Column> edges = plan.boundaryColumns();
    return !edges.isEmpty() && Stream.of(x, y).anyMatch(BoundaryTable::isOfEdge)
        ? new PlotChart(tables, plan, Boundaries.TABLE, edges)
        : this;
  }

  /** The view whose rows are drawn. */
  String view() {
    return view;
  }

  private Chart of(PlotSpec plot, String x, String y) {
    List<String> metrics = simulation.metrics().stream().map(MetricSpec::name).toList();
    boolean trajectory = plot.isOfTrajectories(metrics);
    if (!trajectory) {
      column(x);
      requireNumber(y);
    }
    Grouping grouping = grouping(plot);
    grouping.columns().forEach(this::column);
    String title = plot.title().orElse(y + " over " + x);
    Scale scale = Scale.of(plot.scale().orElse(PlotScale.LINEAR), x);
    return trajectory
        ? new CurveChart(tables).of(title, x, y, grouping, scale)
        : new GroupChart(tables, view)
            .of(title, x, isNumber(x), y, theory(y), grouping, scale, Mark.LINE);
  }

  /** The grouping; if the facet is the replicate, the colours distinguish the base seeds. */
  private Grouping grouping(PlotSpec plot) {
    List<String> apart =
        Replicates.apart(tables, new Grouping(plot.facet(), plot.lines()).columns()).stream()
            .filter(column -> !plot.facet().equals(Optional.of(column)))
            .toList();
    return new Grouping(plot.facet(), apart);
  }

  /**
   * The column with the theory's prediction of a measure, by its name; of an edge, with the
   * theory's limit of the axis.
   */
  Optional<String> theory(String measure) {
    Stream<String> names =
        measure.equals("boundary")
            ? plan.sweep().grid().refine().stream()
                .map(RefineSpec::axis)
                .flatMap(axis -> Stream.of(axis + "_limit", "stable_" + axis + "_limit"))
            : Stream.of("predicted_" + measure, measure + "_theory");
    return names.filter(columns::containsKey).findFirst();
  }

  boolean isNumber(String name) {
    return NUMERIC.contains(column(name).type());
  }

  private void requireNumber(String name) {
    if (!isNumber(name)) {
      throw new RequestException("Cannot draw %s (must be a number)".formatted(name));
    }
  }

  private static String required(String channel, Optional<String> column) {
    return column.orElseThrow(
        () ->
            new RequestException("Cannot draw plot: no %s (must have x and y)".formatted(channel)));
  }

  private Column column(String name) {
    Column column = columns.get(name);
    if (column == null) {
      List<String> known = new ArrayList<>(columns.keySet());
      throw new RequestException(
          "Cannot draw '%s': no such column%s".formatted(name, Names.didYouMean(name, known)));
    }
    return column;
  }
}
