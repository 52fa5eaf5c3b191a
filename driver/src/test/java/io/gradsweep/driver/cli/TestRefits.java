package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rates on another window, over recorded steps: of x ← (1 - α)x, whose loss falls by 2 ln(1 - α) a
 * step, and of a flow with a window of its own.
 */
class TestRefits {

  private static final String[] FLOW = {
    "sweep: flow",
    "simulation: kl-divergence",
    "parameters: {time_mode: flow, dimension: 3, integrator: rk4, time_step: 0.01, horizon: 40,",
    "  stop_kl: 1e-15}",
    "grid: {optimizer: natural, coordinate_system: [theta, eta]}",
    "record: {points: 2000, spacing: linear}",
    "replicates: 3"
  };

  private static final String GRID = "grid: {step_size: [0.1, 0.5]}";

  @TempDir private static Path folder;

  private static String plain;
  private static String flow;

  private static String study(String name, String... lines) throws IOException {
    Path sweep = write(Files.createDirectory(folder.resolve("sweep-" + name)), lines);
    Path out = folder.resolve(name);
    InlineRun.run(sweep, out, 1000);
    return out.toString();
  }

  @BeforeAll
  static void runOnce() throws IOException {
    plain =
        study(
            "plain",
            "sweep: plain",
            "simulation: quadratic",
            "parameters: {max_steps: 40}",
            GRID,
            "replicates: 3");
    flow = study("flow", FLOW);
  }

  private static List<List<String>> rows(String... args) {
    Result result = run(args);
    assertThat(result.exit()).as(result.err()).isZero();
    List<List<String>> rows = new ArrayList<>();
    result.out().lines().forEach(line -> rows.add(List.of(line.split(",", -1))));
    return rows;
  }

  private static double number(List<List<String>> rows, int row, String column) {
    return Double.parseDouble(rows.get(row).get(rows.get(0).indexOf(column)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "spark"})
  void anotherWindowIsFittedWithoutRunningAgain(String engine) {
    List<List<String>> rows =
        rows(
            "summarize",
            plain,
            "--rate-window",
            "1e-9,1e-2",
            "--format",
            "csv",
            "--engine",
            engine);
    assertThat(number(rows, 1, "refit_rate mean")).isCloseTo(-2 * Math.log(0.9), within(1e-12));
    assertThat(number(rows, 2, "refit_rate mean")).isCloseTo(2 * Math.log(2), within(1e-12));
    assertThat(number(rows, 1, "refit_points")).isBetween(15.0, 41.0);
    assertThat(number(rows, 2, "refit_points")).isBetween(5.0, 15.0);
  }

  @Test
  void bothEnginesHaveTheSameDigits() {
    String[] here = {
      "summarize", flow, "--rate-window", "1e-9,1e-2", "--format", "csv", "--engine", "duckdb"
    };
    String[] there = here.clone();
    there[here.length - 1] = "spark";
    assertThat(run(there).out()).isEqualTo(run(here).out()).contains("refit_rate mean");
  }

  /** At its own window a refit sees fewer points of the same decay. */
  @Test
  void onItsOwnWindowARateIsItself() throws IOException {
    List<String> lines = new ArrayList<>(List.of(FLOW));
    lines.add("rate: {window: [1e-14, 1e-9]}");
    String study = study("own", lines.toArray(String[]::new));
    List<List<String>> rows =
        rows(
            "query",
            study,
            "SELECT rate, refit_rate, rate_stderr, refit_stderr, refit_points, refit_note"
                + " FROM trials",
            "--format",
            "csv");
    assertThat(rows).hasSize(7);
    for (int row = 1; row < rows.size(); row++) {
      double both = Math.hypot(number(rows, row, "rate_stderr"), number(rows, row, "refit_stderr"));
      assertThat(number(rows, row, "refit_rate") - number(rows, row, "rate"))
          .as("%s", rows.get(row))
          .isBetween(-3 * both, 3 * both);
    }
  }

  /** Summaries, fits, claims and plots take a refitted rate as any column. */
  @Test
  void theFileMayAskForIt() throws IOException {
    String study =
        study(
            "file",
            "sweep: file",
            "simulation: quadratic",
            "parameters: {max_steps: 40}",
            GRID,
            "replicates: 3",
            "rate: {window: [1e-9, null], of: loss}",
            "summary: [{by: step_size, of: [refit_rate, refit_points]}]",
            "fit: [{y: refit_rate, x: step_size}]",
            "claims:",
            "  - {claim: c, source: s, expect: '< 1e-12',",
            "     sql: 'SELECT max(abs(refit_rate + 2 * ln(1 - step_size))) FROM trials'}",
            "plots: [{x: step_size, y: refit_rate}]");
    assertThat(run("summarize", study).out()).contains("refit_rate mean", "slope");
    assertThat(run("verify", study).out()).contains("PASS");
    assertThat(run("verify", study, "--engine", "spark").out()).contains("PASS");
    String page = folder.resolve("page.html").toString();
    Result report = run("report", study, "--output", page);
    assertThat(report.exit()).as(report.err()).isZero();
    assertThat(Path.of(page)).content().contains("refit_rate");
  }

  /** The window is no part of what a trial is: the same study, nothing to run. */
  @Test
  void theFilesWindowRunsNothing() throws IOException {
    Path sweep =
        write(
            Files.createDirectory(folder.resolve("again")),
            "sweep: plain",
            "simulation: quadratic",
            "parameters: {max_steps: 40}",
            GRID,
            "replicates: 3",
            "rate: {window: [1e-3, 1]}");
    Result result = run("run", sweep.toString(), "--out", plain, "-q");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).contains("nothing to do");
  }

