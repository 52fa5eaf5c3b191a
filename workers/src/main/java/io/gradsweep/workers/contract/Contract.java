package io.gradsweep.workers.contract;

import io.gradsweep.results.outcome.FailureKind;
import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Recording.Spacing;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.LaneSimulation;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.LaneRunner;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TooManyAbandoned;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The promises of every simulation, checked on a given one: equal bits however its trials are run,
 * outcomes as declared, and no exception that is not an explained refusal.
 */
public final class Contract {

  private static final long SEED = 18;
  private static final int OTHERS = 6;

  /** Fewer than trials of a shape, so that lanes are filled again. */
  private static final int LANES = 3;

  private static final Duration FIRST_LIMIT = Duration.ofSeconds(60);
  private static final Duration SET_LIMIT = Duration.ofSeconds(1);
  private static final long ALL_SETS_NANOS = Duration.ofSeconds(60).toNanos();
  static final Recording RECORDING = new Recording(16, Spacing.LOG);

  private final Simulation simulation;
  private final SimulationSpec spec;
  private final Ways ways;
  private final Effort effort;
  private final Consumer<Finding> told;
  private boolean held = true;

  /**
   * @param told receives each finding when it is made
   */
  public Contract(Simulation simulation, Consumer<Finding> told) {
    this(simulation, Effort.FULL, told);
  }

  Contract(Simulation simulation, Effort effort, Consumer<Finding> told) {
    this.effort = effort;
    this.simulation = simulation;
    spec = simulation.spec();
    ways = Ways.of(simulation, effort);
    this.told = told;
  }

  /**
   * Runs one trial for display.
   *
   * @param words receives the trial's output, and the details of its failure
   */
  public static TrialRun inTheForeground(
      Simulation simulation, Trial trial, RunSettings settings, Consumer<TrialRun.Words> words)
      throws IOException {
    Ways ways = Ways.of(simulation, Effort.FULL);
    List<TrialRun> runs = new ArrayList<>();
    ways.alone(settings)
        .orElseGet(() -> ways.plain(settings))
        .run(
            List.of(trial).iterator(),
            run -> {
              words.accept(run.words());
              runs.add(run);
            });
    return runs.get(0);
  }

  /** Whether the simulation has kept all promises that were checked. */
  public boolean holds() throws IOException {
    ParameterSets sets = new ParameterSets(spec);
    Trial usual = trial(sets.defaults(), 0);
    ways.manners(usual).forEach(this::tell);
    if (!held) {
      return false;
    }
    StringBuilder details = new StringBuilder();
    TrialRun first =
        inTheForeground(
            simulation,
            usual,
            settings(FIRST_LIMIT),
            words -> details.append(words.details().get()));
    if (!firstEnds(first, details.toString())) {
      return false;
    }
    List<Trial> trials = new ArrayList<>(List.of(usual, trial(sets.defaults(), 1)));
    trials.addAll(trySets(sets));
    trySameness(trials);
    ways.further(usual, first).forEach(this::tell);
    tell(new TrialPace(ways, effort.pace()).of(sets.defaults(), spec));
    return held;
  }

  private Trial trial(Map<String, ParamValue> values, long replicate) {
    return new Trial(spec.resolve(values), SEED, replicate);
  }

  private static RunSettings settings(Duration limit) {
    return new RunSettings(RECORDING, Optional.of(limit));
  }

  private void tell(Finding finding) {
    held &= finding.held();
    told.accept(finding);
  }

  /** Checks that a first trial ends, without which nothing else can be checked. */
  private boolean firstEnds(TrialRun run, String details) {
    Outcome outcome = run.outcome();
    String promise = "a trial with the defaults ends, and returns what is declared";
    if (outcome.status() == Status.TIMED_OUT) {
      tell(
          Finding.broken(
              promise,
              "it had not ended after %d s (smaller defaults can be tried)"
                  .formatted(FIRST_LIMIT.toSeconds())));
      return false;
    }
    Optional<String> fault = fault(run);
    tell(
        fault
            .map(what -> Finding.broken(promise, (what + "\n" + details).stripTrailing()))
            .orElseGet(() -> Finding.kept(promise, outcome.status().word())));
    return fault.isEmpty();
  }

  /**
   * The reason why a run breaks the contract; empty if it ended, was cut off, or refused its
   * parameters.
   */
  private Optional<String> fault(TrialRun run) {
    return unexplained(spec, run.outcome())
        .map(reason -> "%s: %s".formatted(Differences.words(run.trial()), reason));
  }

  /** The reason of a failure unless it is an explained refusal, which names a parameter. */
  public static Optional<String> unexplained(SimulationSpec spec, Outcome outcome) {
    String reason = outcome.reason().orElse("");
    boolean explained =
        FailureKind.PARAMETER.isOf(reason)
            && spec.parameterNames().stream().anyMatch(reason::contains);
    return outcome.status() == Status.FAILED && !explained ? Optional.of(reason) : Optional.empty();
  }

