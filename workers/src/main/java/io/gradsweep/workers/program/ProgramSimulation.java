package io.gradsweep.workers.program;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.run.OutsideSimulation;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.Trajectory;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A simulation that is a program. It runs in separate processes, which live on from one segment to
 * the next, and gets trials as lines of JSON.
 */
public final class ProgramSimulation implements OutsideSimulation, AutoCloseable {

  private static final Duration LEAST_ALLOWANCE = Duration.ofSeconds(2);
  private static final int ALLOWED_STARTS = 5;

  /** The place at which a program is started, once it has to run here. */
  interface Place {
    Program program() throws IOException;
  }

  private final String name;
  private final String hash;
  private final ProgramSpec spec;
  private final Duration startTime;
  private final Place place;
  private final Deque<WorkProcess> idle = new ConcurrentLinkedDeque<>();
  private final AtomicLong ids = new AtomicLong();
  private Program program;

  /** Versions here; null before the first look. */
  private Map<String, String> environmentHere;

  /** A program that was packed. */
  ProgramSimulation(PackedProgram packed, Place place) {
    this(packed.file(), packed.hash(), packed.spec(), packed.took(), place);
  }

  /** Makes a simulation of a program that is run in place. */
  public ProgramSimulation(Program program, Description description) {
    this(program.name(), "", description.spec(), description.took(), () -> program);
  }

  private ProgramSimulation(
      String name, String hash, ProgramSpec spec, Duration startTime, Place place) {
    this.name = name;
    this.hash = hash;
    this.spec = spec;
    this.startTime = startTime;
    this.place = place;
  }

  @Override
  public SimulationSpec spec() {
    return spec.simulation();
  }

  @Override
  public int threads() {
    return spec.needs().threads();
  }

  @Override
  public Optional<Long> memory() {
    return spec.needs().memory();
  }

  @Override
  public String origin() {
    return name;
  }

  /** Hash of what runs. */
  public String hash() {
    return hash;
  }

  /** The program's description of itself. */
  public ProgramSpec program() {
    return spec;
  }

  /** The command that starts it. */
  synchronized Program command() throws IOException {
    if (program == null) {
      program = place.program();
    }
    return program;
  }

  /**
   * Versions of what it runs on here, which may be another machine than the one on which it was
   * described. Starts it once.
   *
   * @throws UnusableProgram if it does not start here
   */
  public synchronized Map<String, String> environmentHere() throws IOException {
    if (environmentHere == null) {
      environmentHere = Description.of(command()).spec().environment();
    }
    return environmentHere;
  }

  /** Counts all trials the same, since nothing is known of how they differ. */
  @Override
  public double cost(Params params) {
    return 1;
  }

  @Override
  public TrialRunner runner(RunSettings settings, boolean oneByOne) {
    return new ProgramRunner(this, settings, oneByOne);
  }

  /** Runs one trial; what the recorder wants of its curve is recorded when it has ended. */
  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    List<TrialRun> runs = new ArrayList<>();
    try (ProgramRunner runner =
        new ProgramRunner(this, new RunSettings(spec.curve(), Optional.empty()), true)) {
      runner.run(List.of(trial).iterator(), runs::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TrialRun run = runs.get(0);
    replay(run.trajectory(), recorder);
    return run.outcome();
  }

  private void replay(Trajectory curve, Recorder recorder) {
    int metrics = spec.simulation().metrics().size();
    recorder.begin(curve.size() == 0 ? 1 : curve.step(curve.size() - 1));
    for (int row = 0; row < curve.size(); row++) {
      if (recorder.step(curve.step(row)) || row == curve.size() - 1) {
        double[] values = new double[metrics];
        for (int m = 0; m < metrics; m++) {
          values[m] = curve.metric(row, m);
        }
        recorder.record(curve.time(row), values);
      }
    }
  }

  /**
   * Ids of requests, the first of some that follow each other. None is given twice, so that an
   * answer that a process still owes is never taken for one to a later request.
   */
  long takeIds(int count) {
    return ids.getAndAdd(count);
  }

  /** Additional time for the first trial of a process, in which the program has to start. */
  Duration startAllowance() {
    return LEAST_ALLOWANCE.plus(startTime.multipliedBy(ALLOWED_STARTS));
  }

  /**
   * A process that has answered others, or a new one.
   *
   * @param threads that it computes with
   */
  WorkProcess borrow(int threads) throws IOException {
    for (WorkProcess process = idle.poll(); process != null; process = idle.poll()) {
      if (process.isUsable() && process.threads() == threads) {
        process.setBusy(true);
        return process;
      }
      process.close();
    }
    return fresh(threads);
  }

  WorkProcess fresh(int threads) throws IOException {
    WorkProcess process = WorkProcess.start(command(), threads);
    process.setBusy(true);
    return process;
  }

  void giveBack(WorkProcess process) {
    process.setBusy(false);
    idle.push(process);
  }

  /** Lets its processes end. */
  @Override
  public void close() {
    for (WorkProcess process = idle.poll(); process != null; process = idle.poll()) {
      process.end();
    }
  }
}
