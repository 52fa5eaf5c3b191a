package io.gradsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.outcome.Status;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TestFailureLog {

  private static boolean add(FailureLog log, int number, String details) {
    return log.add(Status.FAILED, "cause " + number, "trial-" + number, details);
  }

  private static String text(FailureLog log) {
    return new String(log.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aLogHoldsWholeEntriesUpToItsBound() {
    FailureLog log = new FailureLog();
    int kept = 0;
    for (int i = 0; i < 100; i++) {
      kept += add(log, i, "ä".repeat(4_000)) ? 1 : 0;
    }
    assertThat(kept).isEqualTo(8);
    assertThat(log.bytes()).hasSizeLessThanOrEqualTo(65_536);
    assertThat(text(log))
        .startsWith("failed: cause 0\ntrial trial-0, the first of this cause here\n\nä")
        .contains("cause 7")
        .doesNotContain("cause 8");
    log.addEarlier("of before ".repeat(10_000));
    assertThat(log.bytes()).hasSize(65_536);
  }

  @Test
  void whereNothingIsKnownNothingIsKept() {
    FailureLog log = new FailureLog();
    assertThat(add(log, 1, " \n")).isFalse();
    assertThat(log.isEmpty()).isTrue();
  }
}
