package io.gradsweep.driver.analysis;

import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.AnswerFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A number in a question is the double that is nearest to it, as in a sweep file. */
class TestNumbersAsked {

  @TempDir private static Path folder;

  private static BothEngines engines;

  @BeforeAll
  static void runOnce() throws IOException {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "parameters: {max_steps: 3}",
            "grid: {step_size: [0.1, 0.3, 0.30000000000000004, 0.41000000000000003, 1e-5, 3]}",
            "claims:",
            "- {claim: c, sql: SELECT count(*) FROM trials WHERE step_size = 0.41000000000000003,",
            "   source: s, expect: == 1}");
    String out = folder.resolve("s").toString();
    InlineRun.run(sweep, Path.of(out), 100);
    engines = BothEngines.open(Path.of(out));
  }

  @AfterAll
  static void close() {
    engines.close();
  }

  private static String answer(StudyView view, String sql) {
    Answer answer = view.tables().answer(sql);
    return AnswerFormat.CSV
        .print(new Answer(Collections.nCopies(answer.columns().size(), "-"), answer.rows()))
        .lines()
        .skip(1)
        .reduce("", (rows, row) -> rows + (rows.isEmpty() ? "" : ";") + row);
  }

  private static void sameOnBothEngines(String sql, String expected) {
    assertThat(answer(engines.here(), sql)).as("DuckDB: " + sql).isEqualTo(expected);
    assertThat(answer(engines.there(), sql)).as("Spark: " + sql).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "step_size = 0.41000000000000003 -> 1",
        "step_size = 0.41 -> 0",
        "step_size = 0.3 -> 1",
        "step_size = 0.1 + 0.2 -> 1",
        "step_size = .1 -> 1",
        "step_size = 3. -> 1",
        "step_size = 3.0 -> 1",
        "step_size = 1e-5 -> 1",
        "step_size = 0.00001 -> 1",
        "step_size IN (0.1, 0.41000000000000003, 0.30000000000000004) -> 3",
        "step_size BETWEEN 0.30000000000000004 AND 0.41000000000000003 -> 2",
        "NOT step_size < 0.41000000000000003 -> 2",
        "-step_size = -0.41000000000000003 -> 1",
        "-step_size = - /* 0.3 */ 0.41000000000000003 -> 1",
        "step_size = 0.1 -- + 0.2 -> 1",
        "step_size = 0.4100000000000000300000000000000000000 -> 1",
        "round(step_size, 1) = 0.4 -> 1",
        "CASE WHEN status = 'é 0.5' THEN 0.5 ELSE 0.41000000000000003 END = step_size -> 1",
        "status <> 'é 0.5' AND step_size = (SELECT 0.41000000000000003) -> 1",
        "step_size * 1000000000000000000 > 410000000000000000.01 -> 1",
        "step_size * 9223372036854775808 = 27670116110564327424 -> 1"
      })
  void aConditionHoldsForTheNearestDouble(String condition, long trials) {
    sameOnBothEngines("SELECT count(*) FROM trials WHERE " + condition, Long.toString(trials));
    for (StudyView view : List.of(engines.here(), engines.there())) {
      assertThat(view.where(condition).summary(List.of(), List.of("steps"), List.of()).answer())
          .as(condition)
          .satisfies(summary -> assertThat(summary.rows().get(0).get(0)).isEqualTo(trials));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "SELECT 0.1 -> 0.1",
        "SELECT -0.50, .5, 1., 0.1 + 0.2 -> -0.5,0.5,1.0,0.30000000000000004",
        "SELECT 1.5 AS \"0.5\", '0.5', \"0.5\" FROM (SELECT 2 AS \"0.5\") AS t -> 1.5,0.5,2",
        "SELECT x * 0.1 FROM (VALUES (0.5), (1.5)) AS t(x) ORDER BY x + 0.5 -> 0.05;0.15000000000000002",
        "WITH t AS (SELECT 0.7 AS x) SELECT max(x) FILTER (WHERE x > 0.5) FROM t -> 0.7",
        "SELECT 5 AS x ORDER BY 1 LIMIT 1 -> 5",
        "SELECT round(2.675, 2), round(0.125, 2) -> 2.68,0.13",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY step_size) FROM trials -> 0.30000000000000004",
        "SELECT 123456789012.5 -> 1.234567890125E11",
        "SELECT 9007199254740993, 9007199254740993.0 -> 9007199254740993,9.007199254740992E15",
        "SELECT 9223372036854775808 -> 9223372036854775808"
      })
  void anAnswerHoldsDoubles(String sql, String expected) {
    sameOnBothEngines(sql, expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CAST(%s AS DECIMAL(20, 17))", "%s::DECIMAL(20, 17)"})
  void whatIsCastToDecimalStaysExact(String cast) {
    String sql = "SELECT " + cast.formatted("0.41000000000000003");
    for (StudyView view : List.of(engines.here(), engines.there())) {
      assertThat(view.tables().answer(sql).rows())
          .isEqualTo(List.of(List.of(new BigDecimal("0.41000000000000003"))));
    }
  }

  @Test
  void aClaimAsksForTheSameNumber() throws IOException {
    for (StudyView view : List.of(engines.here(), engines.there())) {
      assertThat(view.claims()).first().matches(claim -> claim.verdict() == Verdict.PASS);
    }
  }

  @Test
  void whatOneEngineAloneReadsIsReadAsWell() {
    Stream.of(
            "SELECT 1_000.5, $$0.5$$, INTERVAL (1.5) DAY, '0.1'::DOUBLE -> 1000.5,0.5,P1D,0.1",
            "SELECT list_transform([0.1], lambda x: x * 0.5)[1], {'a': 0.3}.a -> 0.05,0.3",
            "SELECT count(*) FROM trials USING SAMPLE 100.0% -> 6",
            "SELECT 0.1" + " + 0.1".repeat(300) + " > 30.0 -> true",
            "SELECT 0." + "1".repeat(60) + " -> 0.1111111111111111")
        .map(line -> line.split(" -> "))
        .forEach(line -> assertThat(answer(engines.here(), line[0])).isEqualTo(line[1]));
    assertThat(answer(engines.there(), "SELECT 0.5BD, date'2026-01-01' + INTERVAL 1.5 SECONDS"))
        .startsWith("0.5,");
  }
}
