package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.job.Deadline;
import io.gradsweep.driver.job.RunRequest;
import io.gradsweep.driver.job.RunSession;
import io.gradsweep.driver.job.Slots;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.spark.SparkSettings;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyFolder;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description =
        "Runs the trials of a sweep that its study does not have yet, then prints its summary.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private static final String RERUN = "--rerun";

  @Spec private CommandSpec spec;
  @Mixin private SweepArguments arguments;
  @Mixin private RunLimits limits;
  @Mixin private Output output;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master: local[N], spark://…, yarn, k8s://… (default: local[*])")
  private Optional<String> master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "a setting of Spark; may be given several times")
  private Map<String, String> sparkSettings = Map.of();

  @Option(
      names = "--fresh",
      description = "delete the study's results first (asks for confirmation)")
  private boolean fresh;

  @Option(names = "--yes", description = "with --fresh: do not ask for confirmation")
  private boolean yes;

  @Option(
      names = "--stop-in",
      paramLabel = "TIME",
      description =
          "begin no segment that may not end in this time, such as 3h50m, and end with status 75,"
              + " without tables, if there is more to run (default: before the SLURM job ends, if this runs in one)")
  private Optional<String> stopIn;

  @Option(
      names = {"-q", "--quiet"},
      description = "show no progress")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = new TerminalWriter(spec.commandLine().getErr());
    Deadline deadline = StopTime.deadline(stopIn, err::println);
    Plan plan = arguments.plan();
    Study study = arguments.study(plan);
    RunRequest request = limits.request(plan, deadline);
    Secrets.refuse(sparkSettings);
    SparkSettings.check(master, sparkSettings);
    boolean deletes = fresh && study.exists();
    if (deletes) {
      requireDeletable(study);
    }
    RunSession.SessionResult result =
        new RunSession(
                study,
                request,
                deletes,
                () -> startSpark(plan, study, err),
                new TerminalListener(study, Invocation.of(resumeArguments()), err, quiet))
            .run();
    RunSummary summary = new RunSummary(study, arguments.code(), err);
    summary.tell(output, result);
    summary.tellUnfinished(
        result, limits, plan, Invocation.of(rerunArguments()), Invocation.of(resumeArguments()));
    return RunSummary.exit(result);
  }

  private SparkRuntime startSpark(Plan plan, Study study, PrintWriter err) {
    Map<String, String> settings = Slots.share(plan).settings(master, sparkSettings);
    return SparkRuntime.start(
        master, study.name(), arguments.code().shipped(), settings, err::println);
  }

  private void requireDeletable(Study study) throws IOException {
    if (!yes && System.console() == null) {
      throw new RequestException(
          "Cannot delete %s (no terminal to confirm on; give --yes)".formatted(study.name()));
    }
    StudyFolder.requireNothingForeign(study);
    if (!yes) {
      String answer = System.console().readLine("Delete all results in %s? [y/N] ", study.name());
      if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
        throw new RequestException("Cannot start afresh (not confirmed)");
      }
    }
  }

  /** The same command line, which resumes the run, since published trials are not run again. */
  private List<String> resumeArguments() {
    return spec.commandLine().getParent().getParseResult().originalArgs().stream()
        .filter(argument -> !argument.equals("--fresh"))
        .toList();
  }

  /** The same command for the trials that timed out, whatever statuses it repeats. */
  private List<String> rerunArguments() {
    List<String> arguments = Invocation.without(resumeArguments(), Set.of(RERUN));
    arguments.addAll(List.of(RERUN, Status.TIMED_OUT.word()));
    return arguments;
  }
}
