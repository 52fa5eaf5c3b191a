package io.gradsweep.workers.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestSmallCache {

  private final List<Integer> made = new ArrayList<>();

  private Integer make(Integer key) {
    made.add(key);
    return key;
  }

  @Test
  void keepsWhatWasLastUsed() {
    SmallCache<Integer, Integer> cache = new SmallCache<>(3);
    for (int key : new int[] {1, 2, 3, 1, 4, 1, 2}) {
      assertThat(cache.get(key, () -> make(key))).isEqualTo(key);
    }
    assertThat(made).containsExactly(1, 2, 3, 4, 2);
  }

  @Test
  void forgetsTheOldestOnceAllTogetherAreTooLarge() {
    SmallCache<Integer, Integer> cache = new SmallCache<>(9, 10, Integer::longValue);
    for (int key : new int[] {4, 6, 4, 1, 4, 6}) {
      cache.get(key, () -> make(key));
    }
    assertThat(made).containsExactly(4, 6, 1, 6);
  }

  @Test
  void keepsTheLastHoweverLargeItIs() {
    SmallCache<Integer, Integer> cache = new SmallCache<>(9, 10, Integer::longValue);
    for (int key : new int[] {3, 50, 50, 3}) {
      cache.get(key, () -> make(key));
    }
    assertThat(made).containsExactly(3, 50, 3);
  }

  @Test
  void whatCannotBeMadeIsTriedAgain() {
    SmallCache<Integer, Integer> cache = new SmallCache<>(3);
    assertThatThrownBy(
            () ->
                cache.get(
                    1,
                    () -> {
                      throw new UnusableParameter("Cannot use data_dir: x (must exist)");
                    }))
        .isInstanceOf(UnusableParameter.class);
    assertThat(cache.get(1, () -> make(1))).isEqualTo(1);
  }
}