  @Test
  void aSummaryWithoutRatesSaysWhyAndWhatGivesOne() throws IOException {
    String study =
        study(
            "short",
            "sweep: short",
            "simulation: kl-divergence",
            "parameters: {time_mode: flow, dimension: 3, integrator: rk4, time_step: 0.01,"
                + " stop_kl: 1e-6, optimizer: natural, coordinate_system: theta}",
            "record: {points: 500}",
            "replicates: 3");
    assertThat(run("summarize", study, "--format", "csv").out())
        .contains(
            "no rate (window_not_reached 3, window 1.0E-14 to 1.0E-9):"
                + " --rate-window LOW,HIGH fits one to the recorded steps");
    List<List<String>> rows =
        rows("summarize", study, "--rate-window", "1e-6,1e-4", "--format", "csv");
    assertThat(number(rows, 1, "refit_rate mean")).isCloseTo(2, within(0.1));
    for (String measures : List.of("", "refit_rate", "final_error,refit_rate,refit_stderr")) {
      List<String> command =
          new ArrayList<>(
              List.of("summarize", study, "--rate-window", "1e-30,1e-29", "--format", "csv"));
      if (!measures.isEmpty()) {
        command.addAll(List.of("--of", measures));
      }
      Result none = run(command.toArray(String[]::new));
      assertThat(none.out()).contains("no refit_rate (window_not_reached 3)");
    }
  }

  @Test
  void aRefitWithoutRecordedStepsSaysSo() throws IOException {
    String study =
        study("bare", "sweep: bare", "simulation: quadratic", "record: none", "replicates: 2");
    assertThat(run("summarize", study, "--rate-window", "1e-6,1e-4", "--of", "refit_rate").out())
        .contains("no refit_rate (no steps recorded)");
  }

  @Test
  void aMeasureThatWasAskedForStandsThoughNoTrialHasIt() throws IOException {
    List<List<String>> rows = rows("summarize", plain, "--of", "steps,time", "--format", "csv");
    assertThat(rows.get(0)).contains("time n");
    assertThat(number(rows, 1, "time n")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1e-3 | Cannot use rate window: '1e-3' (must be LOW,HIGH with 0 <= low < high)",
        "1,1e-3 | Cannot use rate window: '1,1e-3' (must be LOW,HIGH with 0 <= low < high)",
        "-1,1 | Cannot use rate window: '-1,1' (must be LOW,HIGH with 0 <= low < high)",
        "a,b | Cannot use rate window: 'a,b' (must be LOW,HIGH with 0 <= low < high)"
      })
  void aWindowThatIsNoneIsRefused(String window, String message) {
    Result result = run("summarize", plain, "--rate-window=" + window);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains(message);
  }

  @Test
  void aMetricThatIsNotRecordedIsRefused() throws IOException {
    Result result = run("summarize", plain, "--rate-window", "1e-3,1", "--rate-of", "los");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains("rate.of: 'los' (must be a metric: loss) (did you mean 'loss'?)");
    Path sweep =
        write(
            Files.createDirectory(folder.resolve("wrong")),
            "sweep: wrong",
            "simulation: quadratic",
            "rate: {window: [1, 0.1], off: loss}");
    Result plan = run("plan", sweep.toString());
    assertThat(plan.exit()).isEqualTo(2);
    assertThat(plan.err())
        .contains("unknown key 'off'", "rate.window:", "error levels with 0 <= low < high");
  }
}
