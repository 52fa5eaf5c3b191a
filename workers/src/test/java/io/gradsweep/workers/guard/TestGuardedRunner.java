package io.gradsweep.workers.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Poison;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.InlineRunner;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.Trajectory;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRun.Harm;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestGuardedRunner {

  private static final Recording RECORDING = new Recording(8, Recording.Spacing.LOG);
  private static final Optional<Duration> LIMIT = Optional.of(Duration.ofSeconds(2));

  private static Trial trial(String poison, long replicate) {
    return new Trial(
        new Poison().spec().resolve(Map.of("poison", ParamValue.of(poison))), 1, replicate);
  }

  /** Runs, with what has to be read before the next one begins. */
  private record Run(Outcome outcome, List<List<Double>> steps, Harm harm, String details) {
    static Run of(TrialRun run) {
      List<List<Double>> steps = new ArrayList<>();
      for (int i = 0; i < run.trajectory().size(); i++) {
        Trajectory trajectory = run.trajectory();
        steps.add(
            List.of((double) trajectory.step(i), trajectory.time(i), trajectory.metric(i, 0)));
      }
      return new Run(run.outcome(), steps, run.harm(), run.words().details().get());
    }
  }

  private static List<Run> run(TrialRunner runner, Trial... trials) throws IOException {
    List<Run> runs = new ArrayList<>();
    runner.run(List.of(trials).iterator(), run -> runs.add(Run.of(run)));
    return runs;
  }

  private static List<Run> runGuarded(Optional<Duration> limit, Trial... trials)
      throws IOException {
    try (GuardedRunner runner =
        new GuardedRunner(new Poison(), new RunSettings(RECORDING, limit))) {
      return run(runner, trials);
    }
  }

  private static List<Run> runInline(Trial... trials) throws IOException {
    return run(
        new InlineRunner(new Poison(), new RunSettings(RECORDING, Optional.empty())), trials);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          heap   | failed    | exhausted: java.lang.OutOfMemoryError: Java heap space | MEMORY
          stack  | failed    | exhausted: java.lang.StackOverflowError | NONE
          exit   | failed    | exited: System.exit(3) | PROCESS
          halt   | failed    | exited: status 4, without System.exit | PROCESS
          crash  | failed    | crashed: SIGSEGV in V [libjvm.so | PROCESS
          killed | failed    | killed: signal 9 (SIGKILL, as the system sends if memory runs out) | PROCESS
          hang   | timed_out | time limit of 2 s used up; the trial did not stop when asked | NONE
          prints | failed    | unexpected: java.lang.IllegalStateException: after much talk at | NONE
          """)
  void everyPoisonIsARowAndItsNeighboursAreUnharmed(
      String poison, String status, String reason, Harm harm) throws IOException {
    List<Run> runs =
        runGuarded(LIMIT, trial("none", 0), trial(poison, 1), trial("none", 2), trial("none", 3));
    assertThat(runs).hasSize(4);
    Run poisoned = runs.remove(1);
    assertThat(poisoned.outcome().status()).isEqualTo(Status.of(status));
    assertThat(poisoned.outcome().reason())
        .hasValueSatisfying(r -> assertThat(r).startsWith(reason).doesNotContain("\n"));
    assertThat(poisoned.harm()).isEqualTo(harm);
    assertThat(poisoned.details().length()).isLessThan(10_000);
    assertThat(runs)
        .isEqualTo(runInline(trial("none", 0), trial("none", 2), trial("none", 3)))
        .allSatisfy(run -> assertThat(run.steps()).isNotEmpty());
  }

  @Test
  void whatACrashingJvmSaysIsKeptWithoutItsSettings() throws IOException {
    Run crashed = runGuarded(Optional.empty(), trial("crash", 0)).get(0);
    assertThat(crashed.details())
        .contains("# A fatal error has been detected by the Java Runtime Environment", "SIGSEGV")
        .doesNotContain("Command Line:", "-Xmx", "OPENBLAS_NUM_THREADS");
  }

  @Test
  void whereATrialHungIsKept() throws IOException {
    assertThat(runGuarded(LIMIT, trial("hang", 0)).get(0).details())
        .contains("Poison.openPipeWithoutWriter");
  }

  @Test
  void aFailureKeepsItsStackTraceWhereverItRuns() throws IOException {
    for (Run run :
        Stream.concat(
                runGuarded(Optional.empty(), trial("stack", 0)).stream(),
                runInline(trial("stack", 0)).stream())
            .toList()) {
      assertThat(run.details())
          .startsWith("java.lang.StackOverflowError")
          .contains("\tat io.gradsweep.workers.Poison.recurse(Poison.java");
    }
  }

  /** The trial that dies is not the one to blame: it is run again, alone. */
  @Test
  void aTrialIsBlamedOnlyForWhatItDoesAlone() throws IOException {
    Trial[] trials = {trial("none", 0), trial("plants", 1), trial("none", 2), trial("none", 3)};
    List<Run> runs = runGuarded(Optional.empty(), trials);
    assertThat(runs).allSatisfy(r -> assertThat(r.outcome().status()).isEqualTo(Status.CONVERGED));
    assertThat(List.of(runs.get(0), runs.get(2), runs.get(3)))
        .isEqualTo(runInline(trials[0], trials[2], trials[3]));
  }

  /** A kill from outside, of the JVM that runs a trial: the trial is told another one. */
  @ParameterizedTest
  @CsvSource({"KILL, 1", "KILL, 3", "SEGV, 2", "ABRT, 2"})
  void aSignalFromOutsideIsHeldAgainstNoTrial(String signal, int times) throws Exception {
    List<Run> runs = new ArrayList<>();
    Set<Long> killed = new HashSet<>();
    Thread killer = new Thread(() -> killChildren(signal, times, killed));
    try (GuardedRunner runner =
        new GuardedRunner(new Poison(), new RunSettings(RECORDING, Optional.empty()))) {
      runs.addAll(run(runner, trial("none", 0)));
      killer.start();
      while (killer.isAlive() || runs.size() < 3) {
        runs.addAll(run(runner, trial("slow", runs.size())));
      }
    }
    killer.join();
    assertThat(killed).hasSize(times);
    assertThat(runs).allSatisfy(r -> assertThat(r.outcome().status()).isEqualTo(Status.CONVERGED));
  }

  private static void killChildren(String signal, int times, Set<Long> killed) {
    while (killed.size() < times) {
      ProcessHandle.current()
          .children()
          .filter(child -> isJava(child) && killed.add(child.pid()))
          .findFirst()
          .ifPresent(child -> send(signal, child.pid()));
    }
  }

  /** The shell that starts a JVM becomes it, and has ignored no signal before. */
  private static boolean isJava(ProcessHandle process) {
    return process.info().command().filter(c -> c.endsWith("java")).isPresent();
  }

  private static void send(String signal, long pid) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void oneJvmServesManyRuns() throws IOException {
    try (GuardedRunner runner =
        new GuardedRunner(new Poison(), new RunSettings(RECORDING, Optional.empty()))) {
      List<Run> runs = new ArrayList<>();
      for (int r = 0; r < 3; r++) {
        runs.addAll(run(runner, trial("none", r)));
      }
      assertThat(runs).isEqualTo(runInline(trial("none", 0), trial("none", 1), trial("none", 2)));
      assertThat(ProcessHandle.current().children().count()).isEqualTo(1);
    }
  }

  @Test
  void anInterruptedCallerStopsAndLeavesNoProcess() {
    try (GuardedRunner runner =
        new GuardedRunner(new Poison(), new RunSettings(RECORDING, Optional.empty()))) {
      Thread caller = Thread.currentThread();
      Iterator<Trial> trials =
          Stream.of(trial("none", 0), trial("hang", 1))
              .peek(t -> interruptAt(t, caller))
              .iterator();
      assertThatThrownBy(() -> runner.run(trials, run -> {}))
          .hasMessage("Cannot run trials to the end: interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(ProcessHandle.current().children())
        .allSatisfy(child -> assertThat(child.onExit()).succeedsWithin(Duration.ofMinutes(1)));
  }

  private static void interruptAt(Trial trial, Thread caller) {
    if (trial.params().text("poison").equals("hang")) {
      caller.interrupt();
    }
  }

  /** A simulation that cannot be made there: nothing of a trial is to blame. */
  @Test
  void aJvmThatDoesNotStartIsNoOutcome() {
    Poison poison = new Poison();
    class Local implements Simulation {
      @Override
      public SimulationSpec spec() {
        return poison.spec();
      }

      @Override
      public double cost(Params params) {
        return 1;
      }

      @Override
      public Outcome run(Trial trial, Streams streams, Recorder recorder) {
        return poison.run(trial, streams, recorder);
      }
    }
    try (GuardedRunner runner =
        new GuardedRunner(new Local(), new RunSettings(RECORDING, Optional.empty()))) {
      assertThatThrownBy(() -> run(runner, trial("none", 0)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Cannot start a JVM for trials: ")
          .hasMessageContaining("Cannot load simulation: ");
    }
  }
}
