package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims and their verdicts, and all reading commands on studies that lack something. */
class TestVerify {

  private static final String STEPS =
      "  - {claim: All take 50 steps, source: s, sql: SELECT max(steps) FROM trials, expect: == 50}";
  private static final String FEWER =
      "  - {claim: Fewer do, source: s, sql: SELECT max(steps) FROM trials, expect: < 50}";
  private static final String NOTHING =
      "  - {claim: Nothing, source: s, sql: SELECT max(steps) FROM trials WHERE step_size = 7, expect: < 50}";
  private static final String NO_ROW =
      "  - {claim: No row, source: s, sql: SELECT steps FROM trials WHERE step_size = 7, expect: < 50}";
  private static final String ACROSS =
      "  - {claim: Across, source: s, sql: 'SELECT 1.5 AS value, 1 AS low, 2 AS high', expect: '> 1.2'}";
  private static final String INSIDE =
      "  - {claim: Inside, source: s, sql: 'SELECT 1.5 AS value, 1 AS low, 2 AS high', expect: 'in [1, 2]'}";
  private static final String BEYOND =
      "  - {claim: Beyond, source: s, sql: 'SELECT 1.5 AS value, 1 AS low, 2 AS high', expect: '> 2'}";
  private static final String NO_INTERVAL =
      "  - {claim: No interval, source: s, sql: 'SELECT 1.5 AS value, NULL AS low, NULL AS high', expect: '> 1'}";
  private static final String BROKEN =
      "  - {claim: Broken, source: s, sql: SELECT min(steps) FROM trials, expect: '> 1'}";
  private static final String TEXT =
      "  - {claim: A text, source: s, sql: \"SELECT 0.7\", expect: '> 1'}";
  private static final String MANY =
      "  - {claim: Many, source: s, sql: SELECT steps FROM trials, expect: '> 1'}";

  @TempDir private Path folder;

  private Result study(String... claims) throws IOException {
    List<String> lines =
        Stream.concat(
                Stream.of(
                    "sweep: s",
                    "simulation: quadratic",
                    "grid: {step_size: [0.5, 1.5]}",
                    "replicates: 4",
                    "fit: {y: final_error, x: step_size}",
                    "claims:"),
                Stream.of(claims))
            .toList();
    Path sweep = write(folder, lines.toArray(String[]::new));
    return run("run", sweep.toString(), "--out", out(), "-q", "--master", "local[1]");
  }

  private String out() {
    return folder.resolve("s").toString();
  }

  @Test
  void verdictsComeWithTheirReasonsAndTheExitStatusWithThem() throws IOException {
    Result ran = study(STEPS, NOTHING, NO_ROW, ACROSS, INSIDE, NO_INTERVAL);
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains("PASS: All take 50 steps (50, expected == 50)")
        .contains("INCONCLUSIVE: Across (1.5 [1, 2], expected > 1.2; the interval lies across");
    Result verified = run("verify", out(), "--format", "csv");
    assertThat(verified.exit()).isZero();
    assertThat(verified.err()).contains("2 PASS, 4 INCONCLUSIVE");
    assertThat(verified.out())
        .startsWith("verdict,claim,value,value low,value high,expected,source,detail\n")
        .contains("PASS,All take 50 steps,50.0,,,== 50,s,\n")
        .contains(
            "INCONCLUSIVE,Nothing,,,,< 50,s,\"no value: too few trials, or none that has one\"")
        .contains("INCONCLUSIVE,No row,,,,< 50,s,the query found no row")
        .contains("INCONCLUSIVE,Across,1.5,1.0,2.0,> 1.2,s,the interval lies across the bound")
        .contains("PASS,Inside,1.5,1.0,2.0,\"in [1, 2]\",s,\n")
        .contains("INCONCLUSIVE,No interval,1.5,,,> 1,s,no interval: too few trials");
    assertThat(run("verify", out(), "--strict").exit()).isEqualTo(4);
  }

  @Test
  void aClaimThatFailsLeavesTheRunAloneAndFailsVerify() throws IOException {
    Result ran = study(STEPS, FEWER, BEYOND);
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("FAIL: Fewer do (50, expected < 50)", "verify ");
    Result verified = run("verify", out());
    assertThat(verified.exit()).isEqualTo(4);
    assertThat(verified.out()).contains("FAIL    | Fewer do", "FAIL    | Beyond");
    assertThat(verified.err()).contains("1 PASS, 2 FAIL");
  }

