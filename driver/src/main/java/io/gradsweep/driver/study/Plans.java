package io.gradsweep.driver.study;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepPrinter;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.sweeps.spec.SweepProblems;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.Simulations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes plans from the text of sweeps and the declarations of simulations. */
public final class Plans {

  private static final String STORED = "sweep.yaml";

  private Plans() {}

  /**
   * Makes the plan of the newest generation from its own text and declaration, with the rounds of
   * its design up to it: no other file is read, and the simulation need not be available. If it is
   * available in the same version, its present declaration counts, so that the plan can be run: a
   * parameter may have been added since.
   *
   * @param generations all of a study, in order, or the first ones
   */
  public static Plan newest(List<Generation> generations) {
    Generation newest = generations.get(generations.size() - 1);
    return of(newest.plan().sweep(), newest.plan().simulationVersion(), newest.declaration())
        .withRounds(NumberedRound.upTo(NumberedRound.of(generations), generations.size() - 1));
  }

  /**
   * As {@link #newest}, without rounds.
   *
   * @param stored null in files of 0.1, whose simulation is available, with a present declaration
   *     that fits all its versions
   */
  public static Plan of(String resolved, int version, Declaration stored) {
    SweepReader.Reading reading = SweepReader.parseStored(resolved, STORED);
    Map<String, SimulationSpec> declarations = declarations();
    if (stored == null) {
      declarations.replaceAll((name, today) -> today.withVersion(version));
      return Plan.of(reading, declarations);
    }
    SimulationSpec today = declarations.put(stored.name(), stored.spec().withVersion(version));
    if (today != null && today.version() == version) {
      try {
        return Plan.of(reading, Map.of(today.name(), today));
      } catch (SweepProblems e) {
        // code that changed under its version has another declaration; existing rows can still be
        // read
      }
    }
    return Plan.of(reading, declarations);
  }

  /** Makes a plan from its sweep's text, and from a declaration that is known to fit. */
  public static Plan of(String resolved, Declaration stored) {
    return of(resolved, stored.version(), stored);
  }

  /**
   * The text as which a plan is stored. It has been read back, so that no unreadable text is
   * written.
   *
   * @throws RequestException if it is too large to be read again
   */
  public static String text(Plan plan) {
    String text = SweepPrinter.print(plan.sweep());
    SweepReader.Reading again = SweepReader.parseStored(text, STORED);
    if (!again.problems().isEmpty()) {
      throw new RequestException(
          "Cannot store sweep: %s, with all that it extends and names (must be readable again)"
              .formatted(plan.sweep().name()),
          again.problems().stream().map(problem -> problem.line(STORED)).toList());
    }
    if (!Plan.of(again, Map.of(plan.simulation().name(), plan.simulation()))
        .design()
        .equals(plan.design())) {
      throw new IllegalStateException("Cannot store sweep: its text is another plan's: " + text);
    }
    return text;
  }

  /**
   * @throws SweepProblems with everything that is wrong in the text or does not fit the simulation
   */
  public static Plan of(SweepReader.Reading reading) {
    return Plan.of(reading, declarations());
  }

  /** Makes the plan without trials of a faulty sweep. */
  public static Optional<Plan> withoutTrials(SweepReader.Reading reading) {
    return Plan.withoutTrials(reading, declarations());
  }

  private static Map<String, SimulationSpec> declarations() {
    return Simulations.all().stream()
        .map(Simulation::spec)
        .collect(Collectors.toMap(SimulationSpec::name, spec -> spec, (a, b) -> a, HashMap::new));
  }

  private static void requireSameSize(Generation generation, Plan plan) {
    long[] bounds = generation.bounds();
    if (bounds[bounds.length - 1] != plan.size() || bounds[0] != plan.lastRound()) {
      throw new RequestException(
          "Cannot read study: generation %d has segments up to %d, its sweep %d (must be equal)"
              .formatted(generation.number(), bounds[bounds.length - 1], plan.size()));
    }
  }

  /**
   * The trials of every generation. A generation of another version than the present one can only
   * be read.
   */
  public static List<GenerationPlan> of(List<Generation> generations) {
    StudySegments segments = StudySegments.of(generations);
    List<GenerationPlan> plans =
        of(
            generations.stream().map(each -> each.plan().sweep()).toList(),
            generations.stream().mapToInt(each -> each.plan().simulationVersion()).toArray(),
            generations.stream().map(Generation::declaration).toList(),
            NumberedRound.of(generations),
            generations.stream().map(g -> segments.ranges(g.number())).toList());
    generations.forEach(g -> requireSameSize(g, plans.get(g.number()).plan()));
    return plans;
  }

  /**
   * The same from the data sent to executors, which have no bounds, since each segment comes with
   * its own.
   *
   * @param sweeps text of each generation's
   * @param versions of the simulation, for each generation
   * @param declarations the same; null for generations of 0.1
   * @param rounds the same; null for generations without one
   * @param retired the retired ranges of each generation
   */
  public static List<GenerationPlan> of(
      List<String> sweeps,
      int[] versions,
      List<Declaration> declarations,
      List<NumberedRound> rounds,
      List<List<StudySegments.Retired>> retired) {
    List<Plan> plans = new ArrayList<>();
    for (int g = 0; g < versions.length; g++) {
      boolean goesOn = rounds.get(g) != null && rounds.get(g).number() > 0;
      Plan grid = goesOn ? plans.get(g - 1) : of(sweeps.get(g), versions[g], declarations.get(g));
      plans.add(grid.withRounds(NumberedRound.upTo(rounds, g)));
    }
    return of(plans, rounds, retired);
  }

  private static List<GenerationPlan> of(
      List<Plan> plans, List<NumberedRound> rounds, List<List<StudySegments.Retired>> retired) {
    Map<String, SimulationSpec> today = declarations();
    List<GenerationPlan> all = new ArrayList<>();
    List<GenerationPlan.Earlier> earlier = new ArrayList<>();
    for (Plan plan : plans) {
      int g = all.size();
      SimulationSpec here = today.getOrDefault(plan.simulation().name(), plan.simulation());
      boolean runnable = here.version() == plan.simulation().version();
      // rounds of one design have no trial in common
      int others = rounds.get(g) == null ? g : g - rounds.get(g).number();
      all.add(new GenerationPlan(g, plan, List.copyOf(earlier.subList(0, others)), runnable));
      earlier.add(new GenerationPlan.Earlier(g, plan, retired.get(g)));
    }
    return List.copyOf(all);
  }
}
