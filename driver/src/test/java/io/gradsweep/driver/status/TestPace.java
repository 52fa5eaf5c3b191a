package io.gradsweep.driver.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.status.Pace.Publication;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TestPace {

  private static final long MINUTE = 60_000;

  /** One segment of 5 trials and of cost 2 at the end of each step. */
  private static List<Publication> every(long millis, long from, long to) {
    return LongStream.iterate(from + millis, at -> at <= to, at -> at + millis)
        .mapToObj(at -> new Publication(at, 2, 5))
        .toList();
  }

  @Test
  void countsTheLastTenMinutes() {
    List<Publication> fastThenSlow =
        List.of(every(1000, 0, 30 * MINUTE), every(MINUTE, 30 * MINUTE, 60 * MINUTE)).stream()
            .flatMap(List::stream)
            .toList();
    assertThat(Pace.of(fastThenSlow, 0, 60 * MINUTE)).contains(new Pace(50, 10, 20, 600));
  }

  @Test
  void nothingBeforeTheRunCounts() {
    List<Publication> parts = every(1000, 0, 60 * MINUTE);
    assertThat(Pace.of(parts, 59 * MINUTE, 60 * MINUTE)).contains(new Pace(300, 60, 120, 60));
    assertThat(Pace.of(parts, 60 * MINUTE, 61 * MINUTE)).isEmpty();
  }

  @Test
  void fewSegmentsReachFurtherBack() {
    List<Publication> hourly = every(60 * MINUTE, 0, 20 * 60 * MINUTE);
    Pace pace = Pace.of(hourly, 0, 20 * 60 * MINUTE).orElseThrow();
    assertThat(pace).isEqualTo(new Pace(40, 8, 16, 8 * 3600));
    assertThat(pace.trialsPerSecond()).isEqualTo(5.0 / 3600);
    assertThat(pace.costPerSecond()).isEqualTo(2.0 / 3600);
    assertThat(Pace.of(hourly.subList(0, 3), 0, 4 * 60 * MINUTE))
        .contains(new Pace(15, 3, 6, 4 * 3600));
  }

  @Test
  void nothingPublishedIsNoPace() {
    assertThat(Pace.of(List.of(), 0, MINUTE)).isEmpty();
  }
}
