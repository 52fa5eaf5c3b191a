package io.gradsweep.driver.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TestSqlTemplate {

  /** A name with the signs of a place, or of a regular expression, is a name like any other. */
  @Test
  void everyPlaceIsFilled() {
    String sql =
        SqlTemplate.filled(
            "recorded_trials", Map.of("x", SqlText.name("${y} $1"), "y", SqlText.name("loss")));
    assertThat(sql).contains("WHERE p.\"${y} $1\" IS NOT NULL").contains("p.\"loss\" IS NOT NULL");
  }

  @Test
  void whatIsMissingOrTooMuchIsAnError() {
    assertThatThrownBy(() -> SqlTemplate.filled("recorded_trials", Map.of("x", "a", "z", "b")))
        .hasMessageStartingWith("Cannot fill recorded_trials.sql: with [")
        .hasMessageContaining(" (must be [");
    assertThatThrownBy(() -> SqlTemplate.filled("none", Map.of()))
        .hasMessage("Cannot find /sql/none.sql on the class path");
  }
}
