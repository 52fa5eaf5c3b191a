package io.gradsweep.workers.program;

import io.gradsweep.results.outcome.FailureKind;
import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.program.AnswerReader.NoAnswer;
import io.gradsweep.workers.program.LineReader.Line;
import io.gradsweep.workers.program.RequestPipeline.Sent;
import io.gradsweep.workers.program.WorkRequest.Care;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import io.gradsweep.workers.run.TrialSink;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs trials in a process of a program, with several requests under way, and makes rows of its
 * answers.
 *
 * <p>A process that dies, or prints what answers nobody, has its oldest trial run alone in a fresh
 * one; the row of a trial for which that happens again says so. A trial that overruns its limit has
 * its process ended. Those behind it are requested again, in another process. The trials of a
 * failed batch are run again one by one.
 */
final class ProgramRunner implements TrialRunner {

  /** Requests that are under way. */
  private static final int MOST_SINGLE = 32;

  private static final int MOST_BATCHES = 2;

  private static final long FOR_EVER = Long.MAX_VALUE / 4;

  private static final Supplier<String> NOTHING = () -> "";

  private final ProgramSimulation simulation;
  private final ProgramSpec spec;
  private final RunSettings settings;
  private final TrialFolders folders;
  private final AnswerReader reader;
  private final RequestQueue queue;
  private final RequestPipeline pipeline;
  private TrialSink sink;

  /**
   * @param oneByOne whether a trial is requested only when the one before it has its row, so that
   *     it is known which one runs
   */
  ProgramRunner(ProgramSimulation simulation, RunSettings settings, boolean oneByOne) {
    this.simulation = simulation;
    spec = simulation.program();
    this.settings = settings;
    folders = new TrialFolders(settings);
    RequestWriter writer = new RequestWriter(spec, folders::of);
    boolean batches = spec.takesBatches() && !oneByOne;
    queue = new RequestQueue(simulation, batches, writer);
    int mostSent = oneByOne ? 1 : spec.takesBatches() ? MOST_BATCHES : MOST_SINGLE;
    int threads = settings.threads().orElse(spec.needs().threads());
    pipeline = new RequestPipeline(simulation, threads, queue, mostSent);
    reader = new AnswerReader(spec);
  }

  @Override
  public void run(Iterator<Trial> all, TrialSink rows) throws IOException {
    queue.add(all);
    sink =
        run -> {
          rows.accept(run);
          folders.end(run.trial());
        };
    boolean done = false;
    try {
      for (pipeline.send(); pipeline.oldest() != null; pipeline.send()) {
        hear(pipeline.oldest());
      }
      done = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      IOException interrupted =
          new InterruptedIOException("Cannot run trials to the end: interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      if (done) {
        pipeline.giveBack();
      } else {
        queue.clear();
        pipeline.cancel();
      }
    }
  }

  /** Waits for the next line of the process, and makes rows of it. */
  private void hear(Sent oldest) throws IOException, InterruptedException {
    Line line = pipeline.next(oldest.startNanos + patienceNanos(oldest) - System.nanoTime());
    if (line == null) {
      timeOut(oldest);
      return;
    }
    switch (line.kind()) {
      case LINE -> hear(line, oldest);
      case TOO_LONG -> {
        String what = "an answer of more than %d MB".formatted(WorkProcess.MOST_ANSWER >> 20);
        fail(oldest, what, line.nanos(), true);
      }
      case END -> die(oldest);
    }
  }

  /** The program's start is part of the first request that a process gets, and of no trial. */
  private long patienceNanos(Sent oldest) {
    return settings
        .timeLimit()
        .map(limit -> limit.multipliedBy(oldest.request.length()))
        .map(all -> oldest.first ? all.plus(simulation.startAllowance()) : all)
        .map(Duration::toNanos)
        .orElse(FOR_EVER);
  }

  private void hear(Line line, Sent oldest) throws IOException {
    if (line.bytes().length == 0) {
      return; // an empty line has no meaning
    }
    List<ProgramAnswer> answers;
    try {
      answers = reader.read(line, oldest.request.length());
    } catch (NoAnswer e) {
      doubt(oldest, "%s: %s".formatted(e.getMessage(), line.quoted()), line.nanos());
      return;
    }
    if (oldest.request.isAnsweredBy(answers)) {
      settle(oldest, answers, line.nanos());
    } else {
      hearAnother(answers.get(0), oldest, line.nanos());
    }
  }

