package io.gradsweep.driver.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestTrialShare {

  private static final Optional<String> CLUSTER = Optional.of("spark://host:7077");

  private static TrialShare share(int threads, long gigabytes) {
    return new TrialShare(
        threads, gigabytes == 0 ? OptionalLong.empty() : OptionalLong.of(gigabytes << 30));
  }

  @ParameterizedTest
  @CsvSource({
    "8, 16, 1, 0, 8",
    "8, 16, 3, 0, 2",
    "8, 16, 1, 5, 3",
    "8, 16, 4, 5, 2",
    "8, 16, 16, 0, 1",
    "8, 16, 1, 32, 1",
    "8, 16, 1, 2, 8"
  })
  void slotsAreTheSmallerOfCoresAndMemory(
      int cores, long memory, int threads, long each, int slots) {
    assertThat(share(threads, each).slots(cores, memory << 30)).isEqualTo(slots);
  }

  /** Cores of a local master, cores of a trial: so many trials as slots run at once. */
  @ParameterizedTest
  @CsvSource({"8, 1, 8, 1", "8, 3, 8, 4", "7, 3, 6, 3", "8, 16, 8, 8", "5, 2, 4, 2"})
  void aLocalMasterHasSlotsByThreads(int cores, int threads, int coresLeft, int each) {
    Map<String, String> settings =
        share(threads, 0).settings(Optional.of("local[%d]".formatted(cores)), Map.of());
    assertThat(settings.getOrDefault("spark.task.cpus", "1")).isEqualTo(Integer.toString(each));
    assertThat(settings.getOrDefault("spark.master", "local[%d]".formatted(cores)))
        .isEqualTo("local[%d]".formatted(coresLeft));
  }

  @Test
  void aTrialThatTakesAllMemoryRunsAlone() {
    TrialShare huge = share(1, 1 << 20);
    assertThat(huge.slotsHere()).isEqualTo(1);
    assertThat(huge.settings(Optional.of("local[4,3]"), Map.of()))
        .containsEntry("spark.master", "local[4,3]")
        .containsEntry("spark.task.cpus", "4");
    assertThat(huge.settings(Optional.of("local"), Map.of()))
        .containsEntry("spark.master", "local[1]");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "2, 0, -, -, 2, -, -",
        "1, 2, -, -, 1, 1, 2048m",
        "2, 3, -, 12g, 2, 2, 12g",
        "1, 2, 8, 8g, 2, 8, 8g",
        "1, 3, 8, 8g, 3, 8, 8g",
        "4, 2, 8, 32g, 4, 8, 32g",
        "1, 0, 8, 8g, -, 8, 8g",
        "1, 4, 8, -, 5, 8, -",
        "16, 0, 8, -, 8, 8, -"
      })
  void executorsHaveNoMoreTrialsThanCoresAndMemory(
      int threads, long each, String cores, String memory, String task, String of, String with) {
    Map<String, String> given = new TreeMap<>();
    if (cores != null) {
      given.put("spark.executor.cores", cores);
    }
    if (memory != null) {
      given.put("spark.executor.memory", memory);
    }
    Map<String, String> settings = share(threads, each).settings(CLUSTER, given);
    assertThat(settings.get("spark.task.cpus")).isEqualTo(task);
    assertThat(settings.get("spark.executor.cores")).isEqualTo(of);
    assertThat(settings.get("spark.executor.memory")).isEqualTo(with);
  }

  @Test
  void whatTheCommandLineSaysCounts() {
    Map<String, String> given = Map.of("spark.task.cpus", "3");
    assertThat(share(2, 1).settings(CLUSTER, given)).isEqualTo(given);
    assertThat(share(2, 0).settings(Optional.of("yarn"), Map.of()))
        .containsEntry("spark.executor.cores", "2");
    assertThat(share(2, 6).words()).isEqualTo("2 threads, 6g");
  }
}
