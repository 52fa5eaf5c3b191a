package io.gradsweep.driver.job;

import io.gradsweep.driver.job.RunSession.Hold;
import io.gradsweep.driver.job.RunSession.Listener;
import io.gradsweep.driver.job.RunSession.SessionResult;
import io.gradsweep.driver.job.RunSession.TrialWatch;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.spark.SparkOnDemand;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.Inventory;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.results.trial.Counted;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of a session under its lock: a single one for a sweep that states its trials, one for
 * each round of a design, and one for each time that a shard takes over from others.
 */
final class SessionSteps {

  private final Study study;
  private final Listener listener;
  private final Optional<RoundSteps> rounds;

  /** The present step. */
  private volatile StudyRun run;

  /** Notes on the study's files that were shown; each step looks for more. */
  private final Set<String> told = new HashSet<>();

  /** Whether an earlier step has run something. */
  private boolean hasRun;

  /** Whether the time was over while others were awaited. */
  private boolean isLate;

  /**
   * @param run as it was requested
   */
  SessionSteps(Study study, StudyRun run, Listener listener) {
    this.study = study;
    this.run = run;
    this.listener = listener;
    RunRequest request = run.request();
    rounds =
        request.plan().isDesign() ? Optional.of(new RoundSteps(study, request)) : Optional.empty();
  }

  /** Whether a segment is one of those that the session runs at present. */
  boolean takes(PartName segment) {
    return run.request().takes(segment);
  }

  /** Runs them all, under the lock. */
  SessionResult all(StudyLock lock, SparkOnDemand source, Hold hold) throws IOException {
    if (rounds.isPresent()) {
      run.forgetOtherCode(run.published());
      rounds.get().change().ifPresent(listener::note);
      run = new StudyRun(study, rounds.get().begin());
    }
    SessionStep step;
    boolean nothingToDo;
    // Spark first: if it does not start, the study stays as it is
    try (source;
        FailureLimit limit = FailureLimit.of(study, run.request().limits().maxFailures())) {
      step = step(lock, source, limit, hold);
      nothingToDo = step.work().pending().isEmpty();
      while (step.end() == RunEnd.WHOLE && goesOn()) {
        step = step(lock, source, limit, hold);
        nothingToDo &= step.work().pending().isEmpty();
      }
    }
    if (step.work().trials().dropped() > 0) {
      listener.note(
          "not run: %s that the sweep does not hold any more"
              .formatted(Counted.of(step.work().trials().dropped(), "trial")));
    }
    if (nothingToDo) {
      step.inventory().requireRowsAsWritten(study);
    }
    PartFooter facts =
        nothingToDo && step.inventory().isFinished() ? step.work().done() : run.finish();
    if (nothingToDo) {
      String whose = run.request().shard().hasOthers() ? "this shard" : "the plan";
      listener.note("nothing to do: all trials of " + whose + " have a row");
    }
    return new SessionResult(facts, isLate ? RunEnd.OUT_OF_TIME : step.end());
  }

  /** A part of a session: the whole of it, or a round of a design. */
  private record SessionStep(Inventory inventory, Work work, RunEnd end) {}

  private SessionStep step(StudyLock lock, SparkOnDemand source, FailureLimit limit, Hold hold)
      throws IOException {
    Inventory inventory = Inventory.of(study);
    inventory.notes().stream().filter(told::add).forEach(listener::note);
    Map<DataFile, PartFooter> published = inventory.facts();
    noteChangedSettings(published);
    run.changedEnvironment().ifPresent(listener::note);
    SparkRuntime spark = run.hasWork(published) ? source.get() : null;
    hold.cancels(spark);
    Work work = run.prepare(run.slotsHere(), published, Optional.ofNullable(spark));
    if (work.pending().isEmpty()) {
      return new SessionStep(inventory, work, RunEnd.WHOLE);
    }
    if (spark == null) { // another shard has laid something out meanwhile
      spark = source.get();
      hold.cancels(spark);
    }
    run.finish(); // a reader meanwhile finds a manifest that says "not yet"
    return new SessionStep(inventory, work, runPending(spark, work, limit, lock));
  }

  /** Goes to the next step of the session; false if there is none. */
  private boolean goesOn() throws IOException {
    return switch (others()) {
      case DEAD -> true;
      case GONE, AWAITED -> false;
      case DONE -> goesToNextRound();
    };
  }

  private boolean goesToNextRound() throws IOException {
    Optional<RunRequest> next =
        rounds.isPresent() ? rounds.get().next(run.request().plan()) : Optional.empty();
    next.flatMap(request -> request.turn().next()).map(NextRound::words).ifPresent(listener::note);
    next.ifPresent(request -> run = new StudyRun(study, request));
    return next.isPresent();
  }

  /**
   * Looks after the segments of other shards, when this one has nothing more to do. The next round
   * of a design is decided by all of them, so that this one waits while others live.
   */
  private OtherShards.State others() throws IOException {
    if (!run.request().shard().hasOthers()) {
      return OtherShards.State.DONE;
    }
    OtherShards others = new OtherShards(study, run.request());
    OtherShards.Look look = others.await(rounds.isPresent());
    if (look.state() == OtherShards.State.DEAD) {
      listener.note("taking over from %s, which died".formatted(others.words(look.whose())));
      run = new StudyRun(study, run.request().helping(look.whose()));
    } else if (look.state() == OtherShards.State.GONE && rounds.isPresent()) {
      listener.note(
          ("the next round waits for %s, which did not begin, or ended in order. Run them, then"
                  + " again:%n  %s")
              .formatted(others.words(look.whose()), listener.resume()));
    }
    isLate = look.state() == OtherShards.State.AWAITED;
    return look.state();
  }

  private void noteChangedSettings(Map<DataFile, PartFooter> published) throws IOException {
    if (published.isEmpty()) {
      return;
    }
    for (String setting : run.changedSettings()) {
      listener.note(
          setting
              + " has changed: it holds for trials that are run from now on, rows that are there"
              + " stay");
    }
  }

  private RunEnd runPending(SparkRuntime spark, Work work, FailureLimit limit, StudyLock lock)
      throws IOException {
    long shortest = Deadline.shortest(work.pending());
    if (hasRun && !run.request().limits().deadline().leavesTimeFor(shortest)) {
      return RunEnd.OUT_OF_TIME; // which is none that could begin nothing
    }
    hasRun = true;
    try (TrialWatch progress = listener.starts(work)) {
      return run.run(spark, work, limit, lock, progress);
    } finally {
      run.differences().forEach(listener::note);
    }
  }
}
