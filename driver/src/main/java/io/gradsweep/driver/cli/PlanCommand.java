package io.gradsweep.driver.cli;

import io.gradsweep.driver.job.StudyRun;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.store.Study;
import io.gradsweep.sweeps.plan.Counts;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "plan",
    description = "Checks a sweep file and says what running it would take. Writes nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

  @Mixin private SweepArguments arguments;
  @Mixin private RunLimits limits;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    Plan plan = arguments.plan();
    Study study = arguments.study(plan);
    StudyRun run = new StudyRun(study, limits.request(plan));
    run.check();
    int slots = Runtime.getRuntime().availableProcessors();
    StudyRun.Work work = run.look(slots);
    Counts counts = plan.counts();
    List<List<Object>> rows = new ArrayList<>();
    rows.add(List.of("sweep", plan.sweep().name()));
    rows.add(List.of("simulation", plan.simulation().toString()));
    rows.add(List.of("fingerprint", plan.fingerprint()));
    rows.add(List.of("study", study.name()));
    rows.add(List.of("trials", counts.trials()));
    rows.add(List.of("new", work.pendingTrials()));
    rows.add(List.of("done", work.done().trials()));
    counts
        .filtered()
        .forEach(
            f ->
                rows.add(
                    List.of(
                        f.estimated() ? "filtered (estimated)" : "filtered",
                        f.count() + " by " + f.filter())));
    rows.add(
        List.of(
            counts.overlapEstimated() ? "overlapping (estimated)" : "overlapping",
            counts.overlapping()));
    rows.add(List.of("segments", work.pending().size()));
    rows.add(
        List.of(
            "time",
            "about %s on %d cores"
                .formatted(ProgressView.duration(work.seconds() / slots), slots)));
    rows.add(List.of("size", "about " + ProgressView.bytes(bytes(plan, work.pendingTrials()))));
    output.print(new Answer(List.of("what", "value"), rows));
    return Exit.DONE;
  }

  /** A rough guess from columns and points: compressed doubles, dictionary-coded parameters. */
  private static double bytes(Plan plan, long trials) {
    int metrics = plan.simulation().metrics().size();
    double row = 60 + 6.0 * plan.simulation().measurements().size();
    double steps = plan.sweep().recording().points() * (4 + 7.0 * metrics);
    return trials * (row + steps);
  }
}
