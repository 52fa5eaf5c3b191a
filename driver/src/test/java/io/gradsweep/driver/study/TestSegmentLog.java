package io.gradsweep.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.outcome.Status;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TestSegmentLog {

  private static boolean add(SegmentLog log, int number, String details) {
    return log.add(Status.FAILED, "cause " + number, "trial-" + number, details);
  }

  private static String text(SegmentLog log) {
    return new String(log.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aLogHoldsWholeEntriesUpToItsBound() {
    SegmentLog log = new SegmentLog();
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
  void outputsOfTrialsStandBehindTheFailuresAndDoNotTakeTheirRoom() {
    SegmentLog log = new SegmentLog();
    for (int i = 0; i < 20; i++) {
      log.addPrinted("trial-" + i, "ä".repeat(3_000) + "\n");
    }
    log.addPrinted("trial-20", "short, and later than one without room");
    log.addPrinted("trial-21", " \n");
    assertThat(add(log, 7, "details")).isTrue();
    assertThat(text(log))
        .startsWith("failed: cause 7\n")
        .contains("\n\ntrial trial-0 printed:\nä", "trial trial-9 printed:")
        .doesNotContain("trial trial-10 printed:", "short")
        .endsWith("\n… and 11 more trials printed something\n");
  }

  @Test
  void whereNothingIsKnownNothingIsKept() {
    SegmentLog log = new SegmentLog();
    assertThat(add(log, 1, " \n")).isFalse();
    assertThat(log.isEmpty()).isTrue();
  }
}
