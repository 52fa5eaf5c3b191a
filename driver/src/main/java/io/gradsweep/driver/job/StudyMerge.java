package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.rewrite.MergedRows;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Generation.PlanText;
import io.gradsweep.driver.study.Inventory;
import io.gradsweep.driver.study.LatestSweep;
import io.gradsweep.driver.study.Manifest;
import io.gradsweep.driver.study.Manifest.Software;
import io.gradsweep.driver.study.Manifest.Subject;
import io.gradsweep.driver.study.MergeRecord;
import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyDeletion;
import io.gradsweep.driver.study.StudyFolder;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.StudyNames;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.PlanDifference;
import io.gradsweep.sweeps.spec.ValueRule;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Merges several studies of one simulation into one, which all commands can read and none can run:
 * it has no plan of its own, and {@code trials} has all its rows.
 */
public final class StudyMerge {

  private static final int MOST_STUDIES = 100;

  /**
   * Result of a merge.
   *
   * @param repeated rows that were left out, since there is another of the same trial
   * @param finished whether every one of the studies was finished
   */
  public record Merged(PartFooter facts, long repeated, boolean finished) {}

  private final List<Study> studies;
  private final Study target;
  private final String version;
  private final boolean sameNumbers;
  private final List<Plan> plans = new ArrayList<>();

  /**
   * @param studies at least two, in the order in which their rows are preferred
   * @param target a folder that is empty or does not exist
   * @param sameNumbers whether different code of one version is known to give the same numbers
   */
  public StudyMerge(List<Study> studies, Study target, String version, boolean sameNumbers) {
    this.studies = studies;
    this.target = target;
    this.version = version;
    this.sameNumbers = sameNumbers;
  }

  /**
   * Checks the studies, and refuses those that cannot be merged. Writes nothing.
   *
   * @throws RequestException with every problem
   */
  public void check() throws IOException {
    if (studies.size() < 2 || studies.size() > MOST_STUDIES) {
      throw new RequestException(
          "Cannot merge %d %s (must be 2 to %d)"
              .formatted(studies.size(), studies.size() == 1 ? "study" : "studies", MOST_STUDIES));
    }
    List<String> problems = new ArrayList<>();
    Set<Object> folders = new HashSet<>();
    for (Study study : studies) {
      if (!folders.add(study.folder())) {
        problems.add(study.name() + ": given twice");
      }
      Inventory.requireOwnParts(study);
      List<Generation> generations = study.generations();
      plans.add(plan(study, generations));
      problems.addAll(differences(study, generations));
    }
    if (!problems.isEmpty()) {
      throw new RequestException("Cannot merge studies", problems);
    }
    StudyFolder.requireEmpty(target);
  }

  /**
   * The current plan; for the first study with the analysis given last, which the merged study
   * inherits.
   */
  private Plan plan(Study study, List<Generation> generations) throws IOException {
    Plan current = Plans.newest(generations);
    return plans.isEmpty() ? LatestSweep.of(study, generations, current).plan() : current;
  }

  /**
   * Returns why a study cannot be merged with the first: another simulation, or another version of
   * it.
   */
  private List<String> differences(Study study, List<Generation> generations) throws IOException {
    String first = plans.get(0).simulation().name();
    String simulation = plans.get(plans.size() - 1).simulation().name();
    if (!simulation.equals(first)) {
      return List.of(
          "%s: simulation %s (must be %s, as in %s)"
              .formatted(study.name(), simulation, first, studies.get(0).name()));
    }
    int expected = studies.get(0).generations().get(0).plan().simulationVersion();
    List<String> differences = new ArrayList<>();
    otherFilters(study).ifPresent(differences::add);
    if (!sameNumbers) {
      otherCode(study).ifPresent(differences::add);
    }
    generations.stream()
        .map(each -> each.plan().simulationVersion())
        .filter(found -> found != expected)
        .distinct()
        .map(
            found ->
                "%s: version %d of %s (must be %d, as in %s)"
                    .formatted(study.name(), found, simulation, expected, studies.get(0).name()))
        .forEach(differences::add);
    return differences;
  }

  /** The merged sweep reads all filters by the rule of the first study's. */
  private Optional<String> otherFilters(Study study) {
    Plan plan = plans.get(plans.size() - 1);
    ValueRule rule = plans.get(0).sweep().grid().rule();
    return PlanDifference.isNoneUnder(rule, plan)
        ? Optional.empty()
        : Optional.of(
            ("%1$s: its filters mean something else by 'values: %2$d', the rule of %3$s (run its"
                    + " sweep with 'values: %2$d', or that of %3$s with 'values: %4$d', into another"
                    + " --out, and merge that)")
                .formatted(
                    study.name(),
                    rule.number(),
                    studies.get(0).name(),
                    plan.sweep().grid().rule().number()));
  }

  private Optional<String> otherCode(Study study) throws IOException {
    SimulationSpec simulation = plans.get(0).simulation();
    Set<String> first = new CodeHistory(studies.get(0), simulation).known();
    Set<String> found = new CodeHistory(study, simulation).known();
    return first.isEmpty() || found.isEmpty() || !Collections.disjoint(first, found)
        ? Optional.empty()
        : Optional.of(
            "%s: other code of %s than in %s under one version (--same-numbers if it gives the same)"
                .formatted(study.name(), simulation, studies.get(0).name()));
  }

  /**
   * Merges the studies, after {@link #check}.
   *
   * @param lock of the target
   * @throws RequestException if rows of one trial contradict each other; then nothing is left
   */
  public Merged run(StudyLock lock) throws IOException {
    StudyFolder.requireEmpty(target); // again: another process may have written since
    Plan plan = Plan.ofStored(MergedSweep.of(plans), plans.get(0).simulation());
    String text = Plans.text(plan); // before any row is read
    boolean finished = true;
    for (Study study : studies) {
      finished &= Inventory.of(study).isFinished();
    }
    MergedRows rows = MergedRows.of(studies, plan.simulation());
    StudyDeletion.results(target); // of a merge that died
    try {
      write(rows, lock);
      PartFooter facts = PartFooter.sum(Parts.facts(target, target.files()).values());
      publish(plan, text, facts, finished);
      return new Merged(facts, rows.repeated(), finished);
    } finally {
      if (!target.exists()) {
        StudyDeletion.results(target);
      }
    }
  }

  private void write(MergedRows rows, StudyLock lock) throws IOException {
    target.write(new MergeRecord(studies.stream().map(s -> s.folder().toString()).toList()));
    target.storage().createFolders(StudyNames.TRIALS);
    target.storage().createFolders(StudyNames.TRAJECTORIES);
    rows.write(target, lock);
  }

  /** The generation comes last: with it the folder is a study. */
  private void publish(Plan plan, String text, PartFooter facts, boolean finished)
      throws IOException {
    int simulationVersion = studies.get(0).generations().get(0).plan().simulationVersion();
    String now = Instant.now().toString();
    target.writeSweep(text);
    target.write(
        new Manifest(
            TrialTable.SCHEMA_VERSION,
            Subject.of(plan, simulationVersion, facts.trials()),
            facts.counts(),
            new Software(
                version,
                SparkRuntime.SPARK_VERSION,
                System.getProperty("java.version"),
                CodeIdentity.of(plan.simulation().name()),
                null,
                facts.environments()),
            now,
            finished ? now : null));
    if (finished) {
      target.markFinished();
    }
    target.create(
        new Generation(
            0,
            new PlanText(plan.fingerprint(), simulationVersion, text),
            new long[] {0, plan.size()},
            new double[] {0},
            studies.get(0).generations().get(0).declaration(),
            List.of(),
            null));
  }
}
