package io.gradsweep.sweeps.plan;

import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.RefitTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.CanonicalHash;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.BlockPlan.Digit;
import io.gradsweep.sweeps.read.SweepReader.Reading;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Block;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.RateSpec;
import io.gradsweep.sweeps.spec.Sweep;
import io.gradsweep.sweeps.spec.SweepProblems;
import io.gradsweep.sweeps.spec.ValueRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An addressable sweep. An index from 0 to size - 1 has a trial, or none if a filter leaves the
 * combination out or an earlier block owns it; nothing is ever enumerated in memory.
 *
 * <p>Blocks follow one another. Within a block the replicate is the slowest digit, so that
 * neighbours share their random streams, and the last axis is the fastest. Immutable and safe for
 * use by several threads.
 */
public final class Plan {

  private final Sweep sweep;
  private final SimulationSpec simulation;
  private final List<BlockPlan> blocks;
  private final long[] starts;

  private Plan(Sweep sweep, SimulationSpec simulation, List<BlockPlan> blocks) {
    this.sweep = sweep;
    this.simulation = simulation;
    this.blocks = List.copyOf(blocks);
    starts = new long[blocks.size() + 1];
    for (int b = 0; b < blocks.size(); b++) {
      starts[b + 1] = starts[b] + blocks.get(b).combinations() * sweep.replicates();
    }
  }

  /**
   * @throws SweepProblems with everything that does not fit the simulation's declaration
   */
  public static Plan of(Sweep sweep, SimulationSpec simulation) {
    return of(Reading.of(sweep), Map.of(simulation.name(), simulation));
  }

  /**
   * Makes a plan without trials, which tells the names available to claims even if something else
   * in the sweep is wrong. Empty if its simulation is unknown.
   *
   * @param simulations declarations by name
   */
  public static Optional<Plan> withoutTrials(
      Reading reading, Map<String, SimulationSpec> simulations) {
    return reading
        .sweep()
        .filter(sweep -> simulations.containsKey(sweep.simulation()))
        .map(sweep -> new Plan(sweep, simulations.get(sweep.simulation()), List.of()));
  }

  /**
   * Plans a sweep as read, and reports the problems of reading and of planning together.
   *
   * @param simulations declarations by name
   */
  public static Plan of(Reading reading, Map<String, SimulationSpec> simulations) {
    List<Problem> problems = new ArrayList<>();
    if (reading.sweep().isEmpty()) {
      throw reading.refusal(reading.problems());
    }
    Sweep sweep = reading.sweep().get();
    SimulationSpec simulation = simulations.get(sweep.simulation());
    List<BlockPlan> blocks = List.of();
    if (simulation != null) {
      Planner planner = new Planner(sweep, simulation, problems);
      blocks = planner.blocks();
      planner.checkAnalysis(reading.stored());
    } else if (!sweep.simulation().isEmpty()) {
      problems.add(
          new Problem(
              sweep.position(),
              "simulation: '%s' (must be one of %s, or your own, given with --code)%s"
                  .formatted(
                      Shown.briefly(sweep.simulation()),
                      String.join(", ", simulations.keySet().stream().sorted().toList()),
                      Names.didYouMean(sweep.simulation(), simulations.keySet()))));
    }
    // a value that could not be read does not fit either: one problem per place is enough
    Set<Position> unread =
        reading.problems().stream().map(Problem::position).collect(Collectors.toSet());
    problems.removeIf(
        problem -> problem.position().line() > 0 && unread.contains(problem.position()));
    problems.addAll(reading.problems());
    if (!problems.isEmpty()) {
      throw reading.refusal(problems);
    }
    Plan plan = new Plan(sweep, simulation, blocks);
    Optional<Problem> tooMany = Refinement.of(plan).flatMap(Refinement::fault);
    if (tooMany.isPresent()) {
      throw reading.refusal(List.of(tooMany.get()));
    }
    return plan;
  }

  public Sweep sweep() {
    return sweep;
  }

