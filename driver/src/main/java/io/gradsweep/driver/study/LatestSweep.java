package io.gradsweep.driver.study;

import io.gradsweep.driver.RequestException;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.RateSpec;
import io.gradsweep.sweeps.spec.ReplicateRule;
import io.gradsweep.sweeps.spec.SweepProblems;
import io.gradsweep.sweeps.spec.VerdictRule;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sweep by which a study's results are read: it has the current plan, and the claims,
 * summaries, fits, plots and words that were given last.
 */
public final class LatestSweep {

  private final Study study;
  private final List<Generation> generations;
  private final Plan current;
  private final Optional<String> text;
  private Optional<Plan> plan;

  private LatestSweep(
      Study study,
      List<Generation> generations,
      Plan current,
      Optional<String> text,
      Optional<Plan> plan) {
    this.study = study;
    this.generations = generations;
    this.current = current;
    this.text = text;
    this.plan = plan;
  }

  /** The plan of the sweep that was given last, whatever its trials; empty if none can be read. */
  public static Optional<Plan> given(Study study) throws IOException {
    Optional<String> text = study.sweep();
    List<Generation> generations = study.generations();
    if (text.isEmpty() || generations.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(plan(text.get(), generations.get(generations.size() - 1)));
    } catch (SweepProblems e) {
      return Optional.empty();
    }
  }

  private static Plan plan(String text, Generation declaring) {
    return Plans.of(text, declaring.plan().simulationVersion(), declaring.declaration());
  }

  /**
   * @param generations of the study
   * @param current plan of the newest one
   */
  public static LatestSweep of(Study study, List<Generation> generations, Plan current)
      throws IOException {
    return new LatestSweep(
        study, List.copyOf(generations), current, study.sweep(), Optional.empty());
  }

  /**
   * The plan with the analysis that was given last. If that file is gone, or belongs to an earlier
   * plan because a run died before it wrote another one, with the analysis of the newest
   * generation.
   *
   * @throws RequestException if somebody has changed the file so that it cannot be used
   */
  public Plan plan() {
    if (plan.isEmpty()) {
      plan = Optional.of(text.isEmpty() ? current : read());
    }
    return plan.get();
  }

  /** How a rule closed each claim that decides, so far. */
  public Map<ClaimSpec, ClaimEnd> claimEnds() {
    Optional<VerdictRule> rule =
        plan().sweep().grid().replicateRule().flatMap(ReplicateRule::verdicts);
    List<RoundRecord> rounds = rule.isEmpty() ? List.of() : RoundRecord.chain(generations);
    Map<ClaimSpec, ClaimEnd> ends = new HashMap<>();
    if (!rounds.isEmpty() && rounds.get(0).design().equals(plan().design())) {
      rounds.stream()
          .flatMap(round -> round.claims().stream())
          .forEach(end -> ends.put(rule.get().claims().get(end.claim()), end));
    }
    return ends;
  }

  /** The current plan as it was laid out. */
  public Plan current() {
    return current;
  }

  /** The plan by which rows are shown, even if the file cannot be used. */
  public Plan rowsPlan() {
    try {
      return plan();
    } catch (RequestException e) {
      return current;
    }
  }

  private Plan read() {
    Plan given;
    try {
      given = plan(text.get(), generations.get(generations.size() - 1));
    } catch (SweepProblems e) {
      if (isEarlier()) {
        return current;
      }
      throw new RequestException(
          "Cannot read study: %s ('gradsweep run FILE' writes its %s anew)%n%s"
              .formatted(study.name(), StudyNames.SWEEP, e.getMessage()));
    }
    if (given.design().equals(current.design())) {
      return given.withRounds(current.rounds());
    }
    return isEarlier() ? current : with(given, "its " + StudyNames.SWEEP).plan();
  }

  private boolean isEarlier() {
    return generations.stream().anyMatch(this::isTextOf);
  }

  /**
   * The same with its rates refitted on another window.
   *
   * @throws SweepProblems if the window's metric is not recorded
   */
  public LatestSweep refitted(RateSpec window) {
    return new LatestSweep(study, generations, current, text, Optional.of(plan().refitted(window)));
  }

  private boolean isTextOf(Generation generation) {
    try {
      return plan(text.get(), generation).design().equals(generation.design());
    } catch (SweepProblems e) {
      return false;
    }
  }

  /**
   * The same plan read by another sweep.
   *
   * @param source of the sweep, in words
   * @throws RequestException if it has other trials; the message names the difference
   */
  public LatestSweep with(Plan given, String source) {
    if (given.design().equals(current.design())) {
      return with(given.withRounds(current.rounds()));
    }
    List<String> differences = PlanChange.between(current, given);
    if (!differences.isEmpty()) {
      throw new RequestException(
          "Cannot read study: %s, by %s (must have the trials of the study's plan; 'gradsweep run'"
                  .formatted(study.name(), source)
              + " makes the study another one's)",
          differences);
    }
    return with(given);
  }

  private LatestSweep with(Plan given) {
    return new LatestSweep(study, generations, current, text, Optional.of(given));
  }
}
