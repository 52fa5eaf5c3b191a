package io.gradsweep.workers.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Recording.Spacing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestTrialRecorder {

  private static List<Long> recorded(Recording recording, long budget, long stopAt) {
    TrialRecorder recorder = new TrialRecorder(recording, Optional.empty(), 1);
    recorder.reset();
    recorder.begin(budget);
    for (long k = 0; k <= stopAt; k++) {
      if (recorder.step(k)) {
        recorder.record(k * 0.5, k);
      }
    }
    recorder.record(stopAt * 0.5, stopAt);
    List<Long> steps = new ArrayList<>();
    for (int i = 0; i < recorder.trajectory().size(); i++) {
      steps.add(recorder.trajectory().step(i));
      assertThat(recorder.trajectory().metric(i, 0)).isEqualTo((double) steps.get(i));
      assertThat(recorder.trajectory().time(i)).isEqualTo(0.5 * steps.get(i));
    }
    return steps;
  }

  @ParameterizedTest
  @CsvSource({"64, 10", "64, 100", "64, 1000000", "2, 1000", "3, 7", "100, 9999999"})
  void atMostTheAskedPointsFromFirstToLast(int points, long budget) {
    for (Spacing spacing : Spacing.values()) {
      List<Long> steps = recorded(new Recording(points, spacing), budget, budget);
      assertThat(steps).hasSizeLessThanOrEqualTo(points).startsWith(0L).endsWith(budget);
      assertThat(steps).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void logarithmicStepsArePowersOfAFactor() {
    assertThat(recorded(new Recording(5, Spacing.LOG), 1000, 1000))
        .containsExactly(0L, 1L, 10L, 100L, 1000L);
    assertThat(recorded(new Recording(5, Spacing.LINEAR), 1000, 1000))
        .containsExactly(0L, 250L, 500L, 750L, 1000L);
  }

  @Test
  void theLastStepIsRecordedWhereATrialStopsEarly() {
    assertThat(recorded(new Recording(5, Spacing.LOG), 1000, 57)).containsExactly(0L, 1L, 10L, 57L);
  }

  @Test
  void withoutPointsNothingIsRecorded() {
    assertThat(recorded(Recording.NONE, 100, 100)).isEmpty();
  }

  @Test
  void aWrongNumberOfMetricsIsRefused() {
    TrialRecorder recorder = new TrialRecorder(Recording.DEFAULT, Optional.empty(), 1);
    assertThatThrownBy(() -> recorder.record(0, 1, 2))
        .hasMessage("Cannot record: 2 metrics (the simulation declares 1)");
  }
}