  /**
   * Returns a plan of the same trials, with rates that are refitted when results are read.
   *
   * @throws SweepProblems if the metric is not recorded
   */
  public Plan refitted(RateSpec window) {
    Optional<String> fault = rateFault(window, simulation);
    if (fault.isPresent()) {
      throw new SweepProblems(sweep.name(), List.of(new Problem(window.position(), fault.get())));
    }
    return new Plan(sweep.refitted(window), simulation, blocks);
  }

  /** The columns of {@code trials} when results are read. */
  public List<Column> columns() {
    return columns(sweep, simulation);
  }

  static List<Column> columns(Sweep sweep, SimulationSpec simulation) {
    List<Column> columns = new ArrayList<>(TrialTable.of(simulation).columns());
    if (sweep.rate().isPresent()) {
      columns.addAll(RefitTable.COLUMNS);
    }
    return List.copyOf(columns);
  }

  /** The columns of the view {@code boundaries}; none if the sweep searches for no edge. */
  public List<Column> boundaryColumns() {
    return boundaryColumns(sweep, simulation);
  }

  static List<Column> boundaryColumns(Sweep sweep, SimulationSpec simulation) {
    return sweep
        .refine()
        .map(refine -> BoundaryTable.columns(simulation, refine.axis()))
        .orElse(List.of());
  }

  /**
   * The metric to which rates are refitted: the named one, or that of the simulation's own rate.
   */
  public static Optional<MetricSpec> refitMetric(RateSpec rate, SimulationSpec simulation) {
    return simulation.metrics().stream()
        .filter(m -> rate.of().isEmpty() ? m.fitted() : m.name().equals(rate.of().get()))
        .findFirst()
        .or(() -> simulation.metrics().stream().filter(m -> rate.of().isEmpty()).findFirst());
  }

  static Optional<String> rateFault(RateSpec rate, SimulationSpec simulation) {
    List<String> metrics = simulation.metrics().stream().map(MetricSpec::name).toList();
    if (refitMetric(rate, simulation).isEmpty()) {
      return Optional.of(
          metrics.isEmpty()
              ? "rate: no rate can be refitted (%s records no metric)".formatted(simulation.name())
              : "rate.of: '%s' (must be a metric: %s)%s"
                  .formatted(
                      Shown.briefly(rate.of().orElse("")),
                      String.join(", ", metrics),
                      Names.didYouMean(rate.of().orElse(""), metrics)));
    }
    return TrialTable.of(simulation).columns().stream()
        .map(Column::name)
        .filter(name -> RefitTable.COLUMNS.stream().anyMatch(c -> c.name().equals(name)))
        .findFirst()
        .map("rate: no rate can be refitted (the simulation has a column %s)"::formatted);
  }

  public SimulationSpec simulation() {
    return simulation;
  }

  List<BlockPlan> blocks() {
    return blocks;
  }

  /** Number of indices, up to 2^63 - 1. */
  public long size() {
    return starts[blocks.size()];
  }

  /**
   * The trial at an index; empty if a filter leaves it out or an earlier block owns it.
   *
   * @throws IndexOutOfBoundsException if the index is not from 0 to size - 1
   */
  public Optional<Trial> trial(long index) {
    Objects.checkIndex(index, size());
    int b = block(index);
    BlockPlan block = blocks.get(b);
    long place = index - starts[b];
    Params params = block.params(place % block.combinations());
    if (!block.keeps(params) || owner(params, b) < b) {
      return Optional.empty();
    }
    return Optional.of(new Trial(params, sweep.seed(), place / block.combinations()));
  }

  private int block(long index) {
    int b = 0;
    while (index >= starts[b + 1]) {
      b++;
    }
    return b;
  }

  /** The first block before {@code end} that contains the parameters, or {@code end}. */
  int owner(Params params, int end) {
    for (int b = 0; b < end; b++) {
      if (blocks.get(b).combination(params) >= 0) {
        return b;
      }
    }
    return end;
  }

  /** The index of a trial; empty if the plan does not contain it. */
  public OptionalLong indexOf(Trial trial) {
    if (trial.seed() != sweep.seed()
        || trial.replicate() >= sweep.replicates()
        || !trial.simulation().name().equals(simulation.name())
        || trial.simulation().version() != simulation.version()) {
      return OptionalLong.empty();
    }
    for (int b = 0; b < blocks.size(); b++) {
      long combination = blocks.get(b).combination(trial.params());
      if (combination >= 0) {
        return OptionalLong.of(
            starts[b] + trial.replicate() * blocks.get(b).combinations() + combination);
      }
    }
    return OptionalLong.empty();
  }

