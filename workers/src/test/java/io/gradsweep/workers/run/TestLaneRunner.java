package io.gradsweep.workers.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Quadratic;
import io.gradsweep.workers.QuadraticInLanes;
import io.gradsweep.workers.Runs;
import io.gradsweep.workers.contract.Differences;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestLaneRunner {

  private static final RunSettings SETTINGS =
      new RunSettings(new Recording(8, Recording.Spacing.LOG), Optional.empty());

  private static final Runs TRIALS = new Runs(new Quadratic(), 7);

  private final QuadraticInLanes simulation = new QuadraticInLanes(clock -> {});

  private static Trial trial(long replicate, double stepSize, int steps) {
    return TRIALS.trial(replicate, "step_size", stepSize, "max_steps", steps);
  }

  private static List<TrialRun> run(TrialRunner runner, List<Trial> trials) throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    runner.run(trials.iterator(), runs::add);
    return runs;
  }

  private static List<TrialRun> inLanes(QuadraticInLanes simulation, int lanes, List<Trial> trials)
      throws IOException {
    return run(LaneRunner.always(simulation, SETTINGS, lanes), trials);
  }

  /** In the order of the trials, and to the bit. */
  private static void requireSameAsAlone(List<Trial> trials, List<TrialRun> runs)
      throws IOException {
    List<TrialRun> alone = run(new InlineRunner(new Quadratic(), SETTINGS), trials);
    assertThat(runs).extracting(TrialRun::trial).containsExactlyElementsOf(trials);
    for (int i = 0; i < runs.size(); i++) {
      assertThat(Differences.first(alone.get(i), runs.get(i))).isEmpty();
      assertThat(runs.get(i).stepBudget()).isEqualTo(alone.get(i).stepBudget());
    }
  }

  /** Some converge, some diverge after a while or at once; lanes are filled again at any step. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 257})
  void trialsGiveTheBitsThatTheyGiveAlone(int lanes) throws IOException {
    RandomStream random = Streams.ofSweep(3, "lanes-" + lanes);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      trials.add(trial(i, 10 * random.nextDouble(), 1 + random.nextInt(400)));
    }
    requireSameAsAlone(trials, inLanes(simulation, lanes, trials));
    assertThat(simulation.ranInLanes()).isEqualTo(700);
  }

  @Test
  void laneIsFilledAgainAtStepOne() throws IOException {
    List<Trial> trials = new ArrayList<>(List.of(trial(0, 0.1, 30)));
    for (int i = 1; i < 40; i++) {
      trials.add(trial(i, 0.1, 1));
    }
    requireSameAsAlone(trials, inLanes(simulation, 2, trials));
    assertThat(simulation.ranInLanes()).isEqualTo(40);
    assertThat(simulation.made()).isEqualTo(1);
  }

  @Test
  void laneThatDivergesLeavesItsNeighbours() throws IOException {
    List<Trial> trials = List.of(trial(0, 0.1, 50), trial(1, 4.9, 400), trial(2, 0.2, 300));
    List<TrialRun> runs = inLanes(simulation, 8, trials);
    requireSameAsAlone(trials, runs);
    assertThat(runs.get(1).outcome().status()).isEqualTo(Status.DIVERGED);
  }

  @Test
  void shapesOfOneSegmentAdvanceApartAndComeInOrder() throws IOException {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      trials.add(trial(i, i % 2 == 0 ? 0.1 : 6, 20 + i));
    }
    requireSameAsAlone(trials, inLanes(simulation, 4, trials));
    assertThat(simulation.made()).isEqualTo(2);
  }

  @Test
  void budgetEndsTrialThatGoesOn() throws IOException {
    List<Trial> trials =
        List.of(trial(0, 0.1, 50), TRIALS.trial(1, "fault", "overruns", "max_steps", 20));
    List<TrialRun> runs = inLanes(simulation, 8, trials);
    requireSameAsAlone(trials.subList(0, 1), runs.subList(0, 1));
    assertThat(runs.get(1).outcome().status()).isEqualTo(Status.NOT_CONVERGED);
    assertThat(runs.get(1).outcome().reason()).hasValue("max_steps: 20 steps used up");
    assertThat(runs.get(1).outcome().steps()).isEqualTo(21);
  }

  @Test
  void whatThrowsAtItsStartRunsAloneAndTellsWhy() throws IOException {
    List<Trial> trials =
        List.of(trial(0, 0.1, 50), TRIALS.trial(1, "fault", "throws"), trial(2, 0.1, 50));
    List<TrialRun> runs = inLanes(simulation, 8, trials);
    requireSameAsAlone(trials, runs);
    assertThat(runs.get(1).outcome().status()).isEqualTo(Status.FAILED);
    assertThat(runs.get(1).outcome().reason().orElseThrow()).contains("broken on purpose");
    assertThat(simulation.ranInLanes()).isEqualTo(2);
    assertThat(simulation.ranAlone()).isEqualTo(1);
  }

  @Test
  void whatIsInLanesThatThrowRunsAloneAndTheOthersInNewLanes() throws IOException {
    boolean[] thrown = {false};
    QuadraticInLanes throwing =
        new QuadraticInLanes(
            clock -> {
              if (clock == 60 && !thrown[0]) {
                thrown[0] = true;
                throw new ArithmeticException("in all lanes");
              }
            });
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      trials.add(trial(i, 0.1, 50 + i));
    }
    requireSameAsAlone(trials, inLanes(throwing, 4, trials));
    assertThat(throwing.ranAlone()).isEqualTo(4);
    assertThat(throwing.ranInLanes()).isEqualTo(16);
    assertThat(throwing.made()).isEqualTo(2);
  }

  @Test
  void limitEndsTrialInTheMiddleOfItsBundle() throws IOException {
    QuadraticInLanes slow = new QuadraticInLanes(clock -> sleep(1));
    RunSettings settings =
        new RunSettings(SETTINGS.recording(), Optional.of(Duration.ofMillis(100)));
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      trials.add(trial(i, 0.1, i == 3 ? 1_000_000 : 2));
    }
    List<TrialRun> runs = run(LaneRunner.always(slow, settings, 4), trials);
    for (int i = 0; i < 12; i++) {
      Status expected = i == 3 ? Status.TIMED_OUT : Status.CONVERGED;
      assertThat(runs.get(i).outcome().status()).as("trial %d", i).isEqualTo(expected);
    }
    assertThat(runs.get(3).outcome().reason()).hasValue("time limit of 0.1 s used up");
    assertThat(runs.get(3).outcome().steps()).isPositive();
    assertThat(Duration.ofNanos(runs.get(3).wallNanos())).isGreaterThan(Duration.ofMillis(100));
  }

  /** A trial's wall time is its share: together they have taken no more than there was. */
  @Test
  void timeIsSharedAmongLanes() throws IOException {
    QuadraticInLanes slow = new QuadraticInLanes(clock -> sleep(1));
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      trials.add(trial(i, 0.1, 40));
    }
    long start = System.nanoTime();
    List<TrialRun> runs = inLanes(slow, 8, trials);
    long all = System.nanoTime() - start;
    long shares = runs.stream().mapToLong(TrialRun::wallNanos).sum();
    assertThat(shares).isBetween(Duration.ofMillis(40).toNanos(), all);
    assertThat(runs).allMatch(run -> run.wallNanos() < all / 4);
  }

  @Test
  void trialIsHandedOverWhileLaterOnesRun() throws IOException {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      trials.add(trial(i, 0.1, 10 * (i + 1)));
    }
    List<Trial> over = new ArrayList<>();
    assertThatThrownBy(
            () ->
                LaneRunner.always(simulation, SETTINGS, 4)
                    .run(
                        trials.iterator(),
                        run -> {
                          over.add(run.trial());
                          if (over.size() == 3) {
                            throw new IOException("the disk is full");
                          }
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is full");
    assertThat(over).containsExactlyElementsOf(trials.subList(0, 3));
    assertThat(simulation.ranInLanes()).isLessThan(10);
  }

  /** An exception of the sink is not the lanes' business. */
  @Test
  void noTrialIsHandedOverTwice() {
    List<Trial> over = new ArrayList<>();
    assertThatThrownBy(
            () ->
                LaneRunner.always(simulation, SETTINGS, 4)
                    .run(
                        List.of(trial(0, 0.1, 5), trial(1, 0.1, 9)).iterator(),
                        run -> {
                          over.add(run.trial());
                          throw new IllegalStateException("of the sink");
                        }))
        .hasMessage("of the sink");
    assertThat(over).hasSize(1);
    assertThat(simulation.ranAlone()).isZero();
  }

  @Test
  void trialsWithoutShapeRunAlone() throws IOException {
    Quadratic.release();
    List<Trial> trials =
        List.of(trial(0, 0.1, 5), TRIALS.trial(1, "fault", "loops"), trial(2, 0.1, 5));
    requireSameAsAlone(trials, inLanes(simulation, 8, trials));
    assertThat(simulation.ranAlone()).isEqualTo(1);
    Quadratic.hold();
  }

  /** A JVM that has little to do never compiles lanes. */
  @Test
  void fewShortTrialsRunAlone() throws IOException {
    List<Trial> trials = List.of(trial(0, 0.1, 5), trial(1, 0.1, 5), trial(2, 0.1, 5));
    requireSameAsAlone(trials, run(LaneRunner.of(simulation, SETTINGS), trials));
    assertThat(simulation.ranInLanes()).isZero();
  }

  @Test
  void propertySaysWhetherTrialsRunInLanes() throws IOException {
    List<Trial> trials = List.of(trial(0, 0.1, 5), trial(1, 0.1, 5), trial(2, 0.1, 5));
    try {
      System.setProperty("gradsweep.lanes", "always");
      requireSameAsAlone(trials, run(LaneRunner.of(simulation, SETTINGS), trials));
      assertThat(simulation.ranInLanes()).isEqualTo(3);
      System.setProperty("gradsweep.lanes", "never");
      requireSameAsAlone(trials, run(LaneRunner.of(simulation, SETTINGS), trials));
      assertThat(simulation.ranInLanes()).isEqualTo(3);
    } finally {
      System.clearProperty("gradsweep.lanes");
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
