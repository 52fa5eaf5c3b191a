package io.gradsweep.workers.guard;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.BoundedText;
import io.gradsweep.workers.run.ChildProcess;
import io.gradsweep.workers.run.Reasons;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialOutput;
import io.gradsweep.workers.run.TrialRun;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A separate JVM that runs trials, as its parent sees it: after a request for a trial it answers
 * with the run, or dies, or stays silent. Serves one thread.
 */
final class GuardProcess implements AutoCloseable {

  /** Loading a simulation takes a second on an idle machine. */
  private static final Duration MOST_FOR_START = Duration.ofMinutes(5);

  /**
   * One kill during a start may be followed by another; a kill at each of this many starts is no
   * accident.
   */
  private static final int MOST_STARTS = 5;

  private static final long LOOK_EVERY_MILLIS = 200;

  /** The first output of a crashing JVM is long, and contains the cause. */
  private static final int KEPT_OF_START = 64_000;

  /** Marks the end of the answers. */
  private static final byte[] END = {};

  private final Process process;
  private final DataOutputStream requests;
  private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
  private final BoundedText said = new BoundedText(KEPT_OF_START, TrialOutput.KEPT_TAIL);
  private final Thread reader;
  private final Thread listener;

  /** Trials whose output has arrived completely; written only by the listener. */
  private volatile long marks;

  private boolean exiting;
  private int told;

  private GuardProcess(Process process) {
    this.process = process;
    requests = new DataOutputStream(process.getOutputStream());
    reader = daemon("answers", this::readAnswers);
    listener = daemon("output", this::listen);
  }

  /**
   * @throws IOException if no JVM can be started, or it does not load the simulation; includes its
   *     output
   */
  static GuardProcess start(Simulation simulation, RunSettings settings) throws IOException {
    for (int starts = 1; ; starts++) {
      Optional<GuardProcess> started = tryStart(simulation, settings, starts == MOST_STARTS);
      if (started.isPresent()) {
        return started.get();
      }
    }
  }

  /** Empty if it was killed before it could take a trial, which may be an accident. */
  private static Optional<GuardProcess> tryStart(
      Simulation simulation, RunSettings settings, boolean last) throws IOException {
    GuardProcess started = new GuardProcess(ChildProcess.start(GuardCommand.of(simulation)));
    try {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(request);
      GuardWire.writeText(out, simulation.getClass().getName());
      GuardWire.writeSettings(out, settings);
      boolean ready =
          started.send(request.toByteArray())
              && started.answer(Optional.of(MOST_FOR_START)).filter(a -> a != END).isPresent();
      if (ready) {
        return Optional.of(started);
      }
      GuardDeath death = started.death();
      started.close();
      if (death.byAnybody() && !last) {
        return Optional.empty();
      }
      String words = started.said.text().isBlank() ? death.reason() : started.said.text();
      throw new IOException("Cannot start a JVM for trials: %s".formatted(Reasons.line(words)));
    } catch (IOException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name + " of " + Thread.currentThread().getName());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void readAnswers() {
    try (DataInputStream in = new DataInputStream(process.getInputStream())) {
      for (Optional<byte[]> next = GuardedMain.frame(in);
          next.isPresent();
          next = GuardedMain.frame(in)) {
        answers.add(next.get());
      }
    } catch (IOException e) {
      return; // closed, as the end shows
    } finally {
      answers.add(END);
    }
  }

  private void listen() {
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getErrorStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        said.add(buffer, read);
        for (int i = 0; i < read; i++) {
          marks += buffer[i] == GuardedMain.MARK ? 1 : 0;
        }
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private boolean send(byte[] request) {
    try {
      requests.writeInt(request.length);
      requests.write(request);
      requests.flush();
      return true;
    } catch (IOException e) {
      return false; // it has died, as its answers will show
    }
  }

  /** Returns the next answer; END if the JVM has died, empty if the time is up. */
  private Optional<byte[]> answer(Optional<Duration> patience) throws IOException {
    long start = System.nanoTime();
    try {
      while (patience.isEmpty() || System.nanoTime() - start < patience.get().toNanos()) {
        byte[] answer = answers.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        if (answer == null && !process.isAlive()) {
          // a process that it has started may hold its end of the pipe
          reader.join(LOOK_EVERY_MILLIS);
          answers.add(END);
        } else if (answer != null && answer.length == 1 && answer[0] == GuardedMain.EXITING) {
          exiting = true;
        } else if (answer != null) {
          return Optional.of(answer);
        }
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    IOException e = new InterruptedIOException("Cannot run trials to the end: interrupted");
    e.initCause(cause);
    return e;
  }

  /** Whether it can take a trial, and has run none yet. */
  boolean isFresh() {
    return told == 0;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The result of a request for a trial. */
  sealed interface Reply permits Came, Missing {}

  /** The trial has ended. */
  record Came(TrialRun run) implements Reply {}

  /** There is no outcome. */
  enum Missing implements Reply {
    /** The JVM has died. */
    DEAD,
    /** It has not answered in time. */
    SILENT
  }

  /** Runs a trial there, and waits for it. */
  Reply run(Trial trial, Optional<Duration> patience) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    GuardWire.writeTrial(new DataOutputStream(request), trial);
    said.clear();
    told++;
    if (!send(request.toByteArray())) {
      return Missing.DEAD;
    }
    Optional<byte[]> answer = answer(patience);
    if (answer.isEmpty()) {
      return Missing.SILENT;
    }
    byte[] bytes = answer.get();
    return bytes == END
        ? Missing.DEAD
        : new Came(
            GuardWire.readRun(
                new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1)), trial));
  }

  /** The reason why it has died. */
  GuardDeath death() throws IOException {
    await();
    return GuardDeath.of(process.isAlive() ? 0 : process.exitValue(), exiting, said.text());
  }

  /** Its output since the request for its last trial, in some thousand characters. */
  String said() {
    String words = said.text().replace(String.valueOf((char) GuardedMain.MARK), "");
    byte[] bytes = GuardDeath.withoutSettings(words).getBytes(StandardCharsets.UTF_8);
    BoundedText bounded = new BoundedText(TrialOutput.KEPT_HEAD, TrialOutput.KEPT_TAIL);
    bounded.add(bytes, bytes.length);
    return bounded.text();
  }

  /** The output of the last trial, up to the mark that the JVM puts after it. */
  String printed() throws IOException {
    try {
      for (long waited = 0; waited < LOOK_EVERY_MILLIS && marks < told; waited++) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return said();
  }

  /** Asks the JVM for the stacks of its threads, if it can still answer. */
  void askForThreads() throws IOException {
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(1, TimeUnit.SECONDS);
      listener.join(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void await() throws IOException {
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      listener.join(1000);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Kills the JVM, whatever it is doing. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
