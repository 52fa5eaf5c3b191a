package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.ReplicateRule;

/** Answers claims from the first replicates of a study, as a rule whose claims decide does. */
public final class LookAnswers {

  private final Judging judging;

  /**
   * An answer.
   *
   * @param verdict on the interval; INCONCLUSIVE if it lies across the bound, or rests on too
   *     little
   * @param value null for none
   * @param low lower end of the interval; null for none
   * @param high upper end
   */
  public record LookAnswer(Verdict verdict, Double value, Double low, Double high) {}

  /**
   * @param replicates of the look
   */
  public LookAnswers(StudyTables tables, Plan plan, ReplicateRule rule, long replicates) {
    judging = Judging.atLook(tables, new TrialColumns(plan, ""), plan.axes(), rule, replicates);
  }

  /** Answers a claim that has an interval. */
  public LookAnswer answer(ClaimSpec claim) {
    ClaimAnswer answer = judging.answers().answer(claim.question());
    Claims.Judgement judgement = Claims.judge(claim.bound(), answer, judging.least());
    return new LookAnswer(judgement.verdict(), answer.value(), answer.low(), answer.high());
  }
}
