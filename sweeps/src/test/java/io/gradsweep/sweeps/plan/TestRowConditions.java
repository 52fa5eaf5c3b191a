package io.gradsweep.sweeps.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.sweeps.Descent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions on rows: what a trial was, how it ended, what it measured. */
class TestRowConditions {

  /** A row without recorded time, final loss and noise. */
  private static Map<String, Object> row() {
    Map<String, Object> row = new HashMap<>();
    row.put("optimizer", "natural");
    row.put("step_size", 0.5);
    row.put("width", 8L);
    row.put("momentum", true);
    row.put("status", "converged");
    row.put("steps", 12L);
    row.put("final_error", 1e-3);
    row.put("height", 0.0);
    return row;
  }

  private static boolean holds(String text) {
    RowCondition condition = RowCondition.parse(text, Descent.SPEC);
    Map<String, Object> row = row();
    return condition.holds(condition.columns().stream().map(row::get).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          status == 'converged'                           | true
          status != 'converged'                           | false
          status == 'diverged' or final_error < 0.01      | true
          final_error < 0.01 and steps > width            | true
          steps >= 12 and momentum                        | true
          step_size * width == 4                          | true
          height == 0                                     | true
          final_loss < 1                                  | false
          final_loss >= 1                                 | false
          final_loss != 1                                 | false
          not final_loss < 1                              | true
          final_loss == null                              | true
          reason == null                                  | true
          reason == 'stopped'                             | false
          time == null and final_error != null            | true
          noise == null and optimizer == 'natural'        | true
          1 / height > 0                                  | true
          log(height) < 0                                 | true
          sqrt(height - 1) < 0                            | false
          rate_note == null                               | true
          """)
  void aConditionHoldsOrDoesNot(String text, boolean holds) {
    assertThat(holds(text)).isEqualTo(holds);
  }

  @Test
  void aConditionAsksForTheColumnsThatItNames() {
    RowCondition condition =
        RowCondition.parse("steps < width and (steps > 1 or status == 'failed')", Descent.SPEC);
    assertThat(condition.columns()).isEqualTo(List.of("width", "status", "steps"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hight > 0             | 'hight' is not a column of descent (did you mean 'height'?) (character 1)
          wall_time_ns > 0      | 'wall_time_ns' is not a column of descent (character 1)
          replicate > 0         | 'replicate' is not a column of descent (character 1)
          status == 'convergd'  | status is never 'convergd' (must be one of converged, not_converged, diverged, left_domain, timed_out, failed) (did you mean 'converged'?) (character 8)
          status == null        | status is never null (character 8)
          null == 1             | null beside 1 (must be beside a column) (character 6)
          final_error           | final_error is a number (must be a comparison or a flag) (character 1)
          height + 1            | height + 1 is a number (must be a comparison or a flag) (character 1)
          status                | status is a text (must be a comparison or a flag) (character 1)
          status > 'a'          | '>' of status and 'a' (must be == or != unless both are numbers) (character 8)
          steps == 'many'       | steps is a number, 'many' is a text (must be of one type) (character 7)
          steps = 1             | '= 1' is not understood (character 7)
          """)
  void whatIsNoConditionIsRefused(String text, String message) {
    assertThatThrownBy(() -> RowCondition.parse(text, Descent.SPEC)).hasMessage(message);
  }
}