  /** Tries many parameters; those that end fast serve for further trials. */
  private List<Trial> trySets(ParameterSets sets) throws IOException {
    List<Trial> trials = sets.first(effort.sets()).stream().map(set -> trial(set, 2)).toList();
    List<TrialRun> runs = new ArrayList<>();
    long start = System.nanoTime();
    String broken = "";
    try {
      ways.plain(settings(SET_LIMIT)).run(until(start + ALL_SETS_NANOS, trials), runs::add);
    } catch (TooManyAbandoned e) {
      broken = "trials that were asked to stop went on: the steps must be reported to the recorder";
    }
    Optional<String> fault = runs.stream().map(this::fault).flatMap(Optional::stream).findFirst();
    long failed = runs.stream().filter(run -> run.outcome().status() == Status.FAILED).count();
    long cut = runs.stream().filter(run -> run.outcome().status() == Status.TIMED_OUT).count();
    String promise = "no parameters end in an exception that is not an explained refusal";
    String counts =
        "%d sets: %d ended, %d refused, %d cut off after %d s"
            .formatted(runs.size(), runs.size() - failed - cut, failed, cut, SET_LIMIT.toSeconds());
    if (fault.isPresent() || !broken.isEmpty()) {
      tell(Finding.broken(promise, fault.orElse(broken)));
    } else {
      tell(Finding.kept(promise, counts));
    }
    return runs.stream()
        .filter(run -> run.outcome().status().decidedByMathematics())
        .sorted((a, b) -> Long.compare(a.wallNanos(), b.wallNanos()))
        .limit(OTHERS)
        .map(TrialRun::trial)
        .toList();
  }

  private static Iterator<Trial> until(long deadline, List<Trial> trials) {
    Iterator<Trial> all = trials.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return System.nanoTime() < deadline && all.hasNext();
      }

      @Override
      public Trial next() {
        return all.next();
      }
    };
  }

  private void trySameness(List<Trial> trials) throws IOException {
    List<Trial> backwards = new ArrayList<>(trials);
    Collections.reverse(backwards);
    List<Trial> twice = new ArrayList<>(trials);
    twice.addAll(trials);
    List<TrialRun> there = runs(ways.plain(settings(FIRST_LIMIT)), twice);
    List<TrialRun> once = there.subList(0, trials.size());
    same(
        "a trial gives the same bits twice in one process",
        once,
        there.subList(trials.size(), there.size()));
    List<TrialRun> turned = runs(ways.plain(settings(FIRST_LIMIT)), backwards);
    Collections.reverse(turned);
    same("the order of trials changes none", once, turned);
    same(
        "another process gives the same bits", once, ways.elsewhere(settings(FIRST_LIMIT), trials));
    Optional<TrialRunner> alone = ways.alone(settings(FIRST_LIMIT));
    if (alone.isPresent()) {
      same(
          "a trial alone gives the bits that it gives among others",
          once,
          runs(alone.get(), trials));
    }
    if (simulation instanceof LaneSimulation inLanes) {
      tell(inLanes(inLanes, once));
    }
  }

  /** Tries each trial in a lane, beside others, and again in one that another has left. */
  static Finding inLanes(LaneSimulation simulation, List<TrialRun> once) throws IOException {
    String promise = "a trial in a lane gives the bits that it gives alone";
    CountedLanes counted = new CountedLanes(simulation);
    List<TrialRun> thrice = new ArrayList<>();
    Collections.nCopies(3, once).forEach(thrice::addAll);
    List<TrialRun> again =
        runs(
            LaneRunner.always(counted, settings(FIRST_LIMIT), LANES),
            thrice.stream().map(TrialRun::trial).toList());
    for (int i = 0; i < thrice.size(); i++) {
      Optional<String> difference = Differences.first(thrice.get(i), again.get(i));
      if (difference.isPresent()) {
        return Finding.broken(promise, difference.get());
      }
    }
    return counted.thrown() > 0
        ? Finding.broken(promise, "lanes threw, and their trials were run again alone")
        : Finding.kept(promise, "%d of %d in lanes".formatted(counted.outcomes(), thrice.size()));
  }

  private void same(String promise, List<TrialRun> once, List<TrialRun> again) {
    for (int i = 0; i < once.size(); i++) {
      Optional<String> difference = Differences.first(once.get(i), again.get(i));
      if (difference.isPresent()) {
        tell(Finding.broken(promise, difference.get()));
        return;
      }
    }
    tell(Finding.kept(promise, "%d trials".formatted(once.size())));
  }

  static List<TrialRun> runs(TrialRunner runner, List<Trial> trials) throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    runner.run(trials.iterator(), runs::add);
    return runs;
  }
}
