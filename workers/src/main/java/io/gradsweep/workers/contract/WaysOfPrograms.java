package io.gradsweep.workers.contract;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.program.Conversation;
import io.gradsweep.workers.program.ProgramSimulation;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trials of a program, in processes that get one or many.
 *
 * @param patience with an answer that may sit in a buffer, and with a process that is to end
 */
record WaysOfPrograms(ProgramSimulation simulation, Duration patience) implements Ways {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int SLACK = 3;

  /** A trial shorter than this has ended before it can be interrupted in its middle. */
  private static final long SHORT_NANOS = 20_000_000;

  /** Microseconds of a trial below which communication is a large part of it. */
  private static final double CHEAP = 100;

  private static final String FLUSHES = "an answer is out before the next request";
  private static final String ANSWERS = "its output is answers and nothing else";
  private static final String ENDS = "it ends within 5 s of the end of its input";

  @Override
  public TrialRunner plain(RunSettings settings) {
    return simulation.runner(settings, false);
  }

  @Override
  public Optional<TrialRunner> alone(RunSettings settings) {
    return Optional.of(simulation.runner(settings, true));
  }

  @Override
  public List<TrialRun> elsewhere(RunSettings settings, List<Trial> trials) throws IOException {
    simulation.close(); // what runs next starts a process
    return Contract.runs(plain(settings), trials);
  }

  /**
   * Distinguishes an answer that stays in a buffer from a trial that hangs: the answer arrives when
   * the input ends.
   */
  @Override
  public List<Finding> manners(Trial trial) throws IOException {
    try {
      long start = System.nanoTime();
      try (Conversation last = new Conversation(simulation)) {
        last.ask(trial);
        last.endInput();
        if (last.answer(trial, Contract.RECORDING, LONG).isEmpty()) {
          return List.of(
              Finding.broken(
                  FLUSHES, "to one request, after which the input ended: " + last.heard()));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Finding flushes = flushes(trial, took.multipliedBy(SLACK));
        if (!last.endsWithin(patience)) {
          String what = "it had not ended (leave the loop if no line is left)";
          return List.of(flushes, Finding.broken(ENDS, what));
        }
        Finding ends = Finding.kept(ENDS, "");
        return last.lineBehind()
            .map(
                line ->
                    List.of(flushes, ends, Finding.broken(ANSWERS, line + " behind the answer")))
            .orElse(List.of(flushes, ends));
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("Cannot try the program to the end: interrupted", e);
  }

  private Finding flushes(Trial trial, Duration likely) throws IOException, InterruptedException {
    try (Conversation open = new Conversation(simulation)) {
      open.ask(trial);
      Duration longer = likely.compareTo(patience) > 0 ? likely : patience;
      return open.answer(trial, Contract.RECORDING, longer).isPresent()
          ? Finding.kept(FLUSHES, "")
          : Finding.broken(
              FLUSHES, "it came only when the input had ended (flush after each line)");
    }
  }

  @Override
  public List<Finding> further(Trial trial, TrialRun run) throws IOException {
    try {
      return List.of(goesOn(trial, run));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Finding goesOn(Trial trial, TrialRun run) throws IOException, InterruptedException {
    if (!simulation.program().needs().scratch()) {
      return Finding.kept(GOES_ON, "not tried: it wants no scratch folder");
    }
    Path scratch = Files.createTempDirectory("gradsweep-try-");
    try {
      interrupt(trial, run.wallNanos(), scratch);
      boolean saved = isFilled(scratch);
      try (Conversation again = new Conversation(simulation)) {
        again.ask(trial, scratch);
        Optional<TrialRun> second = again.answer(trial, Contract.RECORDING, LONG);
        Optional<String> difference =
            second.isEmpty()
                ? Optional.of("no answer at the second attempt")
                : Differences.first(run, second.get());
        return difference
            .map(what -> Finding.broken(GOES_ON, what))
            .orElse(Finding.kept(GOES_ON, saved ? "" : "it saved nothing in its scratch folder"));
      }
    } finally {
      Ways.delete(scratch);
    }
  }

  /**
   * Ends a process in the middle of a trial; of a short one, before its answer has become a row.
   */
  private void interrupt(Trial trial, long takesNanos, Path scratch)
      throws IOException, InterruptedException {
    try (Conversation cut = new Conversation(simulation)) {
      cut.ask(trial); // it has started once this is answered
      cut.answer(trial, Contract.RECORDING, LONG);
      cut.ask(trial, scratch);
      Duration part = takesNanos < SHORT_NANOS ? LONG : Duration.ofNanos(takesNanos / 2);
      cut.answer(trial, Contract.RECORDING, part);
    }
  }

  private static boolean isFilled(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  @Override
  public String advice(double micros) {
    if (simulation.program().takesBatches()) {
      return "";
    }
    return micros < CHEAP
        ? " (with 'batch' it would be less: most of it is the way to and fro)"
        : " ('batch' would not pay: most of it is the trial)";
  }
}
