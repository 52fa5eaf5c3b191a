package io.gradsweep.workers.guard;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.ExitCalls;
import io.gradsweep.workers.run.JvmDefaults;
import io.gradsweep.workers.run.TrialCall;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Main class of the JVM in which a {@link GuardedRunner} runs trials, one after the other, as
 * requested. Requests come by descriptor 4 and answers go by descriptor 3: output that a
 * simulation, or a library in native code, writes to standard output cannot be mistaken for an
 * answer. When the requests end, so does this JVM, whatever it is doing.
 */
public final class GuardedMain {

  static final byte READY = 'R';
  static final byte RUN = 'T';
  static final byte EXITING = 'X';

  /** Marks the end of a trial's output; a byte that nobody prints. */
  static final byte MARK = 0;

  /** The exit status if too little memory is left to report anything. */
  static final int OUT_OF_MEMORY = 52;

  private final DataOutputStream answers;
  private final BlockingQueue<byte[]> requests = new LinkedBlockingQueue<>();

  private GuardedMain(DataOutputStream answers) {
    this.answers = answers;
  }

  /** Takes no arguments; the first request states what to run, and how. */
  public static void main(String[] args) throws IOException, InterruptedException {
    JvmDefaults.pin();
    try {
      new GuardedMain(new DataOutputStream(new FileOutputStream("/dev/fd/3"))).serve();
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    }
  }

  private void serve() throws IOException, InterruptedException {
    Thread reader = new Thread(this::read, "requests");
    reader.setDaemon(true);
    reader.start();
    DataInputStream start = new DataInputStream(new ByteArrayInputStream(requests.take()));
    Simulation simulation = simulation(GuardWire.readText(start).orElseThrow());
    TrialCall runner = new TrialCall(simulation, GuardWire.readSettings(start));
    Runtime.getRuntime().addShutdownHook(new Thread(this::sayExiting));
    answer(READY, new byte[0]);
    while (true) {
      Trial trial =
          GuardWire.readTrial(
              new DataInputStream(new ByteArrayInputStream(requests.take())), simulation.spec());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      GuardWire.writeRun(new DataOutputStream(bytes), runner.run(trial));
      System.out.flush();
      System.err.write(MARK);
      System.err.flush();
      answer(RUN, bytes.toByteArray());
    }
  }

  private static Simulation simulation(String className) {
    try {
      return Class.forName(className)
          .asSubclass(Simulation.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot load simulation: " + className, e);
    }
  }

  private void read() {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream("/dev/fd/4")))) {
      for (Optional<byte[]> next = frame(in); next.isPresent(); next = frame(in)) {
        requests.add(next.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Runtime.getRuntime().halt(0); // the parent is gone
    }
  }

  /** The next frame; empty at the end. */
  static Optional<byte[]> frame(DataInputStream in) throws IOException {
    try {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return Optional.of(bytes);
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  private synchronized void answer(byte kind, byte[] content) throws IOException {
    byte[] frame = new byte[content.length + 1];
    frame[0] = kind;
    System.arraycopy(content, 0, frame, 1, content.length);
    answers.writeInt(frame.length);
    answers.write(frame);
  }

  /** Announces an orderly end of the JVM: by System.exit, since no code of ours ends it so. */
  private void sayExiting() {
    ExitCalls.now()
        .forEach(
            (thread, trace) -> {
              System.err.println("System.exit was called by thread " + thread.getName());
              Arrays.stream(trace).forEach(frame -> System.err.println("\tat " + frame));
            });
    try {
      answer(EXITING, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
