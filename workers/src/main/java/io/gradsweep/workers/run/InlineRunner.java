package io.gradsweep.workers.run;

import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs trials one after the other, and goes on after one that never calls its recorder.
 *
 * <p>Without a time limit, trials run on the calling thread. With one, they run one after the other
 * on a track, a single thread besides the caller, and the caller watches. A trial that has overrun
 * its limit is first asked to stop (its next call of the recorder throws); one that does not answer
 * is given up: its thread is abandoned, its row says so, and a new track goes on with the next
 * trial.
 *
 * <p>An abandoned track can do no harm, because a trial's run belongs to the thread that moves
 * {@code current} from that run to null, by compare-and-set. The track moves it when the simulation
 * returns, the watcher when it gives up; only the winner touches the iterator and the sink, and a
 * track that loses ends at once.
 */
public final class InlineRunner implements TrialRunner {

  /** Beyond this many abandoned threads in one JVM, cores are lost faster than trials end. */
  private static final int MOST_ABANDONED = 16;

  /**
   * Time beyond its limit in which a trial may be within the initialiser of a class, which is where
   * libraries are loaded: to interrupt it there would leave a class that no later trial of this JVM
   * can use.
   */
  private static final Duration LOADING = Duration.ofMinutes(1);

  private static final AtomicInteger ABANDONED = new AtomicInteger();

  private final Simulation simulation;
  private final RunSettings settings;

  public InlineRunner(Simulation simulation, RunSettings settings) {
    this.simulation = simulation;
    this.settings = settings;
    TrialOutput.divert(System.out, System.err);
  }

  /**
   * {@inheritDoc}
   *
   * @throws TooManyAbandoned if too many trials of this JVM never returned
   */
  @Override
  public void run(Iterator<Trial> trials, TrialSink sink) throws IOException {
    if (settings.timeLimit().isEmpty()) {
      TrialCall runner = new TrialCall(simulation, settings);
      while (trials.hasNext()) {
        sink.accept(runner.run(trials.next()));
      }
      return;
    }
    while (trials.hasNext()) {
      Track track = new Track(trials, sink);
      track.start();
      track.watch();
    }
  }

  /** The trial that runs now, and its start time. */
  private record Running(Trial trial, Instant startedAt, long startNanos) {}

  private final class Track {
    private final Iterator<Trial> trials;
    private final TrialSink sink;
    private final AtomicReference<Running> current = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long patienceNanos;
    private final Thread thread;
    private volatile boolean stopped;
    private Throwable thrown;

    Track(Iterator<Trial> trials, TrialSink sink) {
      this.trials = trials;
      this.sink = sink;
      patienceNanos = settings.patience().orElseThrow().toNanos();
      thread = new Thread(this::runTrials, "trials of " + Thread.currentThread().getName());
      thread.setDaemon(true);
      thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    }

    void start() {
      thread.start();
    }

    private void runTrials() {
      try {
        TrialCall runner = new TrialCall(simulation, settings);
        while (!stopped && trials.hasNext()) {
          Running running = new Running(trials.next(), Instant.now(), System.nanoTime());
          current.set(running);
          TrialRun run = runner.run(running.trial());
          if (!current.compareAndSet(running, null)) {
            ABANDONED.decrementAndGet(); // it stopped after all, too late
            return;
          }
          sink.accept(run);
        }
      } catch (IOException | RuntimeException | Error e) {
        thrown = e; // read by the caller after the latch
      }
      ended.countDown();
    }

    /** Waits until the track has ended or has been given up. */
    void watch() throws IOException {
      long period = Math.max(1_000_000, Math.min(100_000_000, patienceNanos / 10));
      try {
        while (!ended.await(period, TimeUnit.NANOSECONDS)) {
          Running running = current.get();
          if (running != null && isOverdue(running) && current.compareAndSet(running, null)) {
            giveUp(running);
            return;
          }
        }
      } catch (InterruptedException e) {
        stopped = true;
        if (current.getAndSet(null) != null) {
          ABANDONED.incrementAndGet(); // it has lost its place, and notices at its end
        }
        interruptTrial();
        Thread.currentThread().interrupt();
        throw new IOException("Cannot run trials to the end: interrupted", e);
      }
      rethrow();
    }

    private boolean isOverdue(Running running) {
      long over = System.nanoTime() - running.startNanos() - patienceNanos;
      return over > 0 && (over > LOADING.toNanos() || !initialisesClass());
    }

    private void interruptTrial() {
      if (!initialisesClass()) {
        thread.interrupt();
      }
    }

    private boolean initialisesClass() {
      return Arrays.stream(thread.getStackTrace())
          .anyMatch(frame -> frame.getMethodName().equals("<clinit>"));
    }

    private void giveUp(Running running) throws IOException {
      interruptTrial();
      sink.accept(
          TrialRun.cutOff(
              running.trial(),
              Status.TIMED_OUT,
              settings.limitUnanswered(),
              running.startedAt(),
              System.nanoTime() - running.startNanos()));
      if (ABANDONED.incrementAndGet() > MOST_ABANDONED) {
        throw new TooManyAbandoned(MOST_ABANDONED);
      }
    }

    private void rethrow() throws IOException {
      if (thrown instanceof IOException io) {
        throw io;
      }
      if (thrown instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (thrown instanceof Error error) {
        throw error;
      }
    }
  }
}
