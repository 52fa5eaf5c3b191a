package io.gradsweep.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.columns.TrajectoryTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.FailureKind;
import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.contract.Contract;
import io.gradsweep.workers.run.InlineRunner;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * The promises of every simulation. Authors extend this class beside their own tests: it is
 * published in the test archive of this module.
 */
public abstract class SimulationContract {

  protected abstract Simulation simulation();

  /** Parameters of a trial that ends within milliseconds; those that are not given default. */
  protected abstract Map<String, ParamValue> smallest();

  protected Trial trial(Map<String, ParamValue> changes) {
    Map<String, ParamValue> values = new HashMap<>(smallest());
    values.putAll(changes);
    return new Trial(simulation().spec().resolve(values), 18, 3);
  }

  private TrialRun run(Trial trial) {
    return run(simulation(), trial);
  }

  private static TrialRun run(Simulation simulation, Trial trial) {
    try {
      List<TrialRun> runs = new ArrayList<>();
      RunSettings settings =
          new RunSettings(new Recording(8, Recording.Spacing.LOG), Optional.empty());
      new InlineRunner(simulation, settings).run(List.of(trial).iterator(), runs::add);
      return runs.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome outcome(Trial trial) {
    return run(trial).outcome();
  }

  @Test
  void declarationFitsTheTables() {
    assertThat(TrialTable.of(simulation().spec()).columns()).isNotEmpty();
    assertThat(TrajectoryTable.columns(simulation().spec())).isNotEmpty();
    assertThat(simulation().spec().about()).isNotBlank().doesNotContain("\n");
  }

  @Test
  void defaultsLieInTheirRanges() {
    for (ParameterSpec parameter : simulation().spec().parameters()) {
      parameter
          .defaultValue()
          .ifPresent(value -> assertThat(parameter.read(value)).isEqualTo(value));
    }
  }

  @Test
  void smallestTrialEndsAsTheMathematicsSays() {
    Outcome outcome = outcome(trial(Map.of()));
    assertThat(outcome.status().decidedByMathematics()).as(outcome.reason().orElse("")).isTrue();
  }

  @Test
  void trajectoryHasTheDeclaredMetricsAndEndsWithTheLastStep() {
    TrialRun run = run(trial(Map.of()));
    assertThat(run.trajectory().size()).isBetween(1, 9);
    assertThat(run.trajectory().step(0)).isZero();
    assertThat(run.trajectory().step(run.trajectory().size() - 1)).isEqualTo(run.outcome().steps());
  }

  @Test
  void sameTrialGivesTheSameOutcomeOnAnyThreadAndBesideOthers() throws Exception {
    Trial trial = trial(Map.of());
    Outcome here = outcome(trial);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        calls.add(() -> outcome(trial));
      }
      for (Future<Outcome> there : threads.invokeAll(calls)) {
        assertThat(there.get()).isEqualTo(here);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anotherReplicateIsAnotherTrial() {
    Trial trial = trial(Map.of());
    Trial other = new Trial(trial.params(), trial.seed(), trial.replicate() + 1);
    assertThat(other.id()).isNotEqualTo(trial.id());
  }

  @Test
  void costIsFiniteAndPositive() {
    assertThat(simulation().cost(trial(Map.of()).params())).isPositive().isFinite();
  }

  /** Every choice of every parameter either runs or says in its reason why it does not. */
  @Test
  void everyChoiceIsFiniteOrExplained() {
    for (ParameterSpec parameter : simulation().spec().parameters()) {
      for (String choice : parameter.choices()) {
        requireFiniteOrExplained(Map.of(parameter.name(), ParamValue.of(choice)));
      }
    }
  }

  /** Changes to the smallest trial that go to the ends of ranges, where that is not too dear. */
  protected List<Map<String, ParamValue>> extremes() {
    return List.of();
  }

  @Test
  void extremesAreFiniteOrExplained() {
    extremes().forEach(this::requireFiniteOrExplained);
  }

  private void requireFiniteOrExplained(Map<String, ParamValue> changes) {
    Outcome outcome = outcome(trial(changes));
    assertThat(Contract.unexplained(simulation().spec(), outcome)).isEmpty();
  }

  /** The author of a sweep file cannot repair the code: only a refusal names a parameter. */
  @Test
  void errorOfTheCodeIsNeverTheUsersParameter() {
    List<RuntimeException> errors =
        List.of(
            new IllegalArgumentException("of the code"),
            new NullPointerException("of the code"),
            new IllegalStateException("of the code"),
            new ArrayIndexOutOfBoundsException("of the code"),
            new ArithmeticException("of the code"));
    for (RuntimeException error : errors) {
      Outcome outcome = run(new Erring(simulation(), error), trial(Map.of())).outcome();
      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason())
          .hasValueSatisfying(
              r ->
                  assertThat(r)
                      .startsWith(
                          FailureKind.UNEXPECTED.reason(error.getClass().getName()) + ": of the"));
    }
  }

  /** A simulation in whose steps an exception is thrown. */
  private record Erring(Simulation simulation, RuntimeException error) implements Simulation {

    @Override
    public SimulationSpec spec() {
      return simulation.spec();
    }

    @Override
    public double cost(Params params) {
      return simulation.cost(params);
    }

    @Override
    public Outcome run(Trial trial, Streams streams, Recorder recorder) {
      return simulation.run(
          trial,
          streams,
          new Recorder() {
            @Override
            public void begin(long budget) {
              recorder.begin(budget);
            }

            @Override
            public boolean step(long step) {
              throw error;
            }

            @Override
            public void record(double time, double... metrics) {
              recorder.record(time, metrics);
            }
          });
    }
  }
}
