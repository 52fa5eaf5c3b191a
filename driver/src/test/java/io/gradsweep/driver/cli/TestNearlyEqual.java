package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that differ late: each is a group, a line and a text of its own. */
class TestNearlyEqual {

  private static final List<String> STEPS = List.of("1.99996", "1.99998", "2", "2.00004");

  @TempDir private Path folder;

  private String study;

  @BeforeEach
  void runOnce() throws IOException {
    study = folder.resolve("study").toString();
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: [1.99996, 1.99998, 2, 2.00004], max_steps: [20, 21]}",
            "replicates: 3",
            "summary: {by: step_size, of: final_error}",
            "fit: {y: final_error, x: max_steps, scale: semilog, by: step_size}",
            "plots: [{x: max_steps, y: final_error, color: step_size}]",
            "claims:",
            "  - {claim: c, source: s, sql: 'SELECT 0.05000001 AS value', expect: '<= 0.05'}");
    assertThat(run("run", sweep.toString(), "--out", study, "-q").exit()).isZero();
  }

  @Test
  void rowsOfATableAreNamedApart() {
    for (String format : List.of("table", "markdown")) {
      String table =
          run("summarize", study, "--by", "step_size", "--of", "final_error", "--format", format)
              .out();
      for (String step : STEPS) {
        assertThat(table).containsOnlyOnce(" " + step + " |");
      }
    }
    assertThat(run("query", study, "SELECT DISTINCT step_size FROM trials").out()).contains(STEPS);
    assertThat(run("summarize", study).out()).contains("1.99996 ");
  }

  /** A value is told from all others of its axis, whether their rows are shown or not. */
  @Test
  void aTrialOrAChoiceThatIsShownAloneHasItsDigits() {
    String sweep = folder.resolve("s.yaml").toString();
    assertThat(run("plan", sweep, "--trials", "1").out()).contains(" 1.99996 |");
    assertThat(run("plan", sweep, "step_size=2,3", "--trials", "1").out()).contains("   2 |");
    String best =
        run("summarize", study, "--best", "step_size", "--on", "half", "--of", "final_error").out();
    assertThat(best).contains(" 1.99996 |").doesNotContain(" 2 |");
  }

  @Test
  void linesOfAReportAreGroupsOfTheirOwn() throws IOException {
    Path page = folder.resolve("r.html");
    assertThat(run("report", study, "--output", page.toString()).exit()).isZero();
    String text = Files.readString(page);
    for (String step : STEPS) {
      assertThat(text)
          .contains("\"name\":\"step_size " + step + "\"")
          .contains("\"name\":\"step_size " + step + ", slope ");
    }
  }

  @Test
  void aReplayShowsTheDigitsThatDiffer() throws IOException, SQLException {
    Path part;
    try (Stream<Path> parts = Files.list(Path.of(study, "trials"))) {
      part = parts.findFirst().orElseThrow();
    }
    Gradsweep.rewrite(part, "* REPLACE (final_error * (1 + 1e-12) AS final_error)");
    String id =
        run(
                "query",
                study,
                "SELECT trial_id FROM trials WHERE step_size = 1.99996 LIMIT 1",
                "--format",
                "csv")
            .out()
            .lines()
            .toList()
            .get(1);
    Result result = run("replay", study, id);
    assertThat(result.exit()).isEqualTo(1);
    String[] cells =
        result
            .out()
            .lines()
            .filter(l -> l.contains("differs"))
            .findFirst()
            .orElseThrow()
            .split("\\|");
    assertThat(cells[0].strip()).isEqualTo("final_error");
    assertThat(cells[1].strip()).isNotEqualTo(cells[2].strip());
    assertThat(run("replay", study, id, "--format", "json").out()).doesNotContain("Beside");
  }

  @Test
  void aClaimShowsOnWhichSideOfItsBoundItIs() {
    Result result = run("verify", study);
    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.out()).contains(" 0.05000001 ");
  }
}
