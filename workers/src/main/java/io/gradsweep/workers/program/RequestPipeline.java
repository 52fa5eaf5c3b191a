package io.gradsweep.workers.program;

import io.gradsweep.workers.program.LineReader.Line;
import io.gradsweep.workers.program.WorkRequest.Care;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The requests under way in a process of a program, which answers in their order: the oldest one is
 * running. Its clock starts when it was sent, or when the one before it was answered, if that was
 * later. A process is borrowed for the first request, and may be abandoned for another one.
 */
final class RequestPipeline {

  /** A request under way, and the time at which its clock starts. */
  static final class Sent {
    final WorkRequest request;

    /** Whether the process had answered none before, so that its start is part of the time. */
    final boolean first;

    Instant startedAt = Instant.now();
    long startNanos = System.nanoTime();

    Sent(WorkRequest request, boolean first) {
      this.request = request;
      this.first = first;
    }
  }

  private final ProgramSimulation simulation;
  private final int threads;
  private final RequestQueue queue;
  private final int mostSent;
  private final Deque<Sent> sent = new ArrayDeque<>();
  private WorkProcess process;

  /**
   * @param threads with which a trial computes
   * @param mostSent requests that may be under way
   */
  RequestPipeline(ProgramSimulation simulation, int threads, RequestQueue queue, int mostSent) {
    this.simulation = simulation;
    this.threads = threads;
    this.queue = queue;
    this.mostSent = mostSent;
  }

  /** Sends the process as many requests as may be under way. */
  void send() throws IOException {
    if (sent.size() > mostSent / 2 && mostSent > 2) {
      return; // several requests at once cost less than one each time
    }
    boolean added = false;
    while (sent.size() < mostSent && mayFollow(queue.peek())) {
      add(queue.remove());
      added = true;
    }
    if (added) {
      process.send();
    }
  }

  /** Whether a request may be under way behind the others; false for none. */
  private boolean mayFollow(WorkRequest next) {
    return next != null
        && (sent.isEmpty()
            || next.care() == Care.NONE && sent.peekLast().request.care() == Care.NONE);
  }

  private void add(WorkRequest request) throws IOException {
    if (process != null && request.care() == Care.ALONE && !process.isFresh()) {
      giveBack();
    }
    if (process == null) {
      process =
          request.care() == Care.ALONE ? simulation.fresh(threads) : simulation.borrow(threads);
    }
    sent.add(new Sent(request, process.isFresh()));
    process.add(request.bytes());
  }

  WorkProcess process() {
    return process;
  }

  /** The request that is running; null if none is under way. */
  Sent oldest() {
    return sent.peek();
  }

  /** Whether an id is one of a request that is under way. */
  boolean isUnderWay(long id) {
    return sent.stream().anyMatch(each -> each.request.has(id));
  }

  /** The next line of the process; null if none comes in time. */
  Line next(long nanos) throws InterruptedException {
    return process.next(nanos);
  }

  /** The oldest is under way no more: the one behind it runs from now on. */
  void answered(long nanos) {
    sent.remove();
    Sent next = sent.peek();
    if (next != null && next.startNanos < nanos) {
      next.startedAt = next.startedAt.plusNanos(nanos - next.startNanos);
      next.startNanos = nanos;
    }
  }

  /**
   * Ends the process, and puts the requests under way in it back, to be made again in their order.
   */
  void abandon() {
    end();
    List<WorkRequest> underWay = new ArrayList<>();
    sent.forEach(each -> underWay.add(each.request));
    sent.clear();
    queue.again(underWay);
  }

  /** Ends the process, and forgets the requests under way. */
  void cancel() {
    end();
    sent.clear();
  }

  /** Keeps the process for others, after its last answer. */
  void giveBack() {
    if (process != null) {
      simulation.giveBack(process);
      process = null;
    }
  }

  private void end() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
