package io.gradsweep.driver.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestTextTable {

  private static final Answer WIDE =
      new Answer(
          List.of("trial_id", "step_size", "final_error median", "steps", "reason", "note"),
          List.of(
              List.of(
                  "c299f53edac2161a1c449c0199562063",
                  0.123,
                  0.5,
                  10_000L,
                  "a sentence of several words that goes on and on",
                  "too few")));

  private static int widest(String table) {
    return table.lines().mapToInt(String::length).max().orElseThrow();
  }

  @Test
  void aTableThatFitsIsWholeAndTheSameInAnyWidthBeyond() {
    String whole = AnswerFormat.TABLE.print(WIDE);
    int width = widest(whole);
    assertThat(AnswerFormat.TABLE.print(WIDE, width)).isEqualTo(whole);
    assertThat(AnswerFormat.TABLE.print(WIDE, 10 * width)).isEqualTo(whole);
    assertThat(whole).doesNotContain("folded");
  }

  @Test
  void textsAndHeadersAreWrappedBeforeAnyColumnIsFolded() {
    String table = AnswerFormat.TABLE.print(WIDE, 120);
    assertThat(widest(table)).isLessThanOrEqualTo(120);
    assertThat(table)
        .contains("c299f53edac2161a1c449c0199562063", "0.123", "10000", "too few")
        .doesNotContain("folded");
  }

  @Test
  void columnsAreFoldedFromTheRightAndSaidAndRemarksStay() {
    String table = AnswerFormat.TABLE.print(WIDE, 70);
    assertThat(widest(table)).isLessThanOrEqualTo(70);
    assertThat(table)
        .contains("c299f53edac2161a1c449c0199562063", "note", "too few")
        .contains("(--wide shows them): ", "reason")
        .doesNotContain("a sentence");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 40, 60, 80, 100})
  void noLineIsWiderThanTheTerminal(int width) {
    assertThat(widest(AnswerFormat.TABLE.print(WIDE, width)))
        .isLessThanOrEqualTo(Math.max(width, 40));
  }

  @Test
  void twoColumnsAreNeverFoldedAndALongWordIsBroken() {
    String path = "/a".repeat(40);
    String table =
        AnswerFormat.TABLE.print(
            new Answer(List.of("what", "value"), List.of(List.of("folder", path))), 40);
    assertThat(widest(table)).isLessThanOrEqualTo(40);
    assertThat(table.replaceAll("[\\s|+-]|folder|what|value", "")).isEqualTo(path);
  }

  @Test
  void otherFormatsAreWholeWhateverTheTerminal() {
    for (AnswerFormat format :
        List.of(AnswerFormat.CSV, AnswerFormat.JSON, AnswerFormat.MARKDOWN)) {
      assertThat(format.print(WIDE, 30)).isEqualTo(format.print(WIDE));
    }
  }
}
