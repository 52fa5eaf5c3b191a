package io.gradsweep.driver.analysis;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.job.InlineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Structured claims and checks. Gradient descent on x²/2 with step size α leaves (1 - α)⁴ of its
 * start after four steps, so that every ratio of arms is known, and every trial of a replicate has
 * the same start.
 */
class TestQuestions {

  private static final double T_11 = 2.200985160082949; // 12 replicates
  private static final double T_11_OF_99 = 3.10580651553928;

  /** Length of Wilson's interval of a share of twelve trials that are all, or none, successes. */
  private static final double WILSON_12 = 3.8414588206941285 / (12 + 3.8414588206941285);

  @TempDir private static Path folder;

  private static String study;
  private static BothEngines engines;
  private static Map<String, ClaimResult> results;

  @BeforeAll
  static void runOnce() throws IOException {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid:",
            "- {step_size: [0.1, 0.2, 0.5], max_steps: 4}",
            "- {step_size: 0.9, max_steps: 4, fault: throws}",
            "replicates: 12",
            "record: none",
            "claims:",
            claim("mean", "of: mean(start), where: step_size == 0.1, expect: '< 5'"),
            claim("several", "of: mean(final_error), where: step_size < 0.9, expect: '< 5'"),
            claim("median", "of: median(start), where: step_size == 0.2, expect: '> 5'"),
            claim("geomean", "of: geomean(final_error / abs(start)), expect: '< 1'"),
            claim("share", "of: share(start > 0), where: step_size == 0.5, expect: '< 1'"),
            claim("ratio", pairs("ratio: true, of: median(final_error)")),
            claim("ratios", pairs("ratio: true, of: geomean(final_error)")),
            claim("difference", pairs("of: mean(final_error)")),
            claim("shares", pairs("of: share(final_error > 0.1)")),
            claim("equal", pairs("of: success")),
            claim("slope", "fit: final_error~step_size, scale: semilog, expect: '< 0'"),
            claim(
                "best",
                "of: mean(final_error), best: step_size, where: fault == 'none', expect: '< 1'"),
            claim("every", "every: final_error <= abs(start), where: step_size < 0.9"),
            claim("allowed", "every: step_size < 0.5, except: 12, where: fault == 'none'"),
            claim("too many", "every: step_size < 0.5, except: 11, where: fault == 'none'"),
            claim("few", "of: share(status == 'diverged'), where: step_size == 0.9, expect: '< 1'"),
            claim(
                "most", "of: share(status != 'diverged'), where: step_size == 0.9, expect: '> 0'"),
            claim(
                "of several",
                "of: share(status == 'diverged'), where: step_size >= 0.5, expect: '< 0.6'"),
            claim(
                "lost arm",
                "compare: 'step_size=0.9,0.1', of: share(status == 'diverged'), match: []"
                    + ", expect: < 0.5"),
            claim("unknown", "every: status == 'converged'"),
            claim("not diverged", "every: status != 'diverged'"),
            claim("nothing", "every: step_size > 0, where: step_size > 7"),
            claim("zeros", "of: mean(0 * start), where: step_size == 0.1, expect: '< 1'"),
            claim("logarithms", "of: geomean(0 * start), where: step_size == 0.1, expect: '< 1'"),
            claim("nowhere", "of: mean(start), where: step_size > 7, expect: '< 1'"),
            claim("point", "fit: final_error~step_size, where: step_size == 0.1, expect: '< 1'"),
            claim("sql", "sql: 'SELECT 1.0 AS value, 0.5 AS low, 1.5 AS high', expect: '> 1'"),
            "checks:",
            claim("check", "of: success, where: step_size == 0.1, expect: '> 0.5'"));
    study = folder.resolve("s").toString();
    InlineRun.run(sweep, Path.of(study), 100);
    engines = BothEngines.open(Path.of(study));
    results = new LinkedHashMap<>();
    engines.here().claims().forEach(result -> results.put(result.claim(), result));
  }

  private static String claim(String name, String form) {
    return "- {claim: %s, source: {derived: by hand}, %s}".formatted(name, form);
  }

  private static String pairs(String form) {
    return "compare: 'step_size=0.5,0.1', expect: < 1, where: fault == 'none', " + form;
  }

  @AfterAll
  static void close() {
    engines.close();
  }

  /** The starts of the replicates, by plain SQL. */
  private static double[] starts() {
    return engines
        .here()
        .tables()
        .ask("SELECT start FROM trials WHERE step_size = 0.1 ORDER BY start")
        .rows()
        .stream()
        .mapToDouble(row -> (double) row.get(0))
        .toArray();
  }

  private static double[] errors(double factor) {
    return Arrays.stream(starts()).map(start -> Math.abs(start) * factor).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double half(double[] values, double t) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return t * Math.sqrt(squares / (values.length - 1) / values.length);
  }

  private static void assertIs(String claim, double value, double low, double high, long n) {
    ClaimResult result = results.get(claim);
    assertThat(result.value()).as(claim).isCloseTo(value, within(1e-9));
    assertThat(result.measured().low()).as(claim).isCloseTo(low, within(1e-8));
    assertThat(result.measured().high()).as(claim).isCloseTo(high, within(1e-8));
    assertThat(result.measured().n()).as(claim).isEqualTo(n);
  }

  private static void assertIsMeanOf(String claim, double[] values, long n) {
    double half = half(values, T_11);
    assertIs(claim, mean(values), mean(values) - half, mean(values) + half, n);
  }

  @Test
  void aCellHasTheIntervalsOfSummaries() {
    double[] starts = starts();
    assertIsMeanOf("mean", starts, 12);
    double all = (Math.pow(0.9, 4) + Math.pow(0.8, 4) + Math.pow(0.5, 4)) / 3;
    assertIsMeanOf("several", errors(all), 36);
    // P(B < 3) = 0.0193 for B binomial(12, 1/2): the third and the tenth value
    assertIs("median", (starts[5] + starts[6]) / 2, starts[2], starts[9], 12);
    double geometric = Math.pow(0.9 * 0.8 * 0.5, 4 / 3.0);
    assertIs("geomean", geometric, geometric, geometric, 48);
    assertThat(results.get("geomean").detail()).isEqualTo("12 of 48 trials without a value");
  }

  @Test
  void armsArePairedByReplicate() {
    double ratio = Math.pow(0.5 / 0.9, 4);
    assertIs("ratio", ratio, ratio, ratio, 12);
    assertIs("ratios", ratio, ratio, ratio, 12);
    assertIsMeanOf("difference", errors(Math.pow(0.5, 4) - Math.pow(0.9, 4)), 12);
    assertThat(results.get("ratio").verdict()).isEqualTo(Verdict.PASS);
  }

  /** Newcombe's limits by his formula, from Wilson's limits of 12 of 12 trials. */
  @Test
  void sharesThatNeverDifferStillHaveAnInterval() {
    assertIs("equal", 0, -WILSON_12, WILSON_12, 12);
    ClaimResult shares = results.get("shares");
    assertThat(shares.measured().low()).isLessThan(shares.value());
    assertThat(shares.value()).isBetween(-1.0, 0.0);
  }

  /** The slope between α and ln of (1 - α)⁴ is the same in every replicate. */
  @Test
  void theSlopeIsThatOfFit() {
    double[] x = {0.1, 0.2, 0.5};
    double sxx = 0;
    double sxy = 0;
    for (double each : x) {
      sxx += Math.pow(each - 0.8 / 3, 2);
      sxy += (each - 0.8 / 3) * 4 * Math.log(1 - each);
    }
    assertIs("slope", sxy / sxx, sxy / sxx, sxy / sxx, 36);
  }

  @Test
  void theBestIsChosenOnTheOtherHalf() {
    assertIsMeanOf("best", errors(Math.pow(0.5, 4)), 12);
    assertThat(results.get("best").detail()).isEqualTo("step_size at its best, 0.5");
  }

  @Test
  void summariesShowTheHonestBest() throws IOException {
    Gradsweep.Result result =
        run(
            "summarize",
            study,
            "--best",
            "step_size",
            "--on",
            "half",
            "--of",
            "final_error",
            "--show",
            "mean",
            "--by",
            "fault",
            "--where",
            "step_size < 0.9",
            "--format",
            "json");
    assertThat(result.exit()).as(result.err()).isZero();
    JsonNode row = new ObjectMapper().readTree(result.out()).get(0);
    assertThat(row.get("best of even").asDouble()).isEqualTo(0.5);
    assertThat(row.get("best of odd").asDouble()).isEqualTo(0.5);
    assertThat(row.get("n").asLong()).isEqualTo(12);
    ClaimResult best = results.get("best");
    assertThat(row.get("at the other's best").asDouble()).isEqualTo(best.value());
    assertThat(row.get("at the other's best low").asDouble()).isEqualTo(best.measured().low());
    for (String[] wrong :
        List.of(
            new String[] {"--best", "step_size"},
            new String[] {"--best", "step_size", "--on", "all", "--of", "final_error"},
            new String[] {"--best", "step_size least", "--of", "final_error"},
            new String[] {"--best", "step_size", "--of", "final_error", "--fit", "a~b"},
            new String[] {"--best", "step_size", "--of", "start", "--show", "sd"})) {
      List<String> command = new ArrayList<>(List.of("summarize", study));
      command.addAll(List.of(wrong));
      Gradsweep.Result refused = run(command.toArray(String[]::new));
      assertThat(refused.exit()).as(command + refused.err()).isEqualTo(2);
      assertThat(refused.err()).startsWith("Cannot ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "every,    PASS,         0,  36",
    "allowed,  PASS,         12, 36",
    "too many, FAIL,         12, 36",
    "unknown,  INCONCLUSIVE, 0,  48",
    "not diverged, INCONCLUSIVE, 0, 48",
    "nothing,  INCONCLUSIVE, ,   0"
  })
  void exceptionsAreCounted(String claim, Verdict verdict, Double value, long n) {
    ClaimResult result = results.get(claim);
    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.value()).isEqualTo(value);
    assertThat(result.measured().n()).isEqualTo(n);
  }

  @Test
  void trialsThatFailedMayBeExceptions() {
    assertThat(results.get("unknown").measured().high()).isEqualTo(12);
    assertThat(results.get("unknown").detail())
        .contains("across the bound", "12 trials timed out or failed, and may be exceptions");
  }

  @Test
  void trialsThatFailedCountBothWaysInAShare() {
    assertIs("few", 0, 0, 1, 12);
    assertIs("most", 1, 0, 1, 12);
    assertIs("of several", 0, 0, upperEndOfHalf(), 24);
    assertIs("lost arm", 0, -WILSON_12, 1, 12);
    for (String claim : List.of("few", "most", "of several", "lost arm")) {
      assertThat(results.get(claim).verdict()).as(claim).isEqualTo(Verdict.INCONCLUSIVE);
    }
  }

  /** Wilson's upper end for half of 24 trials: in each replicate one of two failed. */
  private static double upperEndOfHalf() {
    double t2 = T_11 * T_11;
    return 0.5 + T_11 * Math.sqrt(0.25 / 24 + t2 / (4.0 * 24 * 24)) / (1 + t2 / 24);
  }

  @Test
  void theVerdictIsOfTheInterval() {
    assertThat(results.get("median").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(results.get("mean").verdict()).isEqualTo(Verdict.PASS);
    assertThat(results.get("sql").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(results.get("sql").detail()).isEqualTo("the interval lies across the bound");
  }

  @Test
  void anotherLevelWidensIntervals() {
    ClaimResult mean = engines.here().claims(new Intervals(0.99)).get(0);
    assertThat(mean.measured().high() - mean.value())
        .isCloseTo(half(starts(), T_11_OF_99), within(1e-8));
  }

  @Test
  void bothEnginesGiveTheSameBits() {
    assertThat(engines.there().claims()).isEqualTo(engines.here().claims());
  }

  @Test
  void checksAreAKindOfTheirOwn() throws IOException {
    Gradsweep.Result verified = run("verify", study, "--format", "json");
    assertThat(verified.exit()).isEqualTo(4);
    assertThat(verified.err()).contains("FAIL", "; checks of the code: 1 PASS");
    List<String> kinds = new ArrayList<>();
    for (JsonNode row : new ObjectMapper().readTree(verified.out())) {
      kinds.add(row.get("kind").asText());
      assertThat(row.get("source").asText()).isEqualTo("derived: by hand");
      if (row.get("claim").asText().equals("sql")) {
        assertThat(row.get("n").isNull()).isTrue(); // no text among numbers
      }
      if (row.get("claim").asText().equals("mean")) {
        assertThat(row.get("n").asLong()).isEqualTo(12);
        assertThat(row.get("value low").asDouble()).isLessThan(row.get("value").asDouble());
      }
    }
    assertThat(kinds).hasSize(28).endsWith("claim", "check").containsOnlyOnce("check");
  }

  @Test
  void theReportShowsQuestionsAndChecks() throws IOException {
    Path page = folder.resolve("r.html");
    assertThat(run("report", study, "--output", page.toString()).exit()).isZero();
    assertThat(Files.readString(page))
        .contains("Checks of the code", "median(start) where step_size == 0.2", ", n = 12");
  }

  @Test
  void theReasonWhyThereIsNoValueIsTheRightOne() {
    assertIs("zeros", 0, 0, 0, 12);
    assertThat(results.get("zeros").verdict()).isEqualTo(Verdict.PASS);
    Map.of(
            "logarithms", "no value; not all values are above 0",
            "nowhere", "no value: there are no such trials",
            "point", "no value; fewer than 2 values of step_size have a point")
        .forEach(
            (claim, reason) -> {
              assertThat(results.get(claim).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
              assertThat(results.get(claim).detail()).isEqualTo(reason);
            });
  }

  /** All parts of a question that name what is no column. */
  @Test
  void allWrongPartsOfAQuestionAreToldAtOnce() throws IOException {
    Path sweep =
        write(
            folder,
            "sweep: bad",
            "simulation: quadratic",
            "grid: {step_size: [0.1, 0.2, 0.5]}",
            "claims:",
            "- {claim: c, fit: strat~step, where: a > 1, expect: '< 1'}",
            "- {claim: c, compare: 'step=0.1,1', of: mean(b), match: [c, d], where: e > 1,"
                + " best: width, expect: '< 1'}",
            "- {claim: c, of: mean(f), where: g > 1, expect: '< 1'}",
            "- {claim: c, every: h > 1, where: i > 1}");
    Gradsweep.Result planned = run("plan", sweep.toString());
    assertThat(planned.exit()).as(planned.err()).isEqualTo(2);
    assertThat(planned.err())
        .contains("13 problems", "Cannot choose the best width")
        .contains("Cannot find column: 'strat' (did you mean 'start'?)");
    for (String name : List.of("strat", "step", "a", "b", "c", "d", "e", "f", "g", "h", "i")) {
      assertThat(planned.err()).contains("'" + name + "'");
    }
    Gradsweep.Result summary = run("summarize", study, "--by", "a,step_size,b", "--of", "d,fault");
    assertThat(summary.exit()).isEqualTo(2);
    assertThat(summary.err())
        .contains(
            "column: 'a'", "column: 'b'", "column: 'd'", "summarise fault (must be a number)");
  }

  /** Each wrong form, and what is said of it; all in one plan. */
  private static final Map<String, String> WRONG =
      Map.ofEntries(
          Map.entry(
              "of: mean(stat), expect: '< 1'",
              "'stat' is not a column of quadratic (did you mean 'start'?)"),
          Map.entry(
              "of: mean(start), where: stepsize > 1, expect: < 1", "'stepsize' is not a column"),
          Map.entry(
              "of: median(start), expect: '< 1'",
              "median(start) of 3 grid points (must be of one: fix step_size in where)"),
          Map.entry(
              "of: q90(start), where: step_size > 0.1, expect: < 1", "q90(start) of 2 grid points"),
          Map.entry(
              "of: ert(start), where: step_size == 0.1, expect: < 1", "ert of start, in unit"),
          Map.entry(
              "compare: 'step_size=0.1,a', of: mean(start), expect: < 1", "'a' is not a column"),
          Map.entry(
              "compare: 'fault=none,nan', of: median(start), expect: < 1",
              "median(start) of 3 grid points"),
          Map.entry(
              "compare: 'step=0.1,1', of: mean(start), expect: < 1", "Cannot find column: 'step'"),
          Map.entry(
              "of: mean(start), best: width, expect: '< 1'",
              "Cannot choose the best width (must be an axis: step_size)"),
          Map.entry("fit: start~fault, expect: '< 1'", "Cannot fit along fault (must be a number)"),
          Map.entry(
              "compare: 'fault=none,nan', of: mean(start), match: [], expect: '< 1'",
              "pairs alike in [] alone: 3 grid points of an arm"),
          Map.entry("every: start", "start is a number (must be a comparison or a flag)"));

  @Test
  void whatCannotBeAnsweredIsRefusedBeforeAnythingRuns() throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "sweep: bad",
                "simulation: quadratic",
                "grid: {step_size: [0.1, 0.2, 0.5]}",
                "claims:"));
    WRONG.keySet().forEach(form -> lines.add("- {claim: c, %s}".formatted(form)));
    Path sweep = write(folder, lines.toArray(String[]::new));
    Gradsweep.Result planned = run("plan", sweep.toString());
    assertThat(planned.exit()).as(planned.err()).isEqualTo(2);
    assertThat(planned.err()).contains(WRONG.size() + " problems");
    int line = 5;
    for (String form : WRONG.keySet()) {
      String at = "line %d, column".formatted(line++);
      assertThat(planned.err().lines())
          .as(form)
          .anyMatch(said -> said.contains(at) && said.contains(WRONG.get(form)));
    }
  }
}
