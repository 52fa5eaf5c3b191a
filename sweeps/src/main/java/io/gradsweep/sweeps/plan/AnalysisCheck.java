package io.gradsweep.sweeps.plan;

import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.RunningCost;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.PlotSpec;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.PrecisionRule;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.RateSpec;
import io.gradsweep.sweeps.spec.ReplicateRule;
import io.gradsweep.sweeps.spec.Statistic;
import io.gradsweep.sweeps.spec.SummarySpec;
import io.gradsweep.sweeps.spec.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks what a sweep asks of its results against the columns that its study will have. */
final class AnalysisCheck {

  private final Sweep sweep;
  private final SimulationSpec simulation;
  private final List<Problem> problems;

  /**
   * @param problems takes what is found
   */
  AnalysisCheck(Sweep sweep, SimulationSpec simulation, List<Problem> problems) {
    this.sweep = sweep;
    this.simulation = simulation;
    this.problems = problems;
  }

  /**
   * Refuses a rule of replicates that names what is no column, or no parameter, or asks of cells of
   * several grid points what has a meaning for one alone.
   */
  void replicates() {
    for (ReplicateRule rule : sweep.grid().replicateRule().stream().toList()) {
      for (String name : rule.by()) {
        if (simulation.parameter(name).isEmpty()) {
          fault(
              rule.position(),
              "replicates.by: '%s' is not a parameter of %s%s"
                  .formatted(
                      Shown.briefly(name),
                      simulation.name(),
                      Names.didYouMean(name, simulation.parameterNames())));
        } else if (sweep.grid().refine().filter(edge -> edge.axis().equals(name)).isPresent()) {
          fault(
              rule.position(),
              "replicates.by: %s is the refined axis (must be other parameters)".formatted(name));
        }
      }
      List<Column> columns =
          sweep.grid().refine().isPresent()
              ? ResultColumns.ofBoundaries(sweep, simulation)
              : columns();
      for (PrecisionRule.Term term : rule.precision().map(PrecisionRule::terms).orElse(List.of())) {
        try {
          ResolvedEstimand.of(term.of(), columns, simulation);
        } catch (IllegalArgumentException e) {
          fault(rule.position(), "replicates.until: " + e.getMessage());
        }
      }
    }
  }

  void summaries() {
    for (SummarySpec summary : sweep.analysis().summaries()) {
      List<Column> columns = columns(summary.of());
      checkColumns(columns, "summary", summary.position(), Stream.of(summary.by(), summary.of()));
      checkNumbers(columns, "summary.of", summary.position(), summary.of());
    }
  }

  void fits() {
    for (FitSpec fit : sweep.analysis().fits()) {
      List<String> numbers = List.of(fit.x(), fit.y());
      List<Column> columns = columns(numbers);
      checkColumns(columns, "fit", fit.position(), Stream.of(fit.by(), numbers));
      checkNumbers(columns, "fit", fit.position(), numbers);
    }
  }

  /** Refuses the expected running time of what runs do not spend. */
  void runningTimes() {
    TrialTable table = TrialTable.of(simulation);
    for (SummarySpec summary : sweep.analysis().summaries()) {
      if (summary.show().stream().anyMatch(Statistic::isErt)) {
        columns().stream()
            .filter(column -> summary.of().contains(column.name()))
            .filter(column -> table.runningCost(column.name()).isEmpty())
            .forEach(
                column ->
                    fault(summary.position(), "summary.show: ert of " + RunningCost.fault(column)));
      }
    }
  }

  void plots() {
    List<String> metrics = simulation.metrics().stream().map(MetricSpec::name).toList();
    for (PlotSpec plot : sweep.analysis().plots()) {
      requireAxis("x", plot.x(), plot);
      requireAxis("y", plot.y(), plot);
      List<String> axes =
          plot.isOfTrajectories(metrics)
              ? List.of()
              : Stream.of(plot.x(), plot.y()).flatMap(Optional::stream).toList();
      List<Column> columns = columns(axes);
      checkColumns(columns, "plots", plot.position(), Stream.of(axes, plot.groups()));
      if (!axes.isEmpty()) {
        checkNumbers(columns, "plots.y", plot.position(), plot.y().stream().toList());
      }
    }
  }

  private void requireAxis(String channel, Optional<String> column, PlotSpec plot) {
    if (column.isEmpty()) {
      fault(plot.position(), "plots: no %s (must have x and y)".formatted(channel));
    }
  }

  /** Refuses to refit a metric that is not recorded. */
  void rate() {
    for (RateSpec rate : sweep.analysis().rate().stream().toList()) {
      Refit.fault(rate, simulation).ifPresent(fault -> fault(rate.position(), fault));
    }
  }

  private void checkColumns(
      List<Column> columns, String what, Position position, Stream<List<String>> named) {
    List<String> names = columns.stream().map(Column::name).toList();
    named
        .flatMap(List::stream)
        .filter(name -> !name.isEmpty() && !names.contains(name))
        .forEach(
            name ->
                fault(
                    position,
                    "%s: '%s' is not a column%s"
                        .formatted(what, Shown.briefly(name), Names.didYouMean(name, names))));
  }

  private void checkNumbers(
      List<Column> columns, String what, Position position, List<String> named) {
    columns.stream()
        .filter(column -> named.contains(column.name()) && !column.type().isNumeric())
        .forEach(
            column -> fault(position, "%s: %s (must be a number)".formatted(what, column.name())));
  }

  private List<Column> columns() {
    return ResultColumns.ofTrials(sweep, simulation);
  }

  /** The columns of the view that has what is asked for: of edges if one is of an edge. */
  private List<Column> columns(List<String> asked) {
    return sweep.grid().refine().isPresent() && asked.stream().anyMatch(BoundaryTable::isOfEdge)
        ? ResultColumns.ofBoundaries(sweep, simulation)
        : columns();
  }

  private void fault(Position position, String message) {
    problems.add(new Problem(position, message));
  }
}
