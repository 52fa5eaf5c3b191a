package io.gradsweep.driver.job;

import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.AttemptMarker;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.Manifest;
import io.gradsweep.driver.study.Manifest.Software;
import io.gradsweep.driver.study.Manifest.Subject;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyDeletion;
import io.gradsweep.driver.study.StudyFiles;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.StudyScratch;
import io.gradsweep.driver.study.StudySegments;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Finishes a run: writes the manifest, and the mark of a study that has every row. Takes the lock
 * under which studies are finished.
 */
record StudyFinish(Study study, RunRequest request) {

  PartFooter finish() throws IOException {
    StudyLock lock = StudyLock.ofFinish(study);
    try {
      StudyFiles files = study.files();
      PartFooter facts = PartFooter.sum(Parts.facts(study, files).values());
      boolean whole = isWhole(files.segments());
      if (!whole) {
        study.markUnfinished(); // before writing what a full disk may have no room for
      }
      writeManifest(facts, whole);
      if (whole) {
        study.markFinished();
        AttemptMarker.forget(study);
        StudyDeletion.retired(study);
        StudyScratch.deleteAll(study);
      }
      return facts;
    } finally {
      lock.close();
    }
  }

  /**
   * Whether every row exists, by the present generations: another shard may have grown the study
   * meanwhile.
   */
  private boolean isWhole(Set<PartName> published) throws IOException {
    List<Generation> generations = study.generations();
    List<GenerationPlan> plans = Plans.of(generations);
    return !generations.get(generations.size() - 1).awaitsRound()
        && StudySegments.of(generations)
            .live()
            .filter(segment -> plans.get(segment.generation()).runnable())
            .allMatch(segment -> published.contains(segment.part()));
  }

  private void writeManifest(PartFooter facts, boolean whole) throws IOException {
    Plan plan = request.plan();
    String now = Instant.now().toString();
    study.write(
        new Manifest(
            TrialTable.SCHEMA_VERSION,
            Subject.of(plan, plan.simulation().version(), plan.counts().trials()),
            facts.counts(),
            new Software(
                request.version(),
                SparkRuntime.SPARK_VERSION,
                System.getProperty("java.version"),
                CodeIdentity.of(plan.simulation().name()),
                new CodeHistory(study, plan.simulation())
                    .sameNumbers(request.consent().sameNumbers()),
                facts.environments()),
            study.manifest().map(Manifest::startedAt).orElse(now),
            whole ? now : null));
  }
}
