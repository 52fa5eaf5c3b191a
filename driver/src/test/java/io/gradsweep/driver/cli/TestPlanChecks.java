package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that plan, and run at once, refuse what a run, a report or a verification would refuse.
 */
class TestPlanChecks {

  private static final String CLAIM = "claims: [{claim: c, source: s, sql: \"%s\", expect: '< 1'}]";

  @TempDir private Path folder;

  private void refused(Path sweep, String... messages) {
    Path out = folder.resolve("out");
    for (String command : List.of("plan", "run")) {
      Result result = run(command, sweep.toString(), "--out", out.toString());
      assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
      assertThat(result.err()).contains(messages).doesNotContain("\tat ", "Exception");
      assertThat(out).doesNotExist();
    }
  }

  /** Claims are checked beside a search that cannot be made. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "axis: step_size, boundary: status   | refine.boundary: status is a text",
        "axis: stepsize, boundary: rate > 1  | refine.axis: 'stepsize' is not a parameter",
        "axis: fault, boundary: rate > 1     | refine.axis: fault is text",
        "axis: step_size, boundary: rate >   | refine.boundary: "
      })
  void aSearchThatCannotBeHidesNoClaim(String edge, String message) throws IOException {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: [0.5, 1]}",
            "refine: {%s, to: 0.1}".formatted(edge),
            "claims:",
            "  - {claim: c, sql: 'SELECT min(boundary) FROM boundaries', expect: '> 0'}",
            "  - {claim: d, sql: 'SELECT min(bounds) FROM boundaries', expect: '> 0'}",
            "  - {claim: e, of: mean(bondary), expect: '> 0'}");
    refused(sweep, ": 3 problems", message, "claims.sql of 'd': ", "claims: 'e': ");
  }

  /** A problem that quick alone has says so; what the command line gives is not asked of quick. */
  @Test
  void quickIsReadByItself() throws IOException {
    String zip = "grid: {zip: {fault: [none, none], step_size: [0.5, 1]}}";
    Path sweep = write(folder, "sweep: s", "simulation: quadratic", zip, "quick: {step_size: 2}");
    refused(sweep, "fault: none stands twice (values 1 and 2) (with --quick)");
    String kl = "simulation: kl-divergence";
    Path needy =
        write(folder, "sweep: s", kl, "quick: {max_steps: 2}", "parameters: {step_size: 1}");
    refused(needy, "optimizer is missing (must be one of gradient, natural)\n", ": 2 problems");
    Result given =
        run("plan", needy.toString(), "optimizer=natural", "time_mode=discrete", "dimension=2");
    assertThat(given.exit()).as(given.err()).isZero();
  }

