package io.gradsweep.sweeps.plan;

import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.RefitTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.read.SweepReader.Reading;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Block;
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
  private final PlanRounds rounds;
  private volatile Optional<Refinement> refinement;
  private final GridPoints points;

  /** Number of combinations before each block, and of all at last. */
  private final long[] starts;

  private Plan(Sweep sweep, SimulationSpec simulation, List<BlockPlan> blocks, List<Round> rounds) {
    this(sweep, simulation, blocks, rounds, new GridPoints());
  }

  private Plan(
      Sweep sweep,
      SimulationSpec simulation,
      List<BlockPlan> blocks,
      List<Round> rounds,
      GridPoints points) {
    this.points = points;
    this.sweep = sweep;
    this.simulation = simulation;
    this.blocks = List.copyOf(blocks);
    this.rounds = new PlanRounds(rounds);
    starts = new long[blocks.size() + 1];
    for (int b = 0; b < blocks.size(); b++) {
      starts[b + 1] = starts[b] + blocks.get(b).combinations();
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
        .map(sweep -> new Plan(sweep, simulations.get(sweep.simulation()), List.of(), List.of()));
  }

  /**
   * Plans a sweep as read, and reports the problems of reading and of planning together.
   *
   * @param simulations declarations by name
   */
  public static Plan of(Reading reading, Map<String, SimulationSpec> simulations) {
    List<Problem> problems = new ArrayList<>();
    List<Problem> ofDesign = new ArrayList<>();
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
      new Planner(sweep, simulation, ofDesign).checkDesign();
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
    List<Problem> all = new ArrayList<>(Problem.elsewhere(reading.problems(), problems));
    all.addAll(ofDesign);
    all.addAll(reading.problems());
    if (!all.isEmpty()) {
      throw reading.refusal(all);
    }
    Plan plan = new Plan(sweep, simulation, blocks, List.of());
    Optional<Problem> fault =
        DesignCheck.fault(plan).or(() -> plan.refinement().flatMap(Refinement::fault));
    if (fault.isPresent()) {
      throw reading.refusal(fault.stream().toList());
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
    Optional<String> fault = Refit.fault(window, simulation);
    if (fault.isPresent()) {
      throw new SweepProblems(sweep.name(), List.of(new Problem(window.position(), fault.get())));
    }
    return new Plan(sweep.refitted(window), simulation, blocks, rounds.all());
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

  public SimulationSpec simulation() {
    return simulation;
  }

  List<BlockPlan> blocks() {
    return blocks;
  }

  /** Whether a rule decides from results which of the plan's trials are run. */
  public boolean isDesign() {
    return sweep.replicateRule().isPresent() || sweep.refine().isPresent();
  }

  /** The search for an edge that the sweep asks for; empty if it asks for none. */
  public Optional<Refinement> refinement() {
    if (refinement == null) {
      refinement = Refinement.of(this);
    }
    return refinement;
  }

  /**
   * The combination of the grid at which a trial stands, or beside which it does on a refined axis;
   * empty if the plan has no such trial at any value of that axis.
   */
  public OptionalLong gridPoint(Trial trial) {
    OptionalLong combination = combinationOf(trial);
    return combination.isPresent() || refinement().isEmpty()
        ? combination
        : refinement().get().beside(trial);
  }

  /**
   * The plan of a design as far as it is decided: the trials of its rounds, one round after the
   * other. An index of a plan is the same trial in the plans of later rounds.
   */
  public Plan withRounds(List<Round> decided) {
    return new Plan(sweep, simulation, blocks, decided, points);
  }

  /** The plan without rounds: of a design, every trial that it could need. */
  public Plan grid() {
    return rounds.isEmpty() ? this : withRounds(List.of());
  }

  /**
   * The rounds that are decided; none of a plan that is no design, or of all that it could need.
   */
  public List<Round> rounds() {
    return rounds.all();
  }

  /** The first index of the last round. */
  public long lastRound() {
    return rounds.last();
  }

  /** Whether it has the rounds of another plan of the same design, and possibly more. */
  public boolean continues(Plan other) {
    return design().equals(other.design())
        && !other.rounds.isEmpty()
        && rounds.all().size() >= other.rounds.all().size()
        && withRounds(rounds.all().subList(0, other.rounds.all().size()))
            .fingerprint()
            .equals(other.fingerprint());
  }

  /** The smallest number that is above each of its trials' replicates. */
  public long mostReplicates() {
    return rounds.isEmpty() ? sweep.replicates() : rounds.replicatesEnd();
  }

  /** Number of combinations of the grid, whether they have a trial or not. */
  public long combinations() {
    return starts[blocks.size()];
  }

  /** Number of combinations from one to another, excluded, that have a trial. */
  long combinationsWithTrials(long from, long to) {
    boolean whole = blocks.size() == 1 && blocks.get(0).where().isEmpty();
    return whole ? to - from : points.count(this, Math.toIntExact(from), Math.toIntExact(to));
  }

  /** Number of indices, up to 2^63 - 1. */
  public long size() {
    return rounds.isEmpty() ? combinations() * sweep.replicates() : rounds.size();
  }

  /**
   * The trial at an index; empty if a filter leaves it out or an earlier block owns it.
   *
   * @throws IndexOutOfBoundsException if the index is not from 0 to size - 1
   */
  public Optional<Trial> trial(long index) {
    Objects.checkIndex(index, size());
    if (!rounds.isEmpty()) {
      return rounds.trial(this, index);
    }
    int b = 0;
    while (index >= starts[b + 1] * sweep.replicates()) {
      b++;
    }
    long place = index - starts[b] * sweep.replicates();
    long combinations = blocks.get(b).combinations();
    return trial(b, place % combinations, place / combinations);
  }

  /**
   * A replicate of a combination of the grid; empty if a filter leaves the combination out or an
   * earlier block owns it.
   */
  public Optional<Trial> trial(long combination, long replicate) {
    int b = 0;
    while (combination >= starts[b + 1]) {
      b++;
    }
    return trial(b, combination - starts[b], replicate);
  }

  private Optional<Trial> trial(int b, long combination, long replicate) {
    BlockPlan block = blocks.get(b);
    Params params = block.params(combination);
    if (!block.keeps(params) || owner(params, b) < b) {
      return Optional.empty();
    }
    return Optional.of(new Trial(params, sweep.seed(), replicate));
  }

  /**
   * The parameters of all grid points.
   *
   * @return empty if filters examine more than {@code most} combinations
   */
  public Optional<List<Params>> gridPoints(long most) {
    List<Params> points = new ArrayList<>();
    long examined = 0;
    for (int b = 0; b < blocks.size(); b++) {
      BlockPlan block = blocks.get(b);
      examined += block.combinations();
      if (examined > most) {
        return Optional.empty();
      }
      for (long i = 0; i < block.combinations(); i++) {
        Params params = block.params(i);
        if (block.keeps(params) && owner(params, b) == b) {
          points.add(params);
        }
      }
    }
    return Optional.of(points);
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

  /** The combination of the grid that a trial is a replicate of; empty if there is none. */
  public OptionalLong combinationOf(Trial trial) {
    if (trial.seed() != sweep.seed()
        || !trial.simulation().name().equals(simulation.name())
        || trial.simulation().version() != simulation.version()) {
      return OptionalLong.empty();
    }
    int b = owner(trial.params(), blocks.size());
    return b == blocks.size()
        ? OptionalLong.empty()
        : OptionalLong.of(starts[b] + blocks.get(b).combination(trial.params()));
  }

  /** The index of a trial; empty if the plan does not contain it. */
  public OptionalLong indexOf(Trial trial) {
    if (!rounds.isEmpty()) {
      return rounds.indexOf(this, trial);
    }
    OptionalLong combination = combinationOf(trial);
    if (trial.replicate() >= sweep.replicates() || combination.isEmpty()) {
      return OptionalLong.empty();
    }
    int b = 0;
    while (combination.getAsLong() >= starts[b + 1]) {
      b++;
    }
    return OptionalLong.of(
        starts[b] * sweep.replicates()
            + trial.replicate() * blocks.get(b).combinations()
            + combination.getAsLong()
            - starts[b]);
  }

  public boolean contains(Trial trial) {
    return indexOf(trial).isPresent();
  }

  /**
   * Counts the trials that filters and overlaps leave out; {@link PlanCounts} says when the counts
   * are exact.
   */
  public Counts counts() {
    return rounds.isEmpty() ? new PlanCounts(this).counts() : rounds.counts(this);
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
    if (now.continues(before)) {
      return List.of();
    }
    List<String> differences = new PlanDifference(before, now).differences();
    return differences.isEmpty() && !now.rounds.isEmpty()
        ? List.of("replicates: what the rule decides may leave out trials that the study holds")
        : differences;
  }

  /**
   * Reasons why a design cannot go on with the trials of an earlier plan, whatever their number of
   * replicates; none if it can.
   */
  public static List<String> gridDifferences(Plan before, Plan now) {
    return differences(before.withReplicates(1), now.withReplicates(1));
  }

  private Plan withReplicates(long replicates) {
    return new Plan(sweep.withReplicates(replicates), simulation, blocks, List.of());
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
    return rounds.isEmpty() ? design() : rounds.fingerprint(design());
  }

  /**
   * The fingerprint of the grid, the base seed and the rule alone: the same for every plan of a
   * design, whichever of its rounds are decided.
   */
  public String design() {
    return new PlanFingerprint(this).hash();
  }
}
