package io.gradsweep.sweeps.plan;

import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.results.trial.ValueType;
import io.gradsweep.sweeps.plan.BlockPlan.Digit;
import io.gradsweep.sweeps.refine.Bisection;
import io.gradsweep.sweeps.refine.Side;
import io.gradsweep.sweeps.spec.Block;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.RefineSpec;
import io.gradsweep.sweeps.spec.ReplicateRule;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The search for an edge along one axis of a plan: its grid in each combination of the other
 * parameters, the verdict on a row, and the trials at values that the grid does not hold. These are
 * the trials that a grid with that value would hold.
 */
public final class Refinement {

  /** Most trials at values of its own that a round has. */
  public static final int MOST_POINTS = 1_000_000;

  private final Plan plan;
  private final RefineSpec spec;
  private final ParameterSpec parameter;
  private final int axis;

  /** The blocks along whose axis is searched: of a merged plan, possibly not all. */
  private final List<BlockPlan> blocks;

  private final RowCondition boundary;

  private Refinement(Plan plan, RefineSpec spec) {
    this.plan = plan;
    this.spec = spec;
    axis = plan.simulation().parameterIndex(spec.axis());
    parameter = plan.simulation().parameters().get(axis);
    blocks =
        IntStream.range(0, plan.blocks().size())
            .filter(b -> isSearched(plan.sweep().grid().blocks().get(b)))
            .mapToObj(plan.blocks()::get)
            .toList();
    boundary = RowCondition.parse(spec.boundary(), plan.simulation());
  }

  /** The search that a plan's sweep asks for; empty if it asks for none. */
  static Optional<Refinement> of(Plan plan) {
    return plan.sweep().grid().refine().map(spec -> new Refinement(plan, spec));
  }

  private boolean isSearched(Block block) {
    return RefineCheck.fits(plan.sweep(), plan.simulation(), spec, block);
  }

  public RefineSpec spec() {
    return spec;
  }

  /** The columns on which a verdict depends, besides {@code status}. */
  public List<String> columns() {
    return boundary.columns();
  }

  /**
   * @param values of {@link #columns()}, in their order
   */
  public Side verdict(Status status, List<?> values) {
    return !status.decidedByMathematics()
        ? Side.UNDECIDED
        : boundary.holds(values) ? Side.HOLDS : Side.FAILS;
  }

  /** A search; for one thread. */
  public Bisection search() {
    return new Bisection(spec, isWhole(), this::isAllowed);
  }

  private boolean isWhole() {
    return parameter.type() == ValueType.WHOLE;
  }

