package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.read.SweepReader.Reading;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.Sweep;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the plan of a sweep as read, or reports all that is wrong with it. */
final class Planning {

  private final Reading reading;
  private final Map<String, SimulationSpec> simulations;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> ofDesign = new ArrayList<>();

  /**
   * @param simulations declarations by name
   */
  Planning(Reading reading, Map<String, SimulationSpec> simulations) {
    this.reading = reading;
    this.simulations = simulations;
  }

  /**
   * @throws SweepProblems with the problems of reading and of planning together
   */
  Plan plan() {
    Sweep sweep = reading.sweep().orElseThrow(() -> reading.refusal(reading.problems()));
    SimulationSpec simulation = simulations.get(sweep.simulation());
    List<BlockPlan> blocks = List.of();
    if (simulation != null) {
      Planner planner = new Planner(sweep, simulation, problems);
      blocks = planner.blocks();
      planner.checkAnalysis(reading.stored());
      new Planner(sweep, simulation, ofDesign).checkDesign(reading.stored());
    } else if (!sweep.simulation().isEmpty()) {
      problems.add(unknown(sweep));
    }
    List<Problem> all = all();
    if (!all.isEmpty()) {
      throw reading.refusal(all);
    }
    Plan plan = new Plan(sweep, simulation, blocks, List.of());
    if (!reading.stored()) {
      List<Problem> faults =
          Stream.of(DesignCheck.fault(plan), plan.refinement().flatMap(Refinement::fault))
              .flatMap(Optional::stream)
              .toList();
      if (!faults.isEmpty()) {
        throw reading.refusal(faults);
      }
    }
    return plan;
  }

  private Problem unknown(Sweep sweep) {
    return new Problem(
        sweep.position(),
        "simulation: '%s' (must be one of %s, or your own, given with --code)%s"
            .formatted(
                Shown.briefly(sweep.simulation()),
                String.join(", ", simulations.keySet().stream().sorted().toList()),
                Names.didYouMean(sweep.simulation(), simulations.keySet())));
  }

  /** A value that could not be read does not fit either: one problem per place is enough. */
  private List<Problem> all() {
    List<Problem> all = new ArrayList<>(Problem.elsewhere(reading.problems(), problems));
    all.addAll(ofDesign);
    all.addAll(reading.problems());
    return all;
  }
}
