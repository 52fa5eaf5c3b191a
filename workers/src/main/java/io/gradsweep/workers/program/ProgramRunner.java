package io.gradsweep.workers.program;

import io.gradsweep.results.outcome.FailureKind;
import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.program.AnswerReader.NoAnswer;
import io.gradsweep.workers.program.Lines.Line;
import io.gradsweep.workers.program.Request.Care;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import io.gradsweep.workers.run.TrialSink;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs trials in a process of a program, with several requests under way. The process answers in
 * the order of the requests, so the oldest one without an answer is running. Its clock starts when
 * it was sent, or when the one before it was answered, if that was later.
 *
 * <p>A process that dies has its oldest trial run alone in a fresh one; the row of a trial that
 * ends that one too says so. A trial that overruns its limit has its process ended. Those behind it
 * are requested again, in another process. The trials of a failed batch are run again one by one.
 */
final class ProgramRunner implements TrialRunner {

  /** Requests that are under way. */
  private static final int MOST_SINGLE = 32;

  private static final int MOST_BATCHES = 2;

  private static final int MOST_QUOTED = 120;

  private static final long FOR_EVER = Long.MAX_VALUE / 4;

  private static final Supplier<String> NOTHING = () -> "";

  private final ProgramSimulation simulation;
  private final ProgramSpec spec;
  private final RunSettings settings;
  private final int mostSent;
  private final boolean batches;
  private final RequestWriter writer;
  private final AnswerReader reader;
  private final Deque<Request> waiting = new ArrayDeque<>();
  private final Deque<Sent> sent = new ArrayDeque<>();

  private Iterator<Trial> trials;
  private TrialSink sink;
  private Trial ahead;
  private WorkProcess process;
  private long nextId;

  /** Id of a request that was settled before its answer arrived. */
  private long ignoredId = -1;

  /** A fault of the oldest request besides its answer; null for none. */
  private String spoiled;

  /** A request sent to a process, and the time at which its clock starts. */
  private static final class Sent {
    final Request request;
    final boolean first;
    Instant startedAt = Instant.now();
    long startNanos = System.nanoTime();

    Sent(Request request, boolean first) {
      this.request = request;
      this.first = first;
    }
  }

  /**
   * @param oneByOne whether a trial is requested only when the one before it has its row, so that
   *     it is known which one runs
   */
  ProgramRunner(ProgramSimulation simulation, RunSettings settings, boolean oneByOne) {
    this.simulation = simulation;
    spec = simulation.program();
    this.settings = settings;
    batches = spec.takesBatches() && !oneByOne;
    mostSent = oneByOne ? 1 : spec.takesBatches() ? MOST_BATCHES : MOST_SINGLE;
    writer = new RequestWriter(spec, trial -> settings.scratch(trial).map(Path::toString));
    reader = new AnswerReader(spec);
  }

  @Override
  public void run(Iterator<Trial> all, TrialSink rows) throws IOException {
    trials = all;
    sink = rows;
    boolean done = false;
    try {
      for (send(); !sent.isEmpty(); send()) {
        hear();
      }
      done = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      IOException interrupted =
          new InterruptedIOException("Cannot run trials to the end: interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      if (!done) {
        waiting.clear();
        sent.clear();
        ahead = null;
        endProcess();
      } else {
        giveBack();
      }
    }
  }

  private void giveBack() {
    if (process != null) {
      simulation.giveBack(process);
      process = null;
    }
  }

  private void endProcess() {
    if (process != null) {
      process.close();
      process = null;
    }
    ignoredId = -1;
    spoiled = null;
  }

  /** Sends the process as many requests as may be under way. */
  private void send() throws IOException {
    if (sent.size() > mostSent / 2 && mostSent > 2) {
      return; // several requests at once cost less than one each time
    }
    while (sent.size() < mostSent) {
      Request next = waiting.isEmpty() ? made() : waiting.peek();
      boolean careful = next != null && next.care() != Care.NONE;
      boolean behindCareful = !sent.isEmpty() && sent.peekLast().request.care() != Care.NONE;
      if (next == null || !sent.isEmpty() && (careful || behindCareful)) {
        return;
      }
      waiting.poll();
      tell(next);
    }
  }