  @Test
  void brokenClaimsAreNamedTogetherWithTheirSqlAndThePosition() throws IOException {
    Result ran = study(STEPS, BROKEN, TEXT, MANY);
    assertThat(ran.exit()).as(ran.err()).isZero();
    Gradsweep.rewriteSweep(folder.resolve("s"), "min(steps)", "max(stepz)");
    Gradsweep.rewriteSweep(folder.resolve("s"), "SELECT 0.7", "SELECT 'a'");
    Result verified = run("verify", out());
    assertThat(verified.exit()).isEqualTo(2);
    assertThat(verified.out()).isEmpty();
    assertThat(verified.err())
        .startsWith("Cannot check 3 claims\n")
        .contains("'Broken': Cannot answer query: Binder Error", "LINE 1", "^")
        .contains("SELECT max(stepz) FROM trials")
        .contains("'A text': 'a' (must be a number)")
        .contains("'Many': 8 rows (must be one)")
        .doesNotContain("\tat ");
    Result onSpark = run("verify", out(), "--engine", "spark", "--master", "local[1]");
    assertThat(onSpark.exit()).isEqualTo(2);
    assertThat(onSpark.err()).contains("'Broken': Cannot answer query", "line 1 pos 11");
  }

  /** A study whose parts are gone looks as one that a machine's death left, or that still runs. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aStudyThatIsNotFinishedSaysSo(int kept) throws IOException {
    study(STEPS);
    Files.delete(folder.resolve("s/_SUCCESS"));
    try (Stream<Path> parts = Files.list(folder.resolve("s/trials"))) {
      for (Path part : parts.sorted().skip(kept).toList()) {
        Files.delete(part);
      }
    }
    for (String engine : List.of("duckdb", "spark")) {
      Result summary = run("summarize", out(), "--engine", engine, "--master", "local[1]");
      assertThat(summary.exit()).as(summary.err()).isZero();
      assertThat(summary.out()).containsPattern("step_size \\| n \\| +success");
      Result verified = run("verify", out(), "--engine", engine, "--master", "local[1]");
      assertThat(verified.exit()).as(verified.err()).isZero();
      assertThat(verified.out().replaceAll("\\s+", " "))
          .contains("INCONCLUSIVE | All take 50 steps", "the study is not finished; so far:");
    }
    assertThat(run("query", out(), "SELECT count(*) AS n FROM run_times").exit()).isZero();
    assertThat(run("status", out()).out()).contains("interrupted");
    assertThat(run("summarize", out(), "--by", "").exit()).isEqualTo(2);
  }

  @Test
  void aStudyOfFailuresAloneHasNoNumberAndSaysHowManyFailed() throws IOException {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "parameters: {fault: throws}",
            "grid: {step_size: [0.5, 1.5]}",
            "fit: {y: final_error, x: step_size}",
            "claims:",
            "  - {claim: c, source: s, sql: SELECT avg(rate) FROM trials, expect: < 2}");
    assertThat(run("run", sweep.toString(), "--out", out(), "-q").exit()).isEqualTo(1);
    Result summary = run("summarize", out());
    assertThat(summary.exit()).isZero();
    assertThat(summary.out())
        .contains("0.5 | 1 | 0 [0, 0.79] |      1")
        .contains("fewer than 2 values of step_size have a point");
    assertThat(run("summarize", out(), "--of", "steps_to_target", "--show", "ert,geomean").exit())
        .isZero();
    assertThat(run("verify", out()).out()).contains("INCONCLUSIVE", "no value: too few trials");
    assertThat(run("summarize", out(), "--compare", "step_size=0.5,1.5", "--of", "rate").out())
        .contains("0 pairs: too few for an interval");
  }

  @Test
  void oneReplicateHasNoIntervalAndSaysWhy() throws IOException {
    Path sweep =
        write(folder, "sweep: s", "simulation: quadratic", "grid: {step_size: [0.5, 1.5]}");
    assertThat(run("run", sweep.toString(), "--out", out(), "-q").exit()).isZero();
    assertThat(run("summarize", out()).out()).contains("1 trial: too few for an interval");
    assertThat(run("verify", out()).err()).contains("the sweep has no claims");
  }
}