  /**
   * An answer that is not the one awaited. One to a later request says that the oldest was passed
   * over.
   */
  private void hearAnother(ProgramAnswer answer, Sent oldest, long nanos) throws IOException {
    long asked = oldest.request.firstId();
    if (answer.id != null && pipeline.isUnderWay(answer.id)) {
      String passed = "id %d before id %d (must be in their order)".formatted(answer.id, asked);
      fail(oldest, passed, nanos, true);
    } else {
      String what =
          answer.id == null
              ? answer.faultOr("no id (asked: %d)".formatted(asked))
              : "id %d, which was not asked for (asked: %d)".formatted(answer.id, asked);
      doubt(oldest, what, nanos);
    }
  }

  /**
   * The process printed what answers nobody: the oldest did, or a trial before it once it had its
   * row. Alone in a fresh process, it shows which.
   */
  private void doubt(Sent oldest, String what, long nanos) throws IOException {
    if (oldest.request.care() == Care.ALONE) {
      fail(oldest, what, nanos, true);
    } else {
      pipeline.answered(nanos);
      pipeline.abandon();
      again(oldest.request, FailureKind.RETURNED.reason(what));
    }
  }

  /**
   * Requests again, in such a way that it is known which trial is to blame.
   *
   * @param why what its log says if it has a row then
   */
  private void again(WorkRequest request, String why) {
    if (request.length() > 1) {
      queue.split(request);
    } else {
      queue.again(List.of(request.alone(why)));
    }
  }

  /**
   * The oldest has its answers: they are rows. Standard error is separate from the answers, so it
   * is not known which of several trials under way wrote it: the details of a failure have all of
   * it, and the last trial gets the rest.
   */
  private void settle(Sent oldest, List<ProgramAnswer> answers, long nanos) throws IOException {
    WorkProcess process = pipeline.process();
    long wallNanos = (nanos - oldest.startNanos) / oldest.request.length();
    pipeline.answered(nanos);
    for (int i = 0; i < answers.size(); i++) {
      ProgramAnswer answer = answers.get(i);
      Outcome outcome = answer.outcome();
      boolean failed = outcome.status() == Status.FAILED;
      sink.accept(
          TrialRun.elsewhere(
              oldest.request.trials().get(i),
              outcome,
              answer.curve().selected(settings.recording()),
              oldest.startedAt,
              Math.max(0, wallNanos),
              failed ? process::allSaid : NOTHING,
              failed || pipeline.oldest() != null
                  ? NOTHING
                  : () -> oldest.request.firstAttempt() + process.said()));
    }
  }

  /**
   * The oldest has no answer that is one. Those of a batch run again one by one, so that it is
   * known which is to blame.
   *
   * @param lost whether the process and we have lost each other
   */
  private void fail(Sent oldest, String what, long nanos, boolean lost) throws IOException {
    boolean isBatch = oldest.request.length() > 1;
    Supplier<String> said = pipeline.process()::allSaid; // waits a little, which most need not
    if (lost && !isBatch) {
      String last = said.get();
      said = () -> last;
    }
    pipeline.answered(nanos);
    if (lost || isBatch) {
      pipeline.abandon();
    }
    if (isBatch) {
      queue.split(oldest.request);
      return;
    }
    String reason = FailureKind.RETURNED.reason(what);
    accept(oldest, ProgramAnswer.failed(spec, reason, 0), nanos, said);
  }

  private void die(Sent oldest) throws IOException, InterruptedException {
    long now = System.nanoTime();
    String reason = pipeline.process().death();
    String said = pipeline.process().lastSaid();
    pipeline.answered(now);
    pipeline.abandon();
    if (oldest.request.care() != Care.ALONE) {
      again(oldest.request, reason);
    } else {
      accept(oldest, ProgramAnswer.failed(spec, reason, 0), now, () -> said);
    }
  }

  private void timeOut(Sent oldest) throws IOException {
    long now = System.nanoTime();
    String said = pipeline.process().said();
    pipeline.answered(now);
    pipeline.abandon();
    if (oldest.request.length() > 1) {
      queue.split(oldest.request);
      return;
    }
    Outcome outcome =
        Outcome.cutOff(
            Status.TIMED_OUT, settings.limitUsedUp(), 0, spec.simulation().measurements().size());
    accept(oldest, outcome, now, () -> said);
  }

  private void accept(Sent oldest, Outcome outcome, long nanos, Supplier<String> said)
      throws IOException {
    sink.accept(
        TrialRun.elsewhere(
            oldest.request.trials().get(0),
            outcome,
            Curve.NONE.selected(settings.recording()),
            oldest.startedAt,
            Math.max(0, nanos - oldest.startNanos),
            said,
            NOTHING));
  }

  @Override
  public void close() {
    pipeline.cancel();
    folders.close();
  }
}
