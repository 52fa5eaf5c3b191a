package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.store.Generation;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepPrinter;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.sweeps.spec.SweepProblems;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.Simulations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where sweeps meet simulations: plans made, or made again, from their text. */
public final class Plans {

  private static final String STORED = "sweep.yaml";

  private Plans() {}

  /** The plan of a sweep as it was resolved and stored; no other file is read. */
  public static Plan ofText(String resolved) {
    return of(SweepReader.parseStored(resolved, STORED));
  }

  /**
   * The text under which a plan is stored. It has been read back: what nobody could open must not
   * be written.
   *
   * @throws RequestException if it is too large to be read again
   */
  static String text(Plan plan) {
    String text = SweepPrinter.print(plan.sweep());
    SweepReader.Reading again = SweepReader.parseStored(text, STORED);
    if (!again.problems().isEmpty()) {
      throw new RequestException(
          "Cannot store sweep: %s, with all that it extends and names (must be readable again)"
              .formatted(plan.sweep().name()),
          again.problems().stream().map(problem -> problem.line(STORED)).toList());
    }
    if (!of(again).fingerprint().equals(plan.fingerprint())) {
      throw new IllegalStateException("Cannot store sweep: its text is another plan's: " + text);
    }
    return text;
  }

  /**
   * @throws SweepProblems with all that is wrong in the text or does not fit the simulation
   */
  public static Plan of(SweepReader.Reading reading) {
    Map<String, SimulationSpec> declarations =
        Simulations.all().stream()
            .map(Simulation::spec)
            .collect(Collectors.toMap(SimulationSpec::name, spec -> spec));
    return Plan.of(reading, declarations);
  }

  /** Executors are told no bounds: a segment of theirs comes with its own. */
  private static void requireSameSize(Generation generation, Plan plan, boolean today) {
    long[] bounds = generation.bounds();
    if (today && bounds.length > 0 && bounds[bounds.length - 1] != plan.size()) {
      throw new RequestException(
          "Cannot read study: generation %d has segments up to %d, its sweep %d (must be equal)"
              .formatted(generation.number(), bounds[bounds.length - 1], plan.size()));
    }
  }

  /**
   * The trials of every generation. A generation whose simulation has another version today has no
   * plan: nothing of it can be run, and none of its trials is one of today's.
   */
  public static List<GenerationPlan> of(List<Generation> generations) {
    List<GenerationPlan> plans = new ArrayList<>();
    List<Plan> earlier = new ArrayList<>();
    for (Generation generation : generations) {
      Plan plan = ofText(generation.sweep());
      boolean today = plan.simulation().version() == generation.simulationVersion();
      requireSameSize(generation, plan, today);
      plans.add(new GenerationPlan(plan, List.copyOf(earlier), today));
      if (today) {
        earlier.add(plan);
      }
    }
    return List.copyOf(plans);
  }
}
