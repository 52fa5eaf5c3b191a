package io.gradsweep.driver.query;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine reads a query as a person does, or not at all. */
class TestSqlCharacters {

  /** DuckDB takes most of these for names, so that each is an answer to another question. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "SELECT 5 −1, 10, U+2212",
        "SELECT 5 –1, 10, U+2013",
        "SELECT 5 —1, 10, U+2014",
        "SELECT 5 －1, 10, U+FF0D",
        "SELECT 5 １, 10, U+FF11",
        "SELECT 5 ｒ, 10, U+FF52",
        "SELECT 5 ٣, 10, U+0663",
        "SELECT 5², 9, U+00B2",
        "SELECT 5 ×2, 10, U+00D7",
        "SELECT\u00a05, 7, U+00A0",
        "SELECT 5\u200b, 9, U+200B",
        "SELECT 5 ʼaʼ, 10, U+02BC",
        "SELECT ‘a’, 8, U+2018",
        "SELECT “a”, 8, U+201C",
        "SELECT 'it''s' −1, 16, U+2212",
        "SELECT 1 /* − */ −1, 18, U+2212",
        "SELECT 𝟏𝟐 −1, 8, U+1D7CF"
      })
  void whatOnlyLooksLikeAnotherIsRefused(String sql, int place, String number) {
    for (SqlCharacters engine : SqlCharacters.values()) {
      assertThatThrownBy(() -> engine.requireOwn(sql, "query"))
          .hasMessageStartingWith("Cannot answer query: there is " + number)
          .hasMessageContaining(" at character " + place + " of the query (must be");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT '− – ‘ １'",
        "SELECT 'it''s − '",
        "SELECT rate AS \"1 − ρ\" -- −",
        "SELECT 1 /* − * − */",
        "SELECT rate AS größe, steps AS λ, 1 AS 损失, 2 AS e\u0301",
        "SELECT DATE'2024-01-31', '−'"
      })
  void textsNamesAndCommentsMayHoldAny(String sql) {
    for (SqlCharacters engine : SqlCharacters.values()) {
      assertThatCode(() -> engine.requireOwn(sql, "query")).doesNotThrowAnyException();
    }
  }

  @Test
  void eachEngineHasItsOwnQuotes() {
    assertThatCode(() -> SqlCharacters.DUCKDB.requireOwn("SELECT $$ it's − $$, $a$ − $a$", "query"))
        .doesNotThrowAnyException();
    assertThatCode(() -> SqlCharacters.DUCKDB.requireOwn("SELECT E'it\\'s − '", "query"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> SqlCharacters.DUCKDB.requireOwn("SELECT 'a\\' −1 AS \"'\"", "query"))
        .hasMessageContaining("U+2212");
    assertThatCode(() -> SqlCharacters.SPARK.requireOwn("SELECT 'it\\'s − '", "query"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void longTextsAreRead(SqlCharacters engine) {
    String sql = "SELECT '" + "\\'\\\\".repeat(20_000) + "'";
    assertThatCode(() -> engine.requireOwn(sql, "query")).doesNotThrowAnyException();
  }
}
