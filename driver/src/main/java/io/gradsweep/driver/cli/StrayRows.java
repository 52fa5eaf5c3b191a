package io.gradsweep.driver.cli;

import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.CurrentPlan;
import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.trial.Counted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds rows of trials that no sweep of a study contains, or that occur twice; whole files of
 * another study have right checksums too.
 */
final class StrayRows {

  private static final String REMEDY =
      "a file of another study is in the place of one: restore that, or delete it, and 'gradsweep"
          + " run' runs its trials again";

  private final List<CurrentPlan> plans;
  private long count;
  private Object first;

  private StrayRows(List<CurrentPlan> plans) {
    this.plans = plans;
  }

  /** The faults of the rows of a study that was run; a merged one may have rows of others. */
  static List<String> of(Study study, StudyView view) throws IOException {
    if (study.merge().isPresent()) {
      return List.of();
    }
    int version = view.simulation().version();
    StrayRows rows =
        new StrayRows(
            Plans.of(study.generations()).stream()
                .map(GenerationPlan::plan)
                .filter(plan -> plan.simulation().version() == version)
                .map(plan -> new CurrentPlan(plan, false))
                .toList());
    String columns =
        rows.plans.get(rows.plans.size() - 1).columns().stream()
            .map(SqlText::name)
            .collect(Collectors.joining(", "));
    String all = " FROM all_trials WHERE simulation_version = " + version;
    view.tables().each("SELECT " + columns + all, rows::look);
    List<String> problems = new ArrayList<>();
    if (rows.count > 0) {
      problems.add(
          "trials: %s of trials that no sweep of the study holds, such as %s (%s)"
              .formatted(Counted.of(rows.count, "row"), rows.first, REMEDY));
    }
    Answer twice = view.tables().ask("SELECT count(*) - count(DISTINCT trial_id) AS n" + all);
    long doubled = ((Number) twice.rows().get(0).get(0)).longValue();
    if (doubled > 0) {
      String have = Counted.have(doubled);
      problems.add(
          "trials: %s %s two rows (%s)".formatted(Counted.of(doubled, "trial"), have, REMEDY));
    }
    return problems;
  }

  private void look(Object[] row) {
    List<Object> values = Arrays.asList(row);
    if (plans.stream().noneMatch(plan -> plan.holds(values))) {
      count++;
      first = first == null ? row[0] : first;
    }
  }
}
