package io.gradsweep.workers.guard;

import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.guard.GuardProcess.Came;
import io.gradsweep.workers.guard.GuardProcess.Missing;
import io.gradsweep.workers.guard.GuardProcess.Reply;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRun.Harm;
import io.gradsweep.workers.run.TrialRunner;
import io.gradsweep.workers.run.TrialSink;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;

/**
 * Runs trials in a separate JVM, one after the other. A trial that ends that JVM, exhausts its
 * memory or does not return from it becomes a row, and the next one gets a new JVM.
 *
 * <p>A trial is blamed only for the fate of a JVM that has run no other trial. If a JVM that has
 * run others dies or runs out of memory, the trial is run once more, alone. A signal that may have
 * come from anybody is blamed on a trial only if it ends one JVM after the other: kills from
 * outside sooner or later hit between two trials, or another trial.
 *
 * <p>If a trial has a time limit and does not return within it, it is ended from outside. Without
 * one, a trial that hangs cannot be distinguished from one that is slow.
 */
public final class GuardedRunner implements TrialRunner {

  /**
   * Number of JVMs in a row that a signal must end while one trial runs. A signal sent every few
   * seconds hits a trial of one second this often in a row only once in thousands of cases.
   */
  private static final int MOST_KILLS = 4;

  private final Simulation simulation;
  private final RunSettings settings;

  /** Null if the next trial needs a new one. */
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
