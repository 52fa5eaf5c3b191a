package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.job.SparkOnDemand;
import io.gradsweep.driver.job.SparkRuntime;
import io.gradsweep.driver.job.SparkSettings;
import io.gradsweep.driver.job.StudyRun;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.store.DataFile;
import io.gradsweep.driver.store.Inventory;
import io.gradsweep.driver.store.PartFacts;
import io.gradsweep.driver.store.Study;
import io.gradsweep.driver.store.StudyDeletion;
import io.gradsweep.driver.store.StudyFolder;
import io.gradsweep.driver.store.StudyLock;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = "Runs what a study does not have yet of a sweep, then prints its summary.",
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
      description = "a setting of Spark's own; may be given several times")
  private Map<String, String> sparkSettings = Map.of();

  @Option(names = "--fresh", description = "delete the study's results first (asks, or give --yes)")
  private boolean fresh;

  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  @Option(
      names = {"-q", "--quiet"},
      description = "no progress")
  private boolean quiet;

  private PrintWriter err;

  @Override
  public Integer call() throws IOException {
    err = new TerminalWriter(spec.commandLine().getErr());
    Plan plan = arguments.plan();
    Study study = arguments.study(plan);
    StudyRun run = new StudyRun(study, limits.request(plan));
    requireSensible();
    boolean deletes = fresh && study.exists();
    if (deletes) {
      requireDeletable(study);
    } else {
      run.check();
    }
    boolean isNew = deletes || !study.exists();
    List<String> ours = Study.folders(study.storage().exists(""));
    Done done;
    try (SparkOnDemand spark = new SparkOnDemand(() -> startSpark(study))) {
      if (deletes) {
        deleteResults(study, spark);
      }
      done = underLock(study, run, spark);
    } finally {
      if (isNew && !study.exists()) {
        study.storage().deleteEmptyFolders(ours);
      }
    }
    if (done.whole() && limits.isSharded()) {
      CompactCommand.afterShard(study, err);
    }
    return told(study, done);
  }

  /**
   * What a run came to.
   *
   * @param whole false where too many failures have stopped it
   */
  private record Done(Plan plan, boolean whole, PartFacts facts) {}

  private void requireSensible() {
    Secrets.refuse(sparkSettings);
    SparkSettings.check(master, sparkSettings);
  }

  private StudyLock lock(Study study, StudyRun run) throws IOException {
    try {
      study.storage().createFolders("");
    } catch (IOException e) {
      throw new RequestException(
          "Cannot use folder: %s (it cannot be made or written; give another --out)"
              .formatted(study.name()));
    }
    return limits.isSharded()
        ? StudyLock.ofShard(study, run.request().shard(), run.request().shards(), err::println)
        : StudyLock.ofStudy(study, err::println);
  }

  private Done underLock(Study study, StudyRun run, SparkOnDemand spark) throws IOException {
    try (StudyLock lock = lock(study, run);
        Interruption interruption = new Interruption(resumeCommand(), study, lock, err)) {
      Done done = locked(study, run, lock, spark, interruption);
      if (done.whole() && !limits.isSharded()) {
        CompactCommand.afterRun(study, lock, err);
      }
      return done;
    }
  }

  private Done locked(
      Study study, StudyRun run, StudyLock lock, SparkOnDemand source, Interruption interruption)
      throws IOException {
    if (!limits.isSharded()) {
      StudyDeletion.remains(study);
    }
    run.check(); // again: another process may have written between the first look and the lock
    int slotsHere = Runtime.getRuntime().availableProcessors();
    Inventory inventory = Inventory.of(study);
    inventory.notes().forEach(err::println);
    Map<DataFile, PartFacts> published = inventory.facts();
    for (String setting : published.isEmpty() ? List.<String>of() : run.changedSettings()) {
      err.printf(
          "%s has changed: it holds for trials that are run from now on, rows that are there stay%n",
          setting);
    }
    Work work;
    boolean whole = true;
    // Spark first: if it does not start, the study stays as it is
    try (source) {
      SparkRuntime spark = run.hasWork(published) ? source.get() : null;
      interruption.cancels(spark);
      work = run.prepare(slotsHere, published, Optional.ofNullable(spark));
      if (!work.pending().isEmpty()) {
        run.finish(); // who looks meanwhile finds a manifest that says "not yet"
        whole = runPending(spark, run, work, lock);
      }
    }
    if (work.droppedTrials() > 0) {
      err.printf(
          "not run: %d trials that the sweep does not hold any more%n", work.droppedTrials());
    }
    boolean nothingToDo = work.pending().isEmpty();
    PartFacts facts = nothingToDo && inventory.isFinished() ? work.done() : run.finish();
    if (nothingToDo) {
      String whose = limits.isSharded() ? "this shard" : "the plan";
      err.println("nothing to do: all trials of " + whose + " have a row");
    }
    return new Done(run.request().plan(), whole, facts);
  }

  private int told(Study study, Done done) throws IOException {
    new RunStory(study, arguments.jar(), err).tell(output, done.facts());
    long timedOut = done.facts().counts().getOrDefault(Status.TIMED_OUT.word(), 0L);
    if (timedOut > 0) {
      err.printf(
          "%d trials timed out; to run them again, maybe with a longer --time-limit: %s%n",
          timedOut, Invocation.of(rerunArguments()));
    }
    if (!done.whole()) {
      err.println(limits.stopped(done.plan()));
    }
    boolean failed = done.facts().counts().getOrDefault(Status.FAILED.word(), 0L) > 0;
    return failed || !done.whole() ? Exit.TRIALS_FAILED : Exit.DONE;
  }

  private boolean runPending(SparkRuntime spark, StudyRun run, Work work, StudyLock lock)
      throws IOException {
    if (!quiet) {
      err.printf(
          "%d trials to run in %d segments, %d there already%n",
          work.pendingTrials(), work.pending().size(), work.doneTrials());
      if (work.otherRows() > 0) {
        err.printf("%d rows of earlier plans stay (all_trials)%n", work.otherRows());
      }
    }
    work.lost().forEach(trial -> err.println(trial.words()));
    err.flush();
    try (ProgressView progress = new ProgressView(work.pendingTrials(), err, quiet)) {
      return run.run(spark, work, lock, progress::show);
    }
  }

  private SparkRuntime startSpark(Study study) {
    return SparkRuntime.start(master, study.name(), arguments.jar().shipped(), sparkSettings);
  }

  private void requireDeletable(Study study) throws IOException {
    if (!yes && System.console() == null) {
      throw new RequestException(
          "Cannot delete %s (nobody to ask here; give --yes)".formatted(study.name()));
    }
    StudyFolder.requireNothingForeign(study);
    if (!yes) {
      String answer = System.console().readLine("Delete all results in %s? [y/N] ", study.name());
      if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
        throw new RequestException("Cannot start afresh (not confirmed)");
      }
    }
  }

  /** The last thing before trials run: whatever can be refused has been, and Spark is there. */
  private static void deleteResults(Study study, SparkOnDemand spark) throws IOException {
    StudyLock lock = StudyLock.ofStudy(study);
    try {
      StudyFolder.requireNothingForeign(study); // again: somebody may have put it there since
      spark.get();
      StudyDeletion.results(study);
    } finally {
      lock.close();
    }
  }

  /** The same command line: it resumes, since what is published is not run again. */
  private String resumeCommand() {
    return Invocation.of(resumeArguments());
  }

  private List<String> resumeArguments() {
    return spec.commandLine().getParent().getParseResult().originalArgs().stream()
        .filter(argument -> !argument.equals("--fresh"))
        .toList();
  }

  /** The same command for the trials that timed out, whatever statuses it repeated before. */
  private List<String> rerunArguments() {
    List<String> arguments = new ArrayList<>();
    boolean skipped = false;
    for (String argument : resumeArguments()) {
      if (!skipped && !argument.startsWith(RERUN)) {
        arguments.add(argument);
      }
      skipped = argument.equals(RERUN);
    }
    arguments.addAll(List.of(RERUN, Status.TIMED_OUT.word()));
    return arguments;
  }
}
