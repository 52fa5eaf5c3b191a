package io.gradsweep.sweeps.plan;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.read.SweepReader.Reading;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Block;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.RateSpec;
import io.gradsweep.sweeps.spec.Sweep;
import io.gradsweep.sweeps.spec.SweepProblems;
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
  private final GridTrials trials;
  private final PlanRounds rounds;
  private volatile Optional<Refinement> refinement;

  Plan(Sweep sweep, SimulationSpec simulation, List<BlockPlan> blocks, List<Round> rounds) {
    this(
        sweep,
        simulation,
        new GridTrials(simulation, blocks, sweep.grid().seed(), sweep.grid().replicates()),
        new PlanRounds(rounds));
  }

  private Plan(Sweep sweep, SimulationSpec simulation, GridTrials trials, PlanRounds rounds) {
    this.sweep = sweep;
    this.simulation = simulation;
    this.trials = trials;
    this.rounds = rounds;
  }

  /**
   * @throws SweepProblems with everything that does not fit the simulation's declaration
   */
  public static Plan of(Sweep sweep, SimulationSpec simulation) {
    return of(Reading.of(sweep, false), Map.of(simulation.name(), simulation));
  }

  /**
   * Plans a sweep made of those of studies: an earlier version may not have refused its analysis,
   * and an edge may be searched for in some of its blocks alone.
   */
  public static Plan ofStored(Sweep sweep, SimulationSpec simulation) {
    return of(Reading.of(sweep, true), Map.of(simulation.name(), simulation));
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
    return new Planning(reading, simulations).plan();
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
    return new Plan(sweep.refitted(window), simulation, trials, rounds);
  }

  /** The columns of {@code trials} when results are read. */
  public List<Column> columns() {
    return ResultColumns.ofTrials(sweep, simulation);
  }

  /** The columns of the view {@code boundaries}; none if the sweep searches for no edge. */
  public List<Column> boundaryColumns() {
    return ResultColumns.ofBoundaries(sweep, simulation);
  }

  public SimulationSpec simulation() {
    return simulation;
  }

  List<BlockPlan> blocks() {
    return trials.blocks();
  }

  /** Whether a rule decides from results which of the plan's trials are run. */
  public boolean isDesign() {
    return sweep.grid().replicateRule().isPresent() || sweep.grid().refine().isPresent();
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
    return new Plan(sweep, simulation, trials, new PlanRounds(decided));
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
    return rounds.isEmpty() ? sweep.grid().replicates() : rounds.replicatesEnd();
  }

  /** Number of combinations of the grid, whether they have a trial or not. */
  public long combinations() {
    return trials.combinations();
  }

  /** Number of combinations from one to another, excluded, that have a trial. */
  long combinationsWithTrials(long from, long to) {
    return trials.combinationsWithTrials(from, to);
  }

  /** Number of indices, up to 2^63 - 1. */
  public long size() {
    return rounds.isEmpty() ? trials.size() : rounds.size();
  }

  /**
   * The trial at an index; empty if a filter leaves it out or an earlier block owns it.
   *
   * @throws IndexOutOfBoundsException if the index is not from 0 to size - 1
   */
  public Optional<Trial> trial(long index) {
    Objects.checkIndex(index, size());
    return rounds.isEmpty() ? trials.trial(index) : rounds.trial(this, index);
  }

  /**
   * A replicate of a combination of the grid; empty if a filter leaves the combination out or an
   * earlier block owns it.
   */
  public Optional<Trial> trial(long combination, long replicate) {
    return trials.trial(combination, replicate);
  }

  /**
   * The parameters of all grid points.
   *
   * @return empty if filters examine more than {@code most} combinations
   */
  public Optional<List<Params>> gridPoints(long most) {
    return trials.points(most);
  }

  /** The first block before {@code end} that contains the parameters, or {@code end}. */
  int owner(Params params, int end) {
    return trials.owner(params, end);
  }

  /** The combination of the grid that a trial is a replicate of; empty if there is none. */
  public OptionalLong combinationOf(Trial trial) {
    return trials.combinationOf(trial);
  }

  /** The index of a trial; empty if the plan does not contain it. */
  public OptionalLong indexOf(Trial trial) {
    return rounds.isEmpty() ? trials.indexOf(trial) : rounds.indexOf(this, trial);
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
    for (Block block : sweep.grid().blocks()) {
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
    return blocks().stream()
        .map(block -> BlockOutline.of(block, simulation.parameters(), mostValues))
        .toList();
  }

  /** The same with a number of replicates, and no rule that decides it. */
  Plan withReplicates(long replicates) {
    return new Plan(sweep.withReplicates(replicates), simulation, blocks(), List.of());
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
