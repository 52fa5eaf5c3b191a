package io.gradsweep.workers.run;

import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.GuardProcess.Came;
import io.gradsweep.workers.run.GuardProcess.Missing;
import io.gradsweep.workers.run.GuardProcess.Reply;
import io.gradsweep.workers.run.TrialRun.Harm;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;

/**
 * Runs trials in a JVM of their own, which is told one after the other: a trial that ends that JVM,
 * exhausts its memory or does not come back from it becomes a row, and the next one finds a new
 * JVM.
 *
 * <p>A trial is blamed for what it does to a JVM that has run no other. Where one that has run
 * others dies or runs out of memory, the trial is run once more, alone. A signal that anybody may
 * have sent is held against a trial only where it ends one JVM after the other: whoever kills from
 * outside hits, sooner or later, between two trials or in another one.
 *
 * <p>Where a trial has a time limit, what does not come back within it is ended from outside.
 * Without one, nothing tells a trial that hangs from one that is slow.
 */
public final class GuardedRunner implements TrialsRunner, AutoCloseable {

  /**
   * How many JVMs in a row a signal must end while one trial runs. One that is sent every few
   * seconds meets a trial of a second this often in a row once in thousands of times.
   */
  private static final int MOST_KILLS = 4;

  private final Simulation simulation;
  private final RunSettings settings;

  /** Null where the next trial needs a new one. */
  private GuardProcess process;

  public GuardedRunner(Simulation simulation, RunSettings settings) {
    this.simulation = simulation;
    this.settings = settings;
  }

  @Override
  public void run(Iterator<Trial> trials, TrialSink sink) throws IOException {
    try {
      while (trials.hasNext()) {
        sink.accept(run(trials.next()));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private TrialRun run(Trial trial) throws IOException {
    if (process == null || !process.isAlive()) {
      renew();
    }
    boolean alone = process.isFresh();
    TrialRun run = runIn(trial);
    for (int deaths = 1; run.harm() != Harm.NONE && !isCertain(deaths, alone); deaths++) {
      renew();
      run = runIn(trial);
      alone = true;
    }
    if (run.harm() != Harm.NONE) {
      close();
    }
    return run;
  }

  private boolean isCertain(int deaths, boolean alone) throws IOException {
    return alone && (deaths >= MOST_KILLS || process.isAlive() || !process.death().byAnybody());
  }

  private void renew() throws IOException {
    close();
    process = GuardProcess.start(simulation, settings);
  }

  private TrialRun runIn(Trial trial) throws IOException {
    Instant startedAt = Instant.now();
    long start = System.nanoTime();
    Reply answer = process.run(trial, settings.patience());
    if (answer instanceof Came came) {
      String printed = process.printed();
      return came.run().printing(() -> printed);
    }
    long wallNanos = System.nanoTime() - start;
    if (answer == Missing.DEAD) {
      return TrialRun.cutOff(trial, Status.FAILED, process.death().reason(), startedAt, wallNanos)
          .with(Harm.PROCESS, process.said());
    }
    process.askForThreads();
    String said = process.said();
    close();
    String reason = settings.limitUnanswered();
    return TrialRun.cutOff(trial, Status.TIMED_OUT, reason, startedAt, wallNanos)
        .with(Harm.NONE, said);
  }

  /** Ends the JVM. The next run starts another. */
  @Override
  public void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
