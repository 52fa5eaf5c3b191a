package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.job.StudyRun;
import io.gradsweep.driver.study.Study;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    description = {
      "Checks a sweep file; shows what it holds and what running it would take. Writes nothing.",
      "--format json has numbers, with their units in their names."
    },
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

  private static final int USUAL_TRIALS = 4;
  private static final int MOST_TRIALS = 100_000;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "list N trials, the first and the last ones (default: 4)")
  private Integer trials;

  @Mixin private SweepArguments arguments;
  @Mixin private RunLimits limits;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    requireTrials();
    Plan plan = arguments.plan();
    Study study = arguments.study(plan);
    StudyRun run = new StudyRun(study, limits.request(plan));
    run.check();
    int slots = run.slotsHere();
    StudyRun.Work work = run.begun().look(slots);
    PlannedTrials listed = new PlannedTrials(plan, trials == null ? USUAL_TRIALS : trials);
    PlanSummary summary = PlanSummary.of(plan, study.name(), work, slots, listed);
    if (!output.isForTheEye()) {
      output.print(summary, trials == null ? PlanTable.of(summary) : listed.table());
      return Exit.DONE;
    }
    output.print(PlanTable.of(summary));
    output.heading("the first and the last trials");
    output.print(listed.table());
    return Exit.DONE;
  }

  private void requireTrials() {
    if (trials != null && !(0 <= trials && trials <= MOST_TRIALS)) {
      throw new RequestException(
          "Cannot list trials: %d (must be from 0 to %d)".formatted(trials, MOST_TRIALS));
    }
  }
}
