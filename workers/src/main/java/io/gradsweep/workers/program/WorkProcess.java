package io.gradsweep.workers.program;

import io.gradsweep.results.outcome.FailureKind;
import io.gradsweep.workers.program.LineReader.Line;
import io.gradsweep.workers.program.LineReader.LineKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** A working process of a program: takes requests and prints lines. Serves one thread. */
final class WorkProcess {

  /** Bytes of a line of answers: for a trial, or a whole batch. */
  static final int MOST_ANSWER = 16 << 20;

  private static final int KILL = 9;

  private static final long END_MILLIS = 1_000;
  private static final long LOOK_EVERY_NANOS = 200_000_000;

  private final ProcessGroup group;
  private final LineReader lines;
  private final ErrorOutput errors;
  private final Thread writer;

  /** Bytes still to be written; the writer takes all of them at once. */
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  private final int threads;
  private boolean closed;
  private long told;

  private WorkProcess(ProcessGroup group, String name, int threads) {
    this.group = group;
    this.threads = threads;
    Process process = group.process();
    lines = new LineReader(process.getInputStream(), MOST_ANSWER, "answers of " + name);
    errors = new ErrorOutput(process.getErrorStream(), "errors of " + name);
    writer = new Thread(this::write, "requests to " + name);
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * @throws IOException if the system has no room for a process, or no shell
   */
  static WorkProcess start(Program program, int threads) throws IOException {
    return new WorkProcess(ProcessGroup.start(program.working(threads)), program.name(), threads);
  }

  private void write() {
    try (OutputStream out = group.process().getOutputStream()) {
      while (true) {
        byte[] bytes;
        synchronized (pending) {
          while (pending.size() == 0 && !closed) {
            pending.wait();
          }
          if (closed) {
            return;
          }
          bytes = pending.toByteArray();
          pending.reset();
        }
        out.write(bytes);
        out.flush();
      }
    } catch (IOException e) {
      return; // it has ended, as its lines say
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Adds a request to those that {@link #send} sends. */
  void add(byte[] line) {
    told++;
    synchronized (pending) {
      pending.writeBytes(line);
    }
  }

  /** Sends it what was added. Returns at once, whether the process reads or not. */
  void send() {
    synchronized (pending) {
      pending.notifyAll();
    }
  }

  /** Threads with which it was told to compute. */
  int threads() {
    return threads;
  }

  /** Whether it has got no request yet. */
  boolean isFresh() {
    return told == 0;
  }

  /** Whether it can take requests, and owes no answer. */
  boolean isUsable() {
    return group.process().isAlive() && lines.isEmpty();
  }

  /** The next line; null if none comes in time. */
  Line next(long nanos) throws InterruptedException {
    for (long left = nanos; left > 0; left -= LOOK_EVERY_NANOS) {
      boolean alive = group.process().isAlive();
      Line line = lines.next(Math.min(left, LOOK_EVERY_NANOS));
      if (line != null) {
        return line;
      }
      if (!alive) { // a process that it has started may hold its end of the pipe
        return new Line(LineKind.END, new byte[0], System.nanoTime());
      }
    }
    return null;
  }

  /** Its standard error since the last call. */
  String said() {
    return errors.take();
  }

  /** The same with what is under way. */
  String allSaid() {
    return errors.takeAll();
  }

  /** The reason why it has ended; ends it, if it still runs. */
  String death() throws InterruptedException {
    Process process = group.process();
    boolean ended = process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS);
    close();
    if (!ended) {
      return FailureKind.EXITED.reason("it closed its output");
    }
    int status = process.exitValue();
    String words = ProcessGroup.words(status);
    if (!ProcessGroup.isSignal(status)) {
      return FailureKind.EXITED.reason(words + ", without an answer");
    }
    return FailureKind.KILLED.reason(
        words.equals("signal " + KILL)
            ? words + " (SIGKILL, as the system sends if memory runs out)"
            : words);
  }

  /** Its last standard error. */
  String lastSaid() throws InterruptedException {
    return errors.takeLast();
  }

  /** Sets whether its answers are awaited; else it ends with its input. */
  void setBusy(boolean busy) {
    group.setBusy(busy);
  }

  /** Ends it now, with all processes that it has started. */
  void close() {
    stopThreads();
    group.kill();
  }

  /** Lets it end, since there is nothing more to do. */
  void end() {
    stopThreads();
    group.end();
  }

  private void stopThreads() {
    lines.close();
    synchronized (pending) {
      closed = true;
      pending.notifyAll();
    }
  }
}
