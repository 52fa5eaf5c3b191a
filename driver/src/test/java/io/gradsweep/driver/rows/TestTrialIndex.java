package io.gradsweep.driver.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.rows.TrialIndex.Occurrence;
import io.gradsweep.results.trial.TrialId;
import org.junit.jupiter.api.Test;

/** The row of a trial that is kept. */
class TestTrialIndex {

  /** Ids that collide in their low bits too. */
  private static TrialId id(int i) {
    return new TrialId(i * 0x9e3779b97f4a7c15L, i / 3);
  }

  @Test
  void everyTrialIsKeptOnceHoweverManyThereAre() {
    TrialIndex index = new TrialIndex();
    for (int i = 0; i < 10_000; i++) {
      assertThat(index.add(id(i), i % 100, i, true)).isEqualTo(Occurrence.NEW);
    }
    assertThat(index.size()).isEqualTo(10_000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(index.owner(id(i))).isEqualTo(i % 100);
      assertThat(index.add(id(i), 101, i, true)).isEqualTo(Occurrence.SAME);
    }
    assertThat(index.size()).isEqualTo(10_000);
  }

  @Test
  void mathematicsGoesBeforeTheEnvironmentAndTheFirstBeforeOthers() {
    TrialIndex index = new TrialIndex();
    index.add(id(1), 0, 10, false);
    assertThat(index.add(id(1), 1, 11, false)).isEqualTo(Occurrence.OF_ENVIRONMENT);
    assertThat(index.owner(id(1))).isZero();
    assertThat(index.add(id(1), 2, 12, true)).isEqualTo(Occurrence.OF_ENVIRONMENT);
    assertThat(index.owner(id(1))).isEqualTo(2);
    assertThat(index.add(id(1), 3, 13, false)).isEqualTo(Occurrence.OF_ENVIRONMENT);
    assertThat(index.add(id(1), 4, 14, true)).isEqualTo(Occurrence.DIFFERENT);
    assertThat(index.owner(id(1))).isEqualTo(2);
    assertThat(index.size()).isEqualTo(1);
  }
}
