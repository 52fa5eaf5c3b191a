package io.gradsweep.driver.analysis;

import io.gradsweep.driver.job.GenerationPlan;
import io.gradsweep.driver.job.Plans;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.CurrentPlan;
import io.gradsweep.driver.query.Engine;
import io.gradsweep.driver.query.StudyDatabase;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.store.Generation;
import io.gradsweep.driver.store.Study;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.SummarySpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A study as the reading commands see it: its current plan and its rows. Writes nothing. */
public final class StudyView implements AutoCloseable {

  /** A question about the study and the rows that answer it. */
  public record Section(String heading, Answer answer) {}

  private final Study study;
  private final Plan plan;
  private final StudyTables tables;

  private StudyView(Study study, Plan plan, StudyTables tables) {
    this.study = study;
    this.plan = plan;
    this.tables = tables;
  }

  /** Opens the parts that are published now, on the embedded engine. */
  public static StudyView open(Study study) throws IOException {
    return open(study, StudyDatabase::open);
  }

  /** Opens the parts that are published now. */
  public static StudyView open(Study study, Engine engine) throws IOException {
    List<Generation> generations = study.generations();
    List<GenerationPlan> plans = Plans.of(generations);
    Plan current = plans.get(plans.size() - 1).plan();
    boolean wholeFolder = true;
    for (GenerationPlan plan : plans) {
      wholeFolder &= plan.runnable() && Plan.differences(plan.plan(), current).isEmpty();
    }
    return new StudyView(study, current, engine.open(study, new CurrentPlan(current, wholeFolder)));
  }

  public Study study() {
    return study;
  }

  public Plan plan() {
    return plan;
  }

  /** The rows, as SQL. */
  public StudyTables tables() {
    return tables;
  }

  /** The sweep's own summaries; without any, one by the axes that vary. */
  public List<Section> summaries() {
    List<Section> sections = new ArrayList<>();
    for (SummarySpec summary : plan.sweep().summaries()) {
      sections.add(summary(summary.by(), summary.of(), summary.show()));
    }
    return sections.isEmpty()
        ? List.of(summary(plan.axes(), Summaries.DEFAULT_MEASURES, List.of()))
        : sections;
  }

  /**
   * @param by columns whose values make the groups; none for one group of all
   * @param of numeric columns to summarise; empty for rate, steps_to_target, final_error
   * @param show {@code mean, median, geomean, ert, sd, min, max, q90}; empty for each measure's own
   */
  public Section summary(List<String> by, List<String> of, List<String> show) {
    String groups = by.isEmpty() ? "all trials" : "by " + String.join(", ", by);
    List<String> measures = of.isEmpty() ? Summaries.DEFAULT_MEASURES : of;
    return new Section(groups, new Summaries(tables, plan.simulation()).of(by, measures, show));
  }

  /** The fits of the sweep file, one list of groups each. */
  public List<List<FitResult>> fits() {
    return plan.sweep().fits().stream().map(this::fit).toList();
  }

  public List<FitResult> fit(FitSpec spec) {
    return new Fits(tables, plan.simulation()).of(spec);
  }

  /** The verdicts of the sweep's claims, in the order of the file. */
  public List<ClaimResult> claims() throws IOException {
    return new Claims(tables, unfinished()).check(plan.sweep().claims());
  }

  private Optional<String> unfinished() throws IOException {
    return study.isFinished() ? Optional.empty() : Optional.of("the study is not finished");
  }

  @Override
  public void close() {
    tables.close();
  }
}