  private void tell(Request request) throws IOException {
    if (process != null && request.care() == Care.ALONE && !process.isFresh()) {
      giveBack();
    }
    if (process == null) {
      process = request.care() == Care.ALONE ? simulation.fresh() : simulation.borrow();
      ignoredId = -1;
      spoiled = null;
    }
    sent.add(new Sent(request, process.isFresh()));
    process.tell(request.bytes());
  }

  /** The next request, with trials that were not requested yet; null if there are none. */
  private Request made() {
    Trial first = ahead == null && trials.hasNext() ? trials.next() : ahead;
    ahead = null;
    if (first == null) {
      return null;
    }
    List<Trial> together = new ArrayList<>(List.of(first));
    while (batches && together.size() < spec.batch() && ahead == null && trials.hasNext()) {
      Trial next = trials.next();
      if (isSame(first, next)) {
        together.add(next);
      } else {
        ahead = next;
      }
    }
    Request request = new Request(List.copyOf(together), nextId, Care.NONE, writer);
    nextId += together.size();
    waiting.addFirst(request);
    return request;
  }

  private boolean isSame(Trial one, Trial other) {
    for (int index : spec.sameInBatch()) {
      if (!one.params().value(index).equals(other.params().value(index))) {
        return false;
      }
    }
    return true;
  }

  /** Waits for the next line of the process, and makes rows of it. */
  private void hear() throws IOException, InterruptedException {
    Sent oldest = sent.peek();
    Line line = process.next(oldest.startNanos + patienceNanos(oldest) - System.nanoTime());
    if (line == null) {
      timeOut(oldest);
      return;
    }
    switch (line.kind()) {
      case LINE -> hear(line, oldest);
      case TOO_LONG ->
          fail(
              oldest,
              "an answer of more than %d MB".formatted(WorkProcess.MOST_ANSWER >> 20),
              line.nanos(),
              true);
      case END -> die(oldest);
    }
  }

  /** The program's start is part of the first request that a process gets, and of no trial. */
  private long patienceNanos(Sent oldest) {
    Optional<Duration> limit = settings.timeLimit();
    if (limit.isEmpty()) {
      return FOR_EVER;
    }
    Duration all = limit.get().multipliedBy(oldest.request.length());
    return (oldest.first ? all.plus(simulation.startAllowance()) : all).toNanos();
  }

  private void hear(Line line, Sent oldest) throws IOException {
    if (line.bytes().length == 0) {
      return; // an empty line has no meaning
    }
    int brace = brace(line.bytes());
    List<ProgramAnswer> answers;
    try {
      if (brace != 0) {
        spoil(line);
      }
      if (brace < 0) {
        return; // its answer is still to come
      }
      byte[] object =
          brace == 0 ? line.bytes() : Arrays.copyOfRange(line.bytes(), brace, line.bytes().length);
      answers = reader.read(object, oldest.request.length());
    } catch (NoAnswer e) {
      ignoredId = oldest.request.firstId();
      fail(oldest, "%s: %s".formatted(e.getMessage(), quoted(line)), line.nanos(), false);
      return;
    }
    hear(answers, oldest, line);
  }

  private void hear(List<ProgramAnswer> answers, Sent oldest, Line line) throws IOException {
    Long id = answers.get(0).id;
    if (id != null && id == ignoredId) {
      ignoredId = -1;
    } else if (isOf(answers, oldest.request)) {
      String fault = spoiled;
      if (fault != null) {
        fail(oldest, fault, line.nanos(), false);
      } else {
        settle(oldest, answers, line.nanos());
      }
    } else if (id != null && spoiled != null && isNext(id)) {
      fail(oldest, spoiled, line.nanos(), false); // it printed, and its answer was lost with that
      hear(line, sent.peek());
    } else {
      String what =
          id == null
              ? "no id (asked: %d)".formatted(oldest.request.firstId())
              : "id %d, which was not asked for (asked: %d)"
                  .formatted(id, oldest.request.firstId());
      fail(oldest, what, line.nanos(), true);
    }
  }

  private boolean isNext(long id) {
    return sent.stream().skip(1).limit(1).anyMatch(next -> next.request.has(id));
  }