  private boolean isAllowed(double value) {
    try {
      parameter.read(written(value));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private ParamValue written(double value) {
    return isWhole() ? ParamValue.of((long) value) : ParamValue.of(value);
  }

  /** The axis's value of a trial. */
  public double value(Params params) {
    return number(params.value(axis));
  }

  private static double number(ParamValue value) {
    return value instanceof ParamValue.Whole whole
        ? whole.value()
        : ((ParamValue.Real) value).value();
  }

  /** The same parameters with another value of the axis. */
  public Params at(Params params, double value) {
    return params.with(new int[] {axis}, new ParamValue[] {parameter.read(written(value))});
  }

  /** The trial at another value of the axis. */
  public Trial at(Trial trial, double value) {
    return new Trial(at(trial.params(), value), trial.seed(), trial.replicate());
  }

  /**
   * The number that stands for the combination of a trial at every value of the axis: that of the
   * combination of the grid at the first value. Empty if the plan has no such trial at any value.
   */
  public OptionalLong cell(Trial trial) {
    Optional<BlockPlan> block = block(trial.params());
    return block.isEmpty()
        ? OptionalLong.empty()
        : plan.combinationOf(with(trial, axisOf(block.get()).rows[0][0]));
  }

  /** The combination of the grid at the greatest value up to that of a trial, or else the least. */
  OptionalLong beside(Trial trial) {
    Optional<BlockPlan> block = block(trial.params());
    if (block.isEmpty()) {
      return OptionalLong.empty();
    }
    double value = value(trial.params());
    ParamValue nearest = null;
    for (ParamValue[] row : axisOf(block.get()).rows) {
      double at = number(row[0]);
      boolean better =
          nearest == null
              || (at <= value
                  ? number(nearest) > value || at > number(nearest)
                  : number(nearest) > value && at < number(nearest));
      nearest = better ? row[0] : nearest;
    }
    return plan.combinationOf(with(trial, nearest));
  }

  private Trial with(Trial trial, ParamValue value) {
    return new Trial(
        trial.params().with(new int[] {axis}, new ParamValue[] {value}),
        trial.seed(),
        trial.replicate());
  }

  /** The first block with the other parameters. */
  private Optional<BlockPlan> block(Params params) {
    return blocks.stream().filter(block -> holds(block, params)).findFirst();
  }

  private boolean holds(BlockPlan block, Params params) {
    ParamValue[] first = axisOf(block).rows[0];
    return block.combination(params.with(new int[] {axis}, first)) >= 0;
  }

  /** A value of the axis along which the plan searches. */
  public double anyValue() {
    return number(axisOf(blocks.get(0)).rows[0][0]);
  }

  /**
   * The values of the axis that the plan holds together with the other parameters, ascending; none
   * if it searches for no edge there.
   */
  public double[] grid(Params params) {
    TreeSet<Double> values = new TreeSet<>();
    for (BlockPlan block : blocks) {
      if (holds(block, params)) {
        for (ParamValue[] row : axisOf(block).rows) {
          values.add(number(row[0]));
        }
      }
    }
    return values.stream().mapToDouble(x -> x).toArray();
  }

  private Digit axisOf(BlockPlan block) {
    return block.digits().stream()
        .filter(digit -> digit.parameters[0] == axis)
        .findFirst()
        .orElseThrow();
  }

  /** The most trials that a search runs, with those of the grid, over all replicates. */
  public BigInteger mostTrials() {
    Bisection search = search();
    return sum(plan.sweep().grid().replicates(), block -> search.mostTrials(values(block)));
  }

  /** The reason why a round may ask for more values than it can hold; empty if it cannot. */
  Optional<Problem> fault() {
    Bisection search = search();
    BigInteger most = sum(replicatesAtOnce(), block -> search.mostAsked());
    return most.compareTo(BigInteger.valueOf(MOST_POINTS)) <= 0
        ? Optional.empty()
        : Optional.of(
            new Problem(
                spec.position(),
                "refine: up to %s trials in one round (must be at most %d: fewer combinations,"
                        .formatted(most, MOST_POINTS)
                    + " replicates or probes)"));
  }

  /** The most replicates in which edges are searched for at once: those between two looks. */
  private long replicatesAtOnce() {
    List<Long> looks =
        plan.sweep()
            .grid()
            .replicateRule()
            .map(ReplicateRule::allLooks)
            .orElse(List.of(plan.sweep().grid().replicates()));
    return IntStream.range(0, looks.size())
        .mapToLong(i -> looks.get(i) - (i == 0 ? 0 : looks.get(i - 1)))
        .max()
        .orElseThrow();
  }

  private BigInteger sum(long replicates, ToLongFunction<BlockPlan> trials) {
    BigInteger sum = BigInteger.ZERO;
    for (BlockPlan block : blocks) {
      long cells = block.combinations() / axisOf(block).rows.length;
      sum =
          sum.add(
              BigInteger.valueOf(cells)
                  .multiply(BigInteger.valueOf(replicates))
                  .multiply(BigInteger.valueOf(trials.applyAsLong(block))));
    }
    return sum;
  }

  private double[] values(BlockPlan block) {
    return Arrays.stream(axisOf(block).rows).mapToDouble(row -> number(row[0])).sorted().toArray();
  }
}
