package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.ValueType;
import io.gradsweep.sweeps.plan.BlockPlan.Digit;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Block;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.Sweep;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a sweep against a simulation's declaration and makes its blocks addressable. */
final class Planner {

  /**
   * Most wrong values reported per axis, so that a hundred spaced values do not hide the file's
   * other problems.
   */
  private static final int MOST_WRONG_VALUES = 3;

  /** Relative rounding error of a spacing of whole numbers. */
  private static final double WHOLE_TOLERANCE = 1e-9;

  private static final BigInteger MOST_TRIALS = BigInteger.valueOf(Long.MAX_VALUE);

  private final Sweep sweep;
  private final SimulationSpec simulation;
  private final List<Problem> problems;

  Planner(Sweep sweep, SimulationSpec simulation, List<Problem> problems) {
    this.sweep = sweep;
    this.simulation = simulation;
    this.problems = problems;
  }

  /** The blocks; usable only if there is no problem. */
  List<BlockPlan> blocks() {
    Map<String, ParamValue> fixed = new LinkedHashMap<>();
    for (Axis axis : sweep.grid().fixed()) {
      declared(axis)
          .ifPresent(
              parameter ->
                  read(parameter, axis, axis.values().get(0))
                      .ifPresent(value -> fixed.put(axis.name(), value)));
    }
    List<BlockPlan> blocks = new ArrayList<>();
    BigInteger size = BigInteger.ZERO;
    for (Block block : sweep.grid().blocks()) {
      List<Digit> digits = new ArrayList<>();
      BigInteger combinations = BigInteger.ONE;
      for (List<Axis> group : block.groups()) {
        digit(group).ifPresent(digits::add);
        combinations = combinations.multiply(BigInteger.valueOf(group.get(0).values().size()));
      }
      size = size.add(combinations.multiply(BigInteger.valueOf(sweep.grid().replicates())));
      Optional<Condition> where = condition(block);
      template(fixed, block)
          .filter(template -> problems.isEmpty())
          .ifPresent(
              template ->
                  blocks.add(
                      new BlockPlan(
                          template,
                          digits,
                          where,
                          block.where().map(Block.Filter::text),
                          combinations(block))));
    }
    if (size.compareTo(MOST_TRIALS) > 0) {
      fault(
          sweep.position(),
          "the grid has %s trials (must be at most 2^63-1)".formatted(words(size)));
    }
    return blocks;
  }

  /** Combinations of a block; usable only if the size of the plan is not too large. */
  private static long combinations(Block block) {
    BigInteger combinations = BigInteger.ONE;
    for (List<Axis> group : block.groups()) {
      combinations = combinations.multiply(BigInteger.valueOf(group.get(0).values().size()));
    }
    return combinations.min(MOST_TRIALS).longValue();
  }

  private static String words(BigInteger size) {
    String digits = size.toString();
    return digits.length() <= 20 ? digits : "about 10^" + (digits.length() - 1);
  }

  private Optional<ParameterSpec> declared(Axis axis) {
    Optional<ParameterSpec> parameter = simulation.parameter(axis.name());
    if (parameter.isEmpty()) {
      fault(
          axis.position(),
          "'%s' is not a parameter of %s%s"
              .formatted(
                  Shown.briefly(axis.name()),
                  simulation.name(),
                  Names.didYouMean(axis.name(), simulation.parameterNames())));
    }
    return parameter;
  }

  private Optional<ParamValue> read(ParameterSpec parameter, Axis axis, ParamValue raw) {
    try {
      return Optional.of(parameter.read(rounded(parameter, raw)));
    } catch (IllegalArgumentException e) {
      fault(axis.position(), e.getMessage().replaceFirst("^Cannot use ([a-z0-9_]+): ", "$1: "));
      return Optional.empty();
    }
  }

  /** Rounds values of a geometric spacing that miss whole numbers only by rounding errors. */
  private static ParamValue rounded(ParameterSpec parameter, ParamValue raw) {
    if (parameter.type() == ValueType.WHOLE && raw instanceof ParamValue.Real real) {
      double nearest = Math.rint(real.value());
      if (Math.abs(real.value() - nearest) <= WHOLE_TOLERANCE * Math.abs(nearest)) {
        return ParamValue.of(nearest);
      }
    }
    return raw;
  }

