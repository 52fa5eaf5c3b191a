package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.study.ClaimEnd;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.ReplicateRule;
import io.gradsweep.sweeps.spec.VerdictRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The rows and the level by which a claim is judged.
 *
 * @param answers from those rows, with intervals of that level
 * @param least values that an interval must rest on
 * @param words what is to be said of it; empty for the usual intervals of all rows
 */
record Judging(QuestionAnswers answers, long least, String words) {

  /**
   * How each claim is judged: by all rows, but those that a rule has closed as at their look.
   *
   * @param ends of claims that a rule has closed
   * @param usual intervals of the others
   */
  static Function<ClaimSpec, Judging> of(
      StudyTables tables,
      TrialColumns columns,
      Plan plan,
      Map<ClaimSpec, ClaimEnd> ends,
      Intervals usual) {
    Judging all = usual(new QuestionAnswers(tables, columns, plan.axes(), usual));
    return claim ->
        ends.containsKey(claim)
            ? atLook(
                tables,
                columns,
                plan.axes(),
                plan.sweep().grid().replicateRule().orElseThrow(),
                ends.get(claim).n())
            : all;
  }

  /** By all rows. */
  static Judging usual(QuestionAnswers answers) {
    return new Judging(answers, 0, "");
  }

  /**
   * By the rows of the first replicates, as at a look of a rule whose claims decide.
   *
   * @param replicates of the look
   */
  static Judging atLook(
      StudyTables tables,
      TrialColumns columns,
      List<String> axes,
      ReplicateRule rule,
      long replicates) {
    int looks = rule.allLooks().size();
    Intervals intervals = new Intervals(VerdictRule.level(looks));
    return new Judging(
        new QuestionAnswers(tables, columns.upTo(replicates), axes, intervals),
        rule.min(),
        String.format(
            Locale.ROOT,
            "%,d replicates, an interval of %.4g %% for each of %d looks",
            replicates,
            100 * intervals.level(),
            looks));
  }
}
