package io.gradsweep.sweeps.plan;

import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.ValueType;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.AxisScale;
import io.gradsweep.sweeps.spec.Block;
import io.gradsweep.sweeps.spec.RefineSpec;
import io.gradsweep.sweeps.spec.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Checks that an edge can be searched for along an axis of a sweep. */
final class RefineCheck {

  private final Sweep sweep;
  private final SimulationSpec simulation;
  private final RefineSpec refine;
  private final Consumer<String> problems;

  /**
   * @param problems receives each problem
   */
  RefineCheck(
      Sweep sweep, SimulationSpec simulation, RefineSpec refine, Consumer<String> problems) {
    this.sweep = sweep;
    this.simulation = simulation;
    this.refine = refine;
    this.problems = problems;
  }

  /** Whether an edge can be searched for in a block: the axis varies alone over numbers. */
  static boolean fits(Sweep sweep, SimulationSpec simulation, RefineSpec refine, Block block) {
    List<String> faults = new ArrayList<>();
    new RefineCheck(sweep, simulation, refine, faults::add).block(block, "");
    return faults.isEmpty();
  }

  /**
   * @param stored whether a study keeps the sweep; if it is merged, other studies may have blocks
   *     in which no edge is searched for
   */
  void check(boolean stored) {
    if (!refine.axis().equals(RefineSpec.UNREAD)) {
      axis(stored);
    }
    boundary();
    BoundaryTable.clashes(simulation).stream()
        .findFirst()
        .ifPresent(
            name ->
                fault(
                    "axis",
                    "no edge can be searched for (%s has a column %s)"
                        .formatted(simulation.name(), name)));
  }

  private void axis(boolean stored) {
    Optional<ParameterSpec> parameter = simulation.parameter(refine.axis());
    if (parameter.isEmpty()) {
      fault(
          "axis",
          "'%s' is not a parameter of %s%s"
              .formatted(
                  Shown.briefly(refine.axis()),
                  simulation.name(),
                  Names.didYouMean(refine.axis(), simulation.parameterNames())));
    } else if (!isNumber(parameter.get().type())) {
      fault(
          "axis",
          "%s is %s (must be a number)".formatted(refine.axis(), parameter.get().type().words()));
    } else {
      blocks(stored);
    }
  }

  private void blocks(boolean stored) {
    List<Block> blocks = sweep.grid().blocks();
    if (stored && blocks.stream().anyMatch(block -> fits(sweep, simulation, refine, block))) {
      return;
    }
    for (int b = 0; b < blocks.size(); b++) {
      block(blocks.get(b), blocks.size() == 1 ? "the grid" : "block " + (b + 1));
    }
  }

  private static boolean isNumber(ValueType type) {
    return switch (type) {
      case WHOLE, REAL -> true;
      case TEXT, FLAG -> false;
    };
  }

  private void boundary() {
    try {
      RowCondition.parse(refine.boundary(), simulation);
    } catch (IllegalArgumentException e) {
      fault("boundary", e.getMessage());
    }
  }

  /** Checks that the axis varies alone in a block, over at least two numbers of its scale. */
  private void block(Block block, String place) {
    Optional<List<Axis>> group =
        block.groups().stream()
            .filter(axes -> axes.stream().anyMatch(axis -> axis.name().equals(refine.axis())))
            .findFirst();
    if (group.isEmpty() || group.get().get(0).values().size() < 2 && group.get().size() == 1) {
      fault(
          "axis",
          "%s does not vary in %s (must have at least two values)".formatted(refine.axis(), place));
    } else if (group.get().size() > 1) {
      fault("axis", "%s stands in a zip of %s (must vary alone)".formatted(refine.axis(), place));
    } else {
      values(group.get().get(0), place);
    }
    if (block.where().isPresent() && isNamedIn(block.where().get())) {
      fault(
          "axis",
          "%s stands in the filter of %s (must be in none)".formatted(refine.axis(), place));
    }
  }

  private boolean isNamedIn(Block.Filter filter) {
    try {
      return ConditionParser.parse(filter.text(), simulation, sweep.grid().rule())
          .names()
          .contains(refine.axis());
    } catch (IllegalArgumentException e) {
      return false; // a problem of its own
    }
  }

  private void values(Axis axis, String place) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (ParamValue value : axis.values()) {
      OptionalDouble number = number(value);
      if (number.isEmpty()) {
        fault(
            "axis",
            "%s is %s in %s (must be numbers)"
                .formatted(refine.axis(), Shown.briefly(value.text()), place));
        return;
      }
      low = Math.min(low, number.getAsDouble());
      high = Math.max(high, number.getAsDouble());
    }
    if (refine.scale() == AxisScale.LOG && !(low > 0)) {
      fault("scale", "log, with %s in %s (must be above 0)".formatted(text(low), place));
    }
    if (refine.to().share() && !(low > 0 || high < 0)) {
      fault(
          "to",
          "%s, with %s from %s to %s in %s (must be a width such as 0.001 if values are 0 or of"
                  .formatted(refine.to().text(), refine.axis(), text(low), text(high), place)
              + " both signs)");
    }
  }

  private static OptionalDouble number(ParamValue value) {
    if (value instanceof ParamValue.Whole whole) {
      return OptionalDouble.of(whole.value());
    }
    return value instanceof ParamValue.Real real
        ? OptionalDouble.of(real.value())
        : OptionalDouble.empty();
  }

  private static String text(double value) {
    return ParamValue.of(value).text();
  }

  private void fault(String key, String message) {
    problems.accept("refine.%s: %s".formatted(key, message));
  }
}
