package io.gradsweep.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.LaneSimulation;
import io.gradsweep.workers.contract.CountedLanes;
import io.gradsweep.workers.contract.Differences;
import io.gradsweep.workers.run.InlineRunner;
import io.gradsweep.workers.run.LaneRunner;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of a simulation that runs trials in lanes, besides those of every simulation. */
public abstract class LaneContract extends SimulationContract {

  private static final RunSettings SETTINGS =
      new RunSettings(new Recording(8, Recording.Spacing.LOG), Optional.empty());

  @Override
  protected abstract LaneSimulation simulation();

  /**
   * Trials of several shapes, in any order: short and long, with every status that the mathematics
   * can give.
   */
  protected abstract List<Trial> laneTrials(RandomStream random);

  private static List<TrialRun> runs(TrialRunner runner, List<Trial> trials) throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    runner.run(trials.iterator(), runs::add);
    return runs;
  }

  /** For one lane, a vector of the widest kind, and more lanes than whole vectors have. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 257})
  void trialsInLanesGiveTheBitsThatTheyGiveAlone(int lanes) throws IOException {
    List<Trial> trials = laneTrials(Streams.ofSweep(lanes, "lanes"));
    assumeThat(simulation().shape(trials.get(0))).as("vectors").isPresent();
    CountedLanes counted = new CountedLanes(simulation());
    List<TrialRun> alone = runs(new InlineRunner(simulation(), SETTINGS), trials);
    List<TrialRun> inLanes = runs(LaneRunner.always(counted, SETTINGS, lanes), trials);
    for (int i = 0; i < trials.size(); i++) {
      assertThat(Differences.first(alone.get(i), inLanes.get(i))).isEmpty();
    }
    long decided =
        alone.stream().filter(run -> run.outcome().status().decidedByMathematics()).count();
    assertThat(counted.outcomes()).isGreaterThanOrEqualTo((int) (0.9 * decided));
    assertThat(counted.thrown()).isZero();
  }
}