  private static boolean isOf(List<ProgramAnswer> answers, Request request) {
    for (int i = 0; i < answers.size(); i++) {
      Long id = answers.get(i).id;
      if (id == null || id != request.firstId() + i) {
        return false;
      }
    }
    return true;
  }

  private void spoil(Line line) {
    if (spoiled == null) {
      spoiled = "a line that is no answer: " + quoted(line);
    }
  }

  private static String quoted(Line line) {
    int length = Math.min(line.bytes().length, 4 * MOST_QUOTED);
    String text = new String(line.bytes(), 0, length, StandardCharsets.UTF_8);
    return "'%s'".formatted(Shown.beginning(text, MOST_QUOTED));
  }

  /**
   * Position at which an object of JSON may begin; -1 if nowhere. Spaces before it belong to it.
   */
  private static int brace(byte[] line) {
    boolean blank = true;
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '{') {
        return blank ? 0 : i;
      }
      blank &= line[i] == ' ' || line[i] == '\t';
    }
    return -1;
  }

  /**
   * The oldest has its answers: they are rows. Standard error is separate from the answers, so it
   * is not known which of several trials under way wrote it: the details of a failure have all of
   * it, and the last trial gets the rest.
   */
  private void settle(Sent oldest, List<ProgramAnswer> answers, long nanos) throws IOException {
    long wallNanos = (nanos - oldest.startNanos) / oldest.request.length();
    answered(nanos);
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
              failed || !sent.isEmpty() ? NOTHING : process::said));
    }
  }

  /** The oldest is under way no more: the one behind it runs from now on. */
  private void answered(long nanos) {
    sent.remove();
    spoiled = null;
    Sent next = sent.peek();
    if (next != null && next.startNanos < nanos) {
      next.startedAt = next.startedAt.plusNanos(nanos - next.startNanos);
      next.startNanos = nanos;
    }
  }

  /**
   * The oldest has no answer that is one. Those of a batch run again one by one, so that it is
   * known which is to blame.
   *
   * @param lost whether the process and we have lost each other
   */
  private void fail(Sent oldest, String what, long nanos, boolean lost) throws IOException {
    String said = process.allSaid();
    answered(nanos);
    boolean isBatch = oldest.request.length() > 1;
    if (lost || isBatch) {
      abandonProcess();
    }
    if (isBatch) {
      again(oldest.request.split(writer));
      return;
    }
    String reason = FailureKind.RETURNED.reason(what);
    accept(oldest, ProgramAnswer.failed(spec, reason, 0), nanos, said);
  }

  private void die(Sent oldest) throws IOException, InterruptedException {
    long now = System.nanoTime();
    String reason = process.death();
    String said = process.lastSaid();
    answered(now);
    abandonProcess();
    if (oldest.request.length() > 1) {
      again(oldest.request.split(writer));
    } else if (oldest.request.care() != Care.ALONE) {
      again(List.of(oldest.request.with(Care.ALONE)));
    } else {
      accept(oldest, ProgramAnswer.failed(spec, reason, 0), now, said);
    }
  }

  private void timeOut(Sent oldest) throws IOException {
    long now = System.nanoTime();
    String said = process.said();
    answered(now);
    abandonProcess();
    if (oldest.request.length() > 1) {
      again(oldest.request.split(writer));
      return;
    }
    Outcome outcome =
        Outcome.cutOff(
            Status.TIMED_OUT, settings.limitUsedUp(), 0, spec.simulation().measurements().size());
    accept(oldest, outcome, now, said);
  }

  private void accept(Sent oldest, Outcome outcome, long nanos, String said) throws IOException {
    sink.accept(
        TrialRun.elsewhere(
            oldest.request.trials().get(0),
            outcome,
            Curve.NONE.selected(settings.recording()),
            oldest.startedAt,
            Math.max(0, nanos - oldest.startNanos),
            () -> said,
            NOTHING));
  }

  /**
   * Ends the process, and takes back the requests under way in it, to be made again in their order.
   */
  private void abandonProcess() {
    endProcess();
    while (!sent.isEmpty()) {
      waiting.addFirst(sent.removeLast().request);
    }
  }

  private void again(List<Request> first) {
    for (int i = first.size() - 1; i >= 0; i--) {
      waiting.addFirst(first.get(i));
    }
  }

  @Override
  public void close() {
    endProcess();
  }
}
