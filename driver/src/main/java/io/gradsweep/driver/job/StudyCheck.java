package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.store.Generation;
import io.gradsweep.driver.store.MergeRecord;
import io.gradsweep.driver.store.Study;
import io.gradsweep.driver.store.StudyFolder;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a study can become what a request asks for. */
record StudyCheck(Study study, StudyRun.Request request) {

  /**
   * Writes nothing.
   *
   * @throws RequestException if the folder or the study's plan does not fit; the message names the
   *     difference
   */
  void requireFit() throws IOException {
    StudyFolder.requireOwn(study);
    requireNotMerged();
    List<Generation> generations = study.generations();
    if (generations.isEmpty() || request.extend()) {
      return;
    }
    Generation newest = generations.get(generations.size() - 1);
    List<String> differences = differences(newest);
    if (!differences.isEmpty()) {
      throw new RequestException(
          "Cannot continue study: %s (another sweep ran there; give another --out, or --extend to"
                  .formatted(study.name())
              + " keep both)",
          differences);
    }
  }

  private void requireNotMerged() throws IOException {
    Optional<MergeRecord> merge = study.merge();
    if (merge.isPresent()) {
      throw new RequestException(
          "Cannot continue study: %s (merged from others, it has no plan of its own; run those, and"
                  .formatted(study.name())
              + " merge again, or give another --out)",
          merge.get().studies());
    }
  }

  private List<String> differences(Generation newest) {
    Plan plan = request.plan();
    if (newest.fingerprint().equals(plan.fingerprint())) {
      return List.of();
    }
    Plan before = Plans.ofText(newest.sweep());
    List<String> differences = new ArrayList<>();
    if (!before.simulation().name().equals(plan.simulation().name())) {
      differences.add(
          "simulation: %s before, %s now"
              .formatted(before.simulation().name(), plan.simulation().name()));
    } else if (newest.simulationVersion() != plan.simulation().version()) {
      differences.add(
          "version of %s: %d before, %d now"
              .formatted(
                  plan.simulation().name(),
                  newest.simulationVersion(),
                  plan.simulation().version()));
    } else {
      differences.addAll(Plan.differences(before, plan));
    }
    return differences;
  }
}
