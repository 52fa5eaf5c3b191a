package io.gradsweep.driver.cli;

import io.gradsweep.driver.job.GenerationPlan;
import io.gradsweep.driver.job.Plans;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.PlanFilter;
import io.gradsweep.driver.query.StudyDatabase;
import io.gradsweep.driver.query.Summaries;
import io.gradsweep.driver.store.Generation;
import io.gradsweep.driver.store.Study;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.SummarySpec;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A study as the reading commands see it: its current plan and its rows. Writes nothing. */
final class StudyView implements AutoCloseable {

  /** A question about the study and the rows that answer it. */
  record Section(String heading, Answer answer) {}

  private final Plan plan;
  private final StudyDatabase database;

  private StudyView(Plan plan, StudyDatabase database) {
    this.plan = plan;
    this.database = database;
  }

  static StudyView open(Study study) throws IOException, SQLException {
    List<Generation> generations = study.generations();
    List<GenerationPlan> plans = Plans.of(generations);
    Plan current = plans.get(plans.size() - 1).plan();
    boolean wholeFolder = true;
    for (GenerationPlan plan : plans) {
      wholeFolder &= plan.runnable() && Plan.differences(plan.plan(), current).isEmpty();
    }
    study.requireOwnParts();
    SimulationSpec simulation = current.simulation();
    return new StudyView(
        current, StudyDatabase.open(study, simulation, PlanFilter.of(current, wholeFolder)));
  }

  Plan plan() {
    return plan;
  }

  StudyDatabase database() {
    return database;
  }

  /** The sweep's own summaries; without any, one by the axes that vary. */
  List<Section> summaries() {
    Summaries summaries = new Summaries(database, plan.simulation());
    List<Section> sections = new ArrayList<>();
    for (SummarySpec summary : plan.sweep().summaries()) {
      sections.add(section(summaries, summary.by(), summary.of()));
    }
    return sections.isEmpty()
        ? List.of(section(summaries, plan.axes(), Summaries.DEFAULT_MEASURES))
        : sections;
  }

  Section summary(List<String> by, List<String> of) {
    return section(new Summaries(database, plan.simulation()), by, of);
  }

  private static Section section(Summaries summaries, List<String> by, List<String> of) {
    String groups = by.isEmpty() ? "all trials" : "by " + String.join(", ", by);
    return new Section(groups, summaries.of(by, of));
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
