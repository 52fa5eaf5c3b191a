package io.gradsweep.workers.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Quadratic;
import io.gradsweep.workers.RandomWalk;
import io.gradsweep.workers.api.LaneSimulation;
import io.gradsweep.workers.api.Lanes;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.api.TrialStopped;
import io.gradsweep.workers.program.Description;
import io.gradsweep.workers.program.NeedsPython;
import io.gradsweep.workers.program.Program;
import io.gradsweep.workers.program.ProgramSimulation;
import io.gradsweep.workers.run.InlineRunner;
import io.gradsweep.workers.run.RunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestContract {

  /** Waits for what will come, however busy the machine is. */
  private static final Effort PATIENT = effort(Duration.ofSeconds(60));

  /** Waits for what never comes. */
  private static final Effort SHORT = effort(Duration.ofSeconds(3));

  private static final Set<String> NEVER_COME = Set.of("buffers", "stays");

  private static final String IN_LANES = "a trial in a lane gives the bits that it gives alone";

  @TempDir private Path folder;

  private static Effort effort(Duration patience) {
    return new Effort(12, Duration.ofMillis(20), patience);
  }

  private static List<Finding> findings(Simulation simulation) throws IOException {
    return findings(simulation, PATIENT);
  }

  private static List<Finding> findings(Simulation simulation, Effort effort) throws IOException {
    List<Finding> findings = new ArrayList<>();
    boolean holds = new Contract(simulation, effort, findings::add).holds();
    assertThat(holds).isEqualTo(findings.stream().allMatch(Finding::held));
    return findings;
  }

  private static List<Finding> broken(Simulation simulation) throws IOException {
    return broken(simulation, PATIENT);
  }

  private static List<Finding> broken(Simulation simulation, Effort effort) throws IOException {
    return findings(simulation, effort).stream().filter(finding -> !finding.held()).toList();
  }

  private ProgramSimulation program(String fault) throws IOException {
    Path file = folder.resolve("descent.py");
    Files.write(
        file, TestContract.class.getResourceAsStream("/contract/descent.py").readAllBytes());
    Program program = new Program("descent.py", List.of("python3", file.toString(), fault), folder);
    return new ProgramSimulation(program, Description.of(program));
  }

  @Test
  void aClassThatKeepsTheContractIsFoundToDoSo() throws IOException {
    assertThat(findings(new RandomWalk()))
        .allMatch(Finding::held)
        .extracting(Finding::promise)
        .contains(
            "a trial gives the same bits twice in one process",
            "the order of trials changes none",
            "another process gives the same bits",
            "a trial that is stopped stops",
            "a trial that was interrupted goes on to the same bits");
  }

  @Test
  void lanesThatGiveOtherBitsOrThrowAreFound() throws IOException {
    assertThat(inLanes(0, 0.5)).isEqualTo(Finding.kept(IN_LANES, "24 of 24 in lanes"));
    assertThat(inLanes(0, Math.nextUp(0.5)))
        .extracting(Finding::held, Finding::promise)
        .containsExactly(false, IN_LANES);
    assertThat(inLanes(1, 0.5))
        .isEqualTo(Finding.broken(IN_LANES, "lanes threw, and their trials were run again alone"));
  }

  private static Finding inLanes(int throwsAfter, double factor) throws IOException {
    LaneSimulation simulation = new Halving(throwsAfter, factor);
    RunSettings settings = new RunSettings(Contract.RECORDING, Optional.empty());
    List<Trial> trials =
        LongStream.range(0, 8)
            .mapToObj(replicate -> new Trial(simulation.spec().resolve(Map.of()), 18, replicate))
            .toList();
    return Contract.inLanes(
        simulation, Contract.runs(new InlineRunner(simulation, settings), trials));
  }

  @Test
  void aClassThatSavesWronglyIsFound() throws IOException {
    assertThat(broken(new Saving()))
        .extracting(Finding::promise, Finding::detail)
        .containsExactly(
            tuple(
                "a trial that was interrupted goes on to the same bits",
                "replicate=0 seed=18: final_error is 20.0, then 21.0"));
  }

  @Test
  void aClassThatRemembersTrialsIsFound() throws IOException {
    assertThat(broken(new Remembering()))
        .extracting(Finding::promise)
        .contains("a trial gives the same bits twice in one process");
  }

  @Test
  void aClassThatCatchesWhatStopsItIsFound() throws IOException {
    assertThat(broken(new Unstoppable()))
        .extracting(Finding::promise, Finding::detail)
        .containsExactly(
            tuple(
                "a trial that is stopped stops",
                "it was stopped, and went on (what a step throws is passed on)"));
  }

  @NeedsPython
  @ParameterizedTest
  @ValueSource(strings = {"keeps", "saves", "saves briefly"})
  void aProgramThatKeepsTheContractIsFoundToDoSo(String how) throws IOException {
    try (ProgramSimulation program = program(how)) {
      assertThat(findings(program))
          .allMatch(Finding::held)
          .extracting(Finding::promise)
          .contains(
              "a trial alone gives the bits that it gives among others",
              "an answer is out before the next request",
              "it ends within 5 s of the end of its input",
              "a trial that was interrupted goes on to the same bits");
    }
  }

  @NeedsPython
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chance        | a trial gives the same bits twice in one process         | is ",
        "extremes      | no parameters end in an exception that is not an explained refusal"
            + " | MemoryError: 101 are too many",
        "undeclared    | a trial with the defaults ends, and returns what is declared"
            + " | measurement 'undeclared', which is not declared",
        "buffers       | an answer is out before the next request                 | flush after each line",
        "stays         | it ends within 5 s of the end of its input               | had not ended",
        "prints        | an answer is out before the next request                 | the input ended: a line that is"
            + " no answer: 'a stray word'",
        "prints behind | its output is answers and nothing else                  | 'a stray word' behind",
        "saves wrongly | a trial that was interrupted goes on to the same bits    | steps is",
        "saves briefly, wrongly | a trial that was interrupted goes on to the same bits | steps is",
      })
  void aProgramThatBreaksItIsFound(String how, String promise, String detail) throws IOException {
    try (ProgramSimulation program = program(how)) {
      assertThat(broken(program, NEVER_COME.contains(how) ? SHORT : PATIENT))
          .isNotEmpty()
          .first()
          .satisfies(
              finding -> {
                assertThat(finding.promise()).isEqualTo(promise);
                assertThat(finding.detail()).contains(detail);
              });
    }
  }

  /** A quadratic whose error depends on how many trials there were before. */
  public static final class Remembering implements Simulation {
    private final Simulation quadratic = new RandomWalk();
    private long trials;

    @Override
    public SimulationSpec spec() {
      return quadratic.spec();
    }

    @Override
    public double cost(Params params) {
      return quadratic.cost(params);
    }

    @Override
    public Outcome run(Trial trial, Streams streams, Recorder recorder) {
      Outcome outcome = quadratic.run(trial, streams, recorder);
      return new OutcomeBuilder(spec())
          .status(outcome.status())
          .steps(outcome.steps())
          .finalError(++trials)
          .build();
    }
  }

  /**
   * Halves a number; in lanes, by another factor.
   *
   * @param throwsAfter steps after which lanes throw; 0 for none that do
   */
  private record Halving(int throwsAfter, double factor) implements LaneSimulation {

    private static final int STEPS = 20;

    @Override
    public SimulationSpec spec() {
      return new RandomWalk().spec();
    }

    @Override
    public double cost(Params params) {
      return 1;
    }

    @Override
    public Outcome run(Trial trial, Streams streams, Recorder recorder) {
      double x = 1 + trial.replicate();
      recorder.begin(STEPS);
      for (long k = 0; ; k++) {
        if (recorder.step(k)) {
          recorder.record(Double.NaN, x);
        }
        if (k == STEPS) {
          recorder.record(Double.NaN, x);
          return outcome(x);
        }
        x *= 0.5;
      }
    }

    private Outcome outcome(double x) {
      return new OutcomeBuilder(spec()).steps(STEPS).finalError(x).build();
    }

    @Override
    public Optional<?> shape(Trial trial) {
      return Optional.of("any");
    }

    @Override
    public Lanes lanes(Object shape, int count) {
      double[] x = new double[count];
      long[] steps = new long[count];
      Recorder[] recorders = new Recorder[count];
      return new Lanes() {
        @Override
        public void fill(int lane, Trial trial, Streams streams, Recorder recorder) {
          x[lane] = 1 + trial.replicate();
          steps[lane] = 0;
          recorders[lane] = recorder;
          recorder.begin(STEPS);
        }

        @Override
        public long advance(long most) {
          for (int lane = 0; lane < count; lane++) {
            x[lane] *= factor;
            steps[lane]++;
            if (steps[lane] == throwsAfter) {
              throw new IllegalStateException("in all lanes");
            }
          }
          return 1;
        }

        @Override
        public boolean hasEnded(int lane) {
          return steps[lane] == STEPS;
        }

        @Override
        public void record(int lane) {
          recorders[lane].record(Double.NaN, x[lane]);
        }

        @Override
        public Outcome outcome(int lane) {
          record(lane);
          return Halving.this.outcome(x[lane]);
        }

        @Override
        public void clear(int lane) {
          recorders[lane] = null;
        }
      };
    }
  }

  /** Counts its steps in its folder, those that were taken twice as well. */
  public static final class Saving implements Simulation {

    @Override
    public SimulationSpec spec() {
      return new RandomWalk().spec();
    }

    @Override
    public double cost(Params params) {
      return 1;
    }

    @Override
    public Outcome run(Trial trial, Streams streams, Recorder recorder) {
      Path counted = recorder.scratch().resolve("steps");
      recorder.begin(20);
      for (long k = 0; ; k++) {
        if (recorder.step(k)) {
          recorder.record(Double.NaN, 1);
        }
        if (k == 20) {
          return new OutcomeBuilder(spec()).steps(k).finalError(counted(counted)).build();
        }
        if (k < 1) {
          count(counted);
        }
      }
    }

    private static double counted(Path file) {
      try {
        return 19 + Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void count(Path file) {
      try {
        Files.writeString(file, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Ends as if nothing had been said when it is stopped. */
  public static final class Unstoppable implements Simulation {
    private final Simulation quadratic = new Quadratic();

    @Override
    public SimulationSpec spec() {
      return new RandomWalk().spec();
    }

    @Override
    public double cost(Params params) {
      return 1;
    }

    @Override
    public Outcome run(Trial trial, Streams streams, Recorder recorder) {
      try {
        return new RandomWalk().run(trial, streams, recorder);
      } catch (TrialStopped e) {
        return new OutcomeBuilder(spec()).finalError(quadratic.cost(trial.params())).build();
      }
    }
  }
}