  public boolean contains(Trial trial) {
    return indexOf(trial).isPresent();
  }

  /**
   * Counts the trials that filters and overlaps leave out; {@link PlanCounts} says when the counts
   * are exact.
   */
  public Counts counts() {
    return new PlanCounts(this).counts();
  }

  /** Names of the parameters that vary, in the order of the file. */
  public List<String> axes() {
    Set<String> axes = new LinkedHashSet<>();
    for (Block block : sweep.blocks()) {
      block.axes().stream().map(Axis::name).forEach(axes::add);
    }
    return List.copyOf(axes);
  }

  /**
   * Summaries of the blocks.
   *
   * @param mostValues most values of each axis
   */
  public List<BlockOutline> outlines(int mostValues) {
    return blocks.stream()
        .map(block -> BlockOutline.of(block, simulation.parameters(), mostValues))
        .toList();
  }

  /**
   * Reasons why {@code now} does not contain every trial of {@code before}; none if it does. A plan
   * whose filters distinguish more combinations than can be examined counts as one that does not.
   */
  public static List<String> differences(Plan before, Plan now) {
    SimulationSpec was = before.simulation();
    SimulationSpec is = now.simulation();
    if (!was.name().equals(is.name())) {
      return List.of("simulation: %s before, %s now".formatted(was.name(), is.name()));
    }
    if (was.version() != is.version()) {
      return List.of(
          "version of %s: %d before, %d now".formatted(is.name(), was.version(), is.version()));
    }
    if (!names(was).equals(names(is))) { // code that changed under its version
      return List.of(
          "parameters of %s: %s before, %s now"
              .formatted(is.name(), String.join(", ", names(was)), String.join(", ", names(is))));
    }
    return new PlanDifference(before, now).differences();
  }

  /** Whether the filters leave out the same trials under another rule of values. */
  public boolean isTheSameUnder(ValueRule rule) {
    if (rule == sweep.rule()) {
      return true;
    }
    try {
      Plan other = of(sweep.under(rule), simulation);
      return differences(this, other).isEmpty() && differences(other, this).isEmpty();
    } catch (SweepProblems e) {
      return false; // one of them is not a filter under that rule
    }
  }

  private static List<String> names(SimulationSpec simulation) {
    return simulation.parameters().stream().map(ParameterSpec::name).toList();
  }

  /**
   * A hash of everything that determines the plan's trials and their order. Settings that affect
   * only recording, limits or the reading of results are not part of it.
   */
  public String fingerprint() {
    CanonicalHash hash =
        new CanonicalHash("gradsweep-plan-1")
            .part(simulation.name())
            .part(Integer.toString(simulation.version()))
            .part(Long.toString(sweep.seed()))
            .part(Long.toString(sweep.replicates()));
    for (BlockPlan block : blocks) {
      hash.part("block").part(block.whereText().orElse(""));
      if (block.whereText().isPresent() && sweep.rule() != ValueRule.DOUBLES) {
        hash.part(Integer.toString(sweep.rule().number())); // the same filter may mean another one
      }
      fixedValues(block, hash);
      for (Digit digit : block.digits()) {
        hash.part("digit");
        for (int parameter : digit.parameters) {
          hash.part(simulation.parameters().get(parameter).name());
        }
        for (ParamValue[] row : digit.rows) {
          for (ParamValue value : row) {
            hash.part(value.canonical());
          }
        }
      }
    }
    return hash.hex().substring(0, 32);
  }

  private void fixedValues(BlockPlan block, CanonicalHash hash) {
    for (int p = 0; p < simulation.parameters().size(); p++) {
      ParameterSpec parameter = simulation.parameters().get(p);
      ParamValue value = block.template().value(p);
      boolean left = parameter.identityDefault().filter(value::equals).isPresent();
      if (!left) {
        hash.part(parameter.name()).part(value.canonical());
      }
    }
  }
}