  private Optional<Digit> digit(List<Axis> group) {
    int rows = group.get(0).values().size();
    int[] parameters = new int[group.size()];
    ParamValue[][] values = new ParamValue[rows][group.size()];
    boolean whole = true;
    for (int a = 0; a < group.size(); a++) {
      Axis axis = group.get(a);
      Optional<ParameterSpec> parameter = declared(axis);
      if (parameter.isEmpty()) {
        return Optional.empty();
      }
      parameters[a] = simulation.parameterIndex(axis.name());
      int wrong = 0;
      for (int row = 0; row < rows && wrong < MOST_WRONG_VALUES; row++) {
        Optional<ParamValue> value = read(parameter.get(), axis, axis.values().get(row));
        if (value.isPresent()) {
          values[row][a] = value.get();
        } else {
          wrong++;
        }
      }
      whole &= wrong == 0;
    }
    if (!whole) {
      return Optional.empty();
    }
    Digit digit = new Digit(parameters, values);
    if (digit.repeats()) {
      refuseRepeated(group, values);
    }
    return Optional.of(digit);
  }

  private void refuseRepeated(List<Axis> group, ParamValue[][] rows) {
    Map<List<ParamValue>, Integer> seen = new HashMap<>();
    for (int row = 0; row < rows.length; row++) {
      Integer first = seen.putIfAbsent(List.of(rows[row]), row);
      if (first != null) {
        fault(
            group.get(0).position(),
            "%s: %s stands twice (values %d and %d)"
                .formatted(
                    String.join(", ", group.stream().map(Axis::name).toList()),
                    String.join(
                        ", ",
                        List.of(rows[row]).stream().map(v -> Shown.briefly(v.text())).toList()),
                    first + 1,
                    row + 1));
        return;
      }
    }
  }

  private Optional<Condition> condition(Block block) {
    if (block.where().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ConditionParser.parse(block.where().get().text(), simulation, sweep.grid().rule()));
    } catch (IllegalArgumentException e) {
      fault(block.where().get().position(), "where: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Values of all parameters of a block, its axes at their first ones. */
  private Optional<Params> template(Map<String, ParamValue> fixed, Block block) {
    Map<String, ParamValue> given = new LinkedHashMap<>(fixed);
    List<String> named = new ArrayList<>(sweep.grid().fixed().stream().map(Axis::name).toList());
    for (Axis axis : block.axes()) {
      named.add(axis.name());
    }
    boolean whole = true;
    for (ParameterSpec parameter : simulation.parameters()) {
      if (parameter.defaultValue().isEmpty() && !named.contains(parameter.name())) {
        fault(
            sweep.position(),
            "%s is missing (must be %s)".formatted(parameter.name(), parameter.words()));
        whole = false;
      }
    }
    if (!whole || !problems.isEmpty()) {
      return Optional.empty();
    }
    block.axes().forEach(axis -> given.put(axis.name(), first(axis)));
    return Optional.of(simulation.resolve(given));
  }

  private ParamValue first(Axis axis) {
    return rounded(simulation.parameter(axis.name()).orElseThrow(), axis.values().get(0));
  }

  /** Refuses a rule of replicates, or an edge, that the simulation and its grid do not have. */
  void checkDesign(boolean stored) {
    new AnalysisCheck(sweep, simulation, problems).replicates();
    sweep
        .grid()
        .refine()
        .ifPresent(
            refine ->
                new RefineCheck(sweep, simulation, refine, fault -> fault(refine.position(), fault))
                    .check(stored));
  }

  /**
   * Refuses summaries, fits, plots and rates of columns that the study will not have, before there
   * are rows.
   *
   * @param stored whether a study keeps the sweep: an early version refused no plot and no
   *     statistic
   */
  void checkAnalysis(boolean stored) {
    AnalysisCheck check = new AnalysisCheck(sweep, simulation, problems);
    check.summaries();
    check.fits();
    if (!stored) {
      check.runningTimes();
      check.plots();
    }
    check.rate();
  }

  private void fault(Position position, String message) {
    problems.add(new Problem(position, message));
  }
}
