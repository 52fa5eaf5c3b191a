package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradsweep.driver.analysis.BothEngines;
import io.gradsweep.driver.analysis.ClaimResult;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.analysis.Verdict;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.query.AnswerFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an answer holds arrives whole, the same from both engines; failed trials count. */
class TestAnswers {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TimeZone ZONE = TimeZone.getDefault();

  @TempDir private static Path folder;

  private static String study;
  private static BothEngines engines;

  /** 9 trials with 3 steps, 31 that fail before their first, one configuration of them whole. */
  @BeforeAll
  static void runOnce() throws IOException {
    TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid:",
            "- {step_size: 'linspace(1, 4, 31)', fault: throws, max_steps: 3}",
            "- {step_size: 'linspace(0.1, 0.9, 9)', fault: none, max_steps: 4}",
            "record: {points: 1000, spacing: linear}",
            "claims:",
            claim("nan", "SELECT CAST('NaN' AS DOUBLE) AS value"),
            claim("infinite", "SELECT CAST('Infinity' AS DOUBLE) AS value"),
            claim("low", "SELECT 1.5 AS value, CAST('NaN' AS DOUBLE) AS low, 2.0 AS high"),
            claim("high", "SELECT 1.5 AS value, 1.0 AS low, CAST('Infinity' AS DOUBLE) AS high"),
            claim("absent", "SELECT 1.5 AS value, 1.0 AS low, CAST(NULL AS DOUBLE) AS high"));
    study = folder.resolve("s").toString();
    InlineRun.run(sweep, Path.of(study), 100);
    engines = BothEngines.open(Path.of(study));
  }

  private static String claim(String name, String sql) {
    return "- {claim: %s, source: s, sql: \"%s\", expect: '> 1'}".formatted(name, sql);
  }

  @AfterAll
  static void close() {
    TimeZone.setDefault(ZONE);
    engines.close();
  }

  private static String csv(StudyView view, String sql) {
    return BothEngines.csv(view, sql);
  }

  private static void sameOnBothEngines(String sql, String csv) {
    engines.requireSame(sql, csv);
  }

  private static JsonNode json(String... command) throws IOException {
    return JSON.readTree(run(command).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "csv", "markdown", "table"})
  void columnsOfOneNameAreAllThere(String format) throws IOException {
    String sql = "SELECT 1 AS v, 2 AS v, 3 AS v_1, 4 AS v, 5 AS v_1 FROM trials LIMIT 1";
    String text = run("query", study, sql, "--format", format).out();
    assertThat(text.lines().toList().get(format.equals("json") ? 1 : 0).replaceAll("[ |]+", ","))
        .contains(format.equals("json") ? "\"v\"" : "v,v_2,v_1,v_3,v_1_1");
    if (format.equals("json")) {
      assertThat(JSON.readTree(text).get(0).toString())
          .isEqualTo("{\"v\":1,\"v_2\":2,\"v_1\":3,\"v_3\":4,\"v_1_1\":5}");
    }
    assertThat(AnswerFormat.JSON.print(engines.there().tables().answer(sql)))
        .contains("\"v_1_1\" : 5");
  }

  @Test
  void noTextStandsAmongNumbers() throws IOException {
    String sql = "SELECT 1e308 * 10 AS a, -1e308 * 10 AS b, CAST('NaN' AS DOUBLE) AS c, 0.1 AS d";
    assertThat(json("query", study, sql, "--format", "json").get(0).toString())
        .isEqualTo("{\"a\":null,\"b\":null,\"c\":null,\"d\":0.1}");
    JsonNode row =
        json(
                "summarize",
                study,
                "--where",
                "status = 'failed'",
                "--of",
                "steps",
                "--show",
                "ert",
                "--by",
                "fault",
                "--format",
                "json")
            .get(0);
    assertThat(row.get("steps ert").isNull()).as(row.toString()).isTrue();
    assertThat(row.get("note").asText()).contains("none of 31");
    for (String command : List.of("status", "verify", "summarize")) {
      assertThat(run(command, study, "--format", "json").out())
          .doesNotContain("\"NaN\"", "\"Infinity\"", "\"-Infinity\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "TIMESTAMP '2026-11-01 06:30:00' -> 2026-11-01T06:30:00",
        "DATE '2026-03-08' -> 2026-03-08",
        "CAST(12.50 AS DECIMAL(9, 2)) -> 12.50",
        "CAST(NULL AS INT) -> ``",
        "status = 'failed' -> false",
        "CASE WHEN 1 = 1 THEN 'a,b|\"c\"' END -> `\"a,b|\"\"c\"\"\"`"
      })
  void aValueIsPrintedAlike(String expression, String printed) {
    String one = " AS x FROM trials WHERE status = 'converged' LIMIT 1";
    sameOnBothEngines("SELECT " + expression + one, "x\n" + printed + "\n");
  }

  /** Engines write lengths of time in words of their own. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "INTERVAL '1' DAY -> P1D",
        "INTERVAL '30' HOUR -> P1DT6H",
        "INTERVAL '14' MONTH -> P1Y2M",
        "-INTERVAL '90' MINUTE -> PT-1H-30M",
        "INTERVAL '0' SECOND -> P0D",
        "TIMESTAMP '2026-03-08 05:00:00.25' - TIMESTAMP '2026-03-07 04:00:00' -> P1DT1H0.25S",
        "INTERVAL '1' DAY + INTERVAL '0.000007' SECOND -> P1DT0.000007S"
      })
  void aLengthOfTimeIsPrintedAlike(String expression, String printed) {
    sameOnBothEngines("SELECT " + expression + " AS x", "x\n" + printed + "\n");
  }

  @Test
  void lengthsOfTimeInsideOfOthersAreFound() {
    String duck =
        "SELECT [[INTERVAL 1 DAY]] AS l, {'a, (b': 'x', 'c': {'d': INTERVAL 1 HOUR}, 'e': '1 day'} AS s,"
            + " MAP {INTERVAL 2 DAY: [INTERVAL '1 year -2 days -01:00:00']} AS m, TIME '12:00:00' AS t";
    assertThat(AnswerFormat.JSON.print(engines.here().tables().answer(duck)).replaceAll("\\s", ""))
        .isEqualTo(
            "[{\"l\":[[\"P1D\"]],\"s\":{\"a,(b\":\"x\",\"c\":{\"d\":\"PT1H\"},\"e\":\"1day\"},"
                + "\"m\":{\"P2D\":[\"P1Y-2DT-1H\"]},\"t\":\"12:00:00\"}]");
    String spark =
        "SELECT array(array(INTERVAL '1' DAY)) AS l, struct(1 AS v, 2 AS v) AS s,"
            + " map('k', make_interval(1, 0, 0, -2, -1)) AS m";
    assertThat(
            AnswerFormat.JSON.print(engines.there().tables().answer(spark)).replaceAll("\\s", ""))
        .isEqualTo("[{\"l\":[[\"P1D\"]],\"s\":{\"v\":1,\"v_1\":2},\"m\":{\"k\":\"P1Y-2DT-1H\"}}]");
  }

  /** A day of an instant is one of UTC, whatever the machine's clock shows. */
  @Test
  void daysOfInstantsAreThoseOfUtc() {
    String midnight = "SELECT max(date_trunc('day', started_at)) AS x FROM trials";
    assertThat(csv(engines.here(), midnight))
        .endsWith("T00:00:00Z\n")
        .isEqualTo(csv(engines.there(), midnight));
    sameOnBothEngines(
        "SELECT count(*) AS n FROM trials WHERE started_at > TIMESTAMP '2020-01-01 00:00:00'"
            + " AND hour(started_at) = hour(CAST(started_at AS TIMESTAMP))",
        "n\n40\n");
  }

  @Test
  void anEmptyTextIsNotNoValue() {
    sameOnBothEngines(
        "SELECT 1 AS a, '' AS b, CAST(NULL AS INT) AS c, '' AS d", "a,b,c,d\n1,\"\",,\"\"\n");
    sameOnBothEngines("SELECT '' AS a, ' b' AS b, '#' AS c", "a,b,c\n\"\",\" b\",\"#\"\n");
  }

  @Test
  void timesAreInstantsWhereverOneIs() {
    String sql = "SELECT min(started_at) AS t FROM trials";
    assertThat(csv(engines.here(), sql)).matches("t\n20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z\n");
    assertThat(csv(engines.there(), sql)).isEqualTo(csv(engines.here(), sql));
  }

  @Test
  void nestedValuesAndBytesKeepTheirForm() {
    String duck =
        "SELECT [1, NULL, 3] AS l, {'a': 0.5, 'b': [DATE '2026-01-02']} AS s, map {'k': 1} AS m,"
            + " '\\xAA\\x01'::BLOB AS b, 170141183460469231731687303715884105727 AS h";
    assertThat(AnswerFormat.JSON.print(engines.here().tables().answer(duck)).replaceAll("\\s", ""))
        .isEqualTo(
            "[{\"l\":[1,null,3],\"s\":{\"a\":0.5,\"b\":[\"2026-01-02\"]},\"m\":{\"k\":1},"
                + "\"b\":\"aa01\",\"h\":170141183460469231731687303715884105727}]");
    String there =
        "SELECT array(1, NULL, 3) AS l, named_struct('a', 0.5, 'b', array(DATE '2026-01-02')) AS s,"
            + " map('k', 1) AS m, X'AA01' AS b";
    assertThat(csv(engines.there(), there))
        .isEqualTo(
            "l,s,m,b\n\"[1,null,3]\",\"{\"\"a\"\":0.5,\"\"b\"\":[\"\"2026-01-02\"\"]}\",\"{\"\"k\"\":1}\",aa01\n");
  }

  @Test
  void controlCharactersAndLineEndsKeepARowTogether() throws IOException {
    String sql = "SELECT 'a|b' || chr(13) || chr(10) || chr(27) || chr(917505) AS x";
    assertThat(json("query", study, sql, "--format", "json").get(0).get("x").asText())
        .isEqualTo("a|b\r\n\u001b" + Character.toString(917505));
    assertThat(run("query", study, sql, "--format", "markdown").out())
        .isEqualTo("| x |\n| --- |\n| a\\|b \\u001b\\udb40\\udc01 |\n");
  }

  @Test
  void trialsThatFailedBeforeAStepCountInEveryView() {
    sameOnBothEngines(
        "SELECT count(*) AS n, count(DISTINCT trial_id) AS trials, count(steps_to_level) AS reached"
            + " FROM fixed_targets WHERE level = 1e3",
        "n,trials,reached\n40,40,9\n");
    sameOnBothEngines(
        "SELECT count(*) AS n, count(value_at_budget) AS known FROM fixed_budgets WHERE budget = 1",
        "n,known\n40,9\n");
    sameOnBothEngines(
        "SELECT fault, sum(runs) AS runs, sum(share_reached) AS reached FROM run_times"
            + " WHERE level = 1e3 GROUP BY fault ORDER BY fault",
        "fault,runs,reached\nnone,9,9.0\nthrows,31,0.0\n");
    sameOnBothEngines(
        "SELECT count(steps_to_level) / CAST(count(*) AS DOUBLE) AS share FROM fixed_targets"
            + " WHERE level = 1e3",
        "share\n0.225\n");
  }

  @Test
  void whatIsNoNumberDecidesNoClaim() throws IOException {
    for (StudyView view : List.of(engines.here(), engines.there())) {
      assertThat(view.claims()).allMatch(claim -> claim.verdict() == Verdict.INCONCLUSIVE);
      assertThat(view.claims().stream().map(ClaimResult::detail))
          .containsExactly(
              "value is NaN, which decides nothing",
              "value is Infinity, which decides nothing",
              "low is NaN, which decides nothing",
              "high is Infinity, which decides nothing",
              "no interval: too few trials");
    }
    assertThat(run("verify", study).exit()).isZero();
    assertThat(run("report", study, "-o", folder.resolve("r.html").toString()).exit()).isZero();
  }
}
