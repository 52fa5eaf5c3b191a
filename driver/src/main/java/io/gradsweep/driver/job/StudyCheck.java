package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.MergeRecord;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyFolder;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.PlanDifference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Checks whether a study fits a request. */
record StudyCheck(Study study, RunRequest request) {

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
    requireSameCode();
    if (GenerationLayout.isNew(study, generations, request)) {
      request
          .limits()
          .segmentIndices()
          .ifPresent(indices -> Layout.requireFew(request.plan().size(), indices));
    }
    if (generations.isEmpty() || request.consent().extend()) {
      return;
    }
    List<String> differences = differences(Plans.newest(generations));
    if (!differences.isEmpty()) {
      throw new RequestException(
          "Cannot continue study: %s (another sweep ran there; give another --out, or --extend to"
                  .formatted(study.name())
              + " keep both)",
          differences);
    }
  }

  /** Refuses different code under one version, since rows of both would be in one table. */
  private void requireSameCode() throws IOException {
    CodeHistory code = new CodeHistory(study, request.plan().simulation());
    boolean alone = !request.shard().hasOthers() && study.files().files().isEmpty();
    if (code.isOther() && !request.consent().sameNumbers() && !alone) {
      throw new RequestException(
          "Cannot continue study: %s (its rows are by other code of %s; raise the simulation's"
                  .formatted(study.name(), request.plan().simulation())
              + " version, or give --same-numbers if the numbers are the same)");
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

  /**
   * A design may go on with any number of replicates of its grid: what its rule does not ask for
   * stays beside the plan.
   */
  private List<String> differences(Plan before) {
    Plan plan = request.plan();
    if (before.design().equals(plan.design())) {
      return List.of();
    }
    return plan.isDesign()
        ? PlanDifference.ofGrids(before, plan)
        : PlanDifference.between(before, plan);
  }
}