  /** Text that stands for a part of a claim that cannot be read is no further problem of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          of: mean(rate), best: step_size up, expect: < 1     | claims.best: 'step_size up' (must be an axis
          compare: 'step_size=1,2,3', of: mean(rate), expect: < 1 | claims.compare: 'step_size=1,2,3' (must be
          fit: rate, expect: < 1                              | claims.fit: 'rate' (must be Y~X
          of: meen(rate), expect: < 1                         | claims.of: 'meen
          """)
  void aClaimThatCannotBeReadIsOneProblem(String claim, String message) throws IOException {
    String grid = "grid: {step_size: [0.5, 1]}";
    String line = "claims: [{claim: c, %s}]".formatted(claim);
    refused(
        write(folder, "sweep: s", "simulation: quadratic", grid, line),
        "s.yaml: 1 problem\n",
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plots: [{x: step_sise, y: rate}]   | line 3, column 9: plots: 'step_sise' is not a column (did you mean 'step_size'?)
          plots: [{x: step_size, y: fault}]  | plots.y: fault (must be a number)
          plots: [{x: step_size}]            | plots: no y (must have x and y)
          plots: [{y: rate}]                 | plots: no x (must have x and y)
          plots: [{x: step_size, y: rate, color: colour}] | plots: 'colour' is not a column
          plots: [{x: step_size, y: rate, facet: fcet}]   | plots: 'fcet' is not a column
          plots: [{x: step, y: loss, line: lne}]          | plots: 'lne' is not a column
          plots: [{x: step, y: los}]         | plots: 'los' is not a column
          plots: [{x: step_size, y: rate, scale: lgo}]    | plots.scale: 'lgo' (must be one of linear, log, loglog, logx, logy, semilog)
          plots: [{x: step_size, y: rate, of: loss}]      | line 3, column 37: plots.of: 'loss' (must be left out: y is what is drawn)
          plots: [{x: step_size, y: rate, colour: fault}] | unknown key 'colour' (did you mean 'color'?)
          quick: {step_sise: 1}              | line 3, column 20: 'step_sise' is not a parameter of quadratic
          quick: {replicates: -1}            | replicates
          quick: {step_size: fast}           | step_size: fast
          quick: {grid: {fault: [none, no]}} | fault: no (must be one of none,
          """)
  void whatAReportOrAQuickRunWouldRefuseIsRefused(String line, String message) throws IOException {
    refused(write(folder, "sweep: s", "simulation: quadratic", line), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          summary: [{of: [final_error], show: [ert]}]     | line 3, column 11: summary.show: ert of final_error, in unit 'error' (must be a step count or a time that runs spend, such as steps_to_target)
          summary: [{of: [steps, loss], show: [ert]}]     | summary: 'loss' is not a column
          summary: [{of: [steps, start], show: [mean, ert]}] | ert of start, in unit '1' (must be
          summary: [{of: [max_steps], show: [ert]}]       | ert of max_steps
          summary: [{of: [rate], show: [q00.0]}]          | summary.show: 'q00.0' (must be of an order above 0)
          summary: [{of: [status]}]                       | summary.of: status (must be a number)
          summary: [{by: [stats]}]                        | summary: 'stats' is not a column
          fit: [{x: fault, y: rate}]                      | fit: fault (must be a number)
          """)
  void whatASummaryWouldRefuseIsRefused(String line, String message) throws IOException {
    refused(write(folder, "sweep: s", "simulation: quadratic", line), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT max(step_sise) FROM trials       | step_sise
          SELEC 1                                 | syntax error
          SELECT 1; SELECT 2                      | 2 statements (must be one SELECT)
          SELECT max(rate), min(rate) FROM trials | (must be one, or value, low, high)
          SELECT max(los) FROM trajectories       | los
          SELECT max(share_reach) FROM run_times  | share_reach
          SELECT count(*) FROM trails             | trails
          SELECT 'far'                            | 'far' (must be a number)
          SELECT max(status) FROM trials          | max(status) is VARCHAR (must be a number)
          SELECT max(started_at) AS t FROM trials | t is TIMESTAMP WITH TIME ZONE (must be a number)
          SELECT list(rate) AS l FROM trials;     | l is DOUBLE[] (must be a number)
          SELECT max(rate) −1 FROM trials         | there is U+2212 (minus sign) at character 18 of the query
          """)
  void aClaimThatNoRowsCanAnswerIsRefused(String sql, String message) throws IOException {
    refused(
        write(folder, "sweep: s", "simulation: quadratic", CLAIM.formatted(sql)),
        "line 3, column",
        "claims.sql of 'c': ",
        message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT avg(rate) AS value, 0 AS low, 1 AS high FROM trials",
        "SELECT max(value) FROM recorded WHERE metric = 'loss'",
        "SELECT max(share_reached) FROM run_times WHERE step_size > 0.1",
        "SELECT max(steps_to_level) FROM fixed_targets",
        "SELECT count(*) FROM fixed_budgets",
        "SELECT steps FROM trials",
        "SELECT NULL",
        "SELECT 1.5 -- of one",
        "WITH t AS (SELECT count(*) AS n FROM trials) SELECT n > 3 FROM t;",
        "FROM trials SELECT sum(steps)",
        "SELECT count(*) FROM all_trials WHERE status = 'failed'"
      })
  void aClaimThatRowsCanAnswerIsTaken(String sql) throws IOException {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            CLAIM.formatted(sql),
            "grid: {step_size: [0.1, 0.2]}");
    Result result = run("plan", sweep.toString(), "--out", folder.resolve("out").toString());
    assertThat(result.exit()).as(result.err()).isZero();
  }

  @Test
  void allProblemsAreToldAtOnce() throws IOException {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "quick: {step_sise: 1}",
            "plots: [{x: step_size, y: rat}, {x: step_size, y: rate, scale: cubic}]",
            "summary: [{by: [step_size], of: [stp]}]",
            "rate: {window: [1, 2], of: los}",
            "grid: {step_size: fast}",
            CLAIM.formatted("SELECT nope FROM trials"));
    refused(
        sweep,
        ": 7 problems",
        "'step_sise'",
        "'rat'",
        "'cubic'",
        "'stp'",
        "los",
        "fast",
        "claims.sql of 'c'");
    Path claims =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "quick: {step_sise: 1}",
            CLAIM.formatted("SELECT a") + "",
            "parameters: {max_steps: 7}");
    refused(claims, ": 2 problems", "'step_sise'", "claims.sql of 'c'");
    Path bound =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            CLAIM.formatted("SELECT a").replaceFirst("expect: .*?}", "expect: '<'}"));
    refused(bound, ": 2 problems", "claims.expect: '<'", "claims.sql of 'c'");
  }

  @Test
  void aLinkToNothingOnTheWayToTheStudyIsRefused() throws IOException {
    Path sweep = write(folder, "sweep: s", "simulation: quadratic");
    Path link = Files.createSymbolicLink(folder.resolve("results"), folder.resolve("gone"));
    for (String command : List.of("plan", "run")) {
      for (Path out : List.of(link, link.resolve("s"), link.resolve("a/b"))) {
        Result result = run(command, sweep.toString(), "--out", out.toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("(" + link + " is a link to nothing)");
      }
    }
    assertThat(folder.resolve("gone")).doesNotExist();
  }
}
