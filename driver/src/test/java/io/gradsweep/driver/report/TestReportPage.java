package io.gradsweep.driver.report;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks a report without a browser: its numbers, its texts, and where it is written. */
class TestReportPage {

  private static final String EVIL = "<script>alert(\"1\")</script> & 'a' </style> \u2028";

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("report.html");
  }

  /** The report of a sweep that is run first. */
  private String reportOf(String... sweep) throws IOException {
    Path study = folder.resolve("study");
    InlineRun.run(write(folder, sweep), study, 1000);
    return report(study);
  }

  private String report(Path study) throws IOException {
    Result result = run("report", study.toString(), "--output", file().toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    assertThat(result.out()).isEqualTo(file() + "\n");
    return Files.readString(file());
  }

  /** The texts of a table's cells, row by row, as a reader sees them. */
  private static List<String> cells(String page, String label) {
    int start = page.indexOf("aria-label=\"" + label + "\"");
    String table = page.substring(start, page.indexOf("</table>", start));
    return Pattern.compile("<t[dh](?: [^>]*)?>(.*?)</t[dh]>")
        .matcher(table)
        .results()
        .map(cell -> cell.group(1))
        .toList();
  }

  @Test
  void tablesHoldTheTextsThatSummarizePrints() throws IOException {
    String page =
        reportOf(
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: [0.5, 1.5, 2.5], max_steps: [10, 300]}",
            "replicates: 4",
            "summary: {by: [step_size, max_steps], of: [rate, final_error]}",
            "fit: {y: final_error, x: max_steps, scale: semilog, by: step_size}",
            "claims:",
            "  - {claim: It shrinks, source: derived, sql: SELECT max(rate) FROM trials, expect: \"> 1\"}");
    String study = folder.resolve("study").toString();
    List<String> labels =
        List.of(
            "Summary by step_size, max_steps",
            "slope of ln final_error against max_steps, by step_size");
    int table = -1;
    for (String line : run("summarize", study, "--format", "markdown").out().lines().toList()) {
      if (!line.startsWith("| ")) {
        table++;
      } else if (!line.contains("---")) {
        List<String> cells = List.of(line.substring(2, line.length() - 2).split(" \\| ", -1));
        assertThat(cells(page, labels.get(table))).containsSequence(cells);
      }
    }
    assertThat(table).isEqualTo(1);
    String claim = run("verify", study, "--format", "csv").out().lines().toList().get(1);
    assertThat(claim).startsWith("PASS");
    assertThat(page).contains("verdict-pass", "It shrinks", "measured <strong>1.3863</strong>");
  }

  @Test
  void everythingAStudySaysIsText() throws IOException {
    String quoted = "'" + EVIL.replace("'", "''") + "'";
    reportOf(
        "sweep: s",
        "simulation: quadratic",
        "about: " + quoted,
        "grid: {step_size: [0.5, 1.5, 1.7], fault: [none, throws]}",
        "claims:",
        "  - claim: " + quoted,
        "    source: " + quoted,
        "    sql: \"SELECT 1 AS value WHERE '</script>' <> ''\"",
        "    expect: \"> 0\"",
        "plots:",
        "  - {x: step_size, y: rate, title: " + quoted + "}",
        "  - {x: steps, y: rate}");
    Path study = folder.resolve("study"); // with what the engine and the charts refuse, and quote
    Gradsweep.rewriteSweep(study, "<> ''", "<> '");
    Gradsweep.rewriteSweep(study, "{x: steps, ", "{x: '<script>alert(9)</script>', ");
    String page = report(study);
    assertThat(page).contains("alert(9)", "Cannot answer query");
    assertThat(page).doesNotContain(EVIL).doesNotContain("<script>alert");
    assertThat(page).contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp;");
    assertThat(Pattern.compile("<script").matcher(page).results().count())
        .isEqualTo(
            2
                + Pattern.compile("<script type=\"application/json\"")
                    .matcher(page)
                    .results()
                    .count());
    assertThat(Pattern.compile("\\son[a-z]+=").matcher(markup(page)).find()).isFalse();
  }

  /** The page without what the scripts and the style hold. */
  private static String markup(String page) {
    return page.replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>", "");
  }

  @Test
  void jsonInThePageCannotEndItsScript() {
    assertThat(Html.json(List.of("</script><!--", "a&b\u2028\u2029")))
        .isEqualTo("[\"\\u003c/script\\u003e\\u003c!--\",\"a\\u0026b\\u2028\\u2029\"]");
  }

  @Test
  void thePolicyLetsNothingInFromOutside() throws IOException {
    String page = reportOf("sweep: s", "simulation: quadratic");
    assertThat(page)
        .contains("content=\"default-src &#39;none&#39;; script-src &#39;sha256-")
        .doesNotContain("unsafe-inline")
        .doesNotContain("unsafe-eval");
    assertThat(markup(page))
        .doesNotContain("http://")
        .doesNotContain("src=")
        .doesNotContain("style=");
  }

  @Test
  void failuresStandByCauseWithACommandEach() throws IOException {
    String page =
        reportOf(
            "sweep: s",
            "simulation: quadratic",
            "grid: {fault: [throws, refuses]}",
            "replicates: 3",
            "claims:",
            "  - {claim: c, source: s, sql: SELECT avg(rate) FROM trials, expect: \"> 0\"}",
            "plots: [{x: replicate, y: rate, scale: log}]");
    assertThat(page).contains("<strong>3</strong> trials", "broken", "just so");
    assertThat(
            Pattern.compile("gradsweep replay \\S+ [0-9a-f]{32}<").matcher(page).results().count())
        .isEqualTo(2);
    assertThat(page).contains("All 6 trials: failed.", "INCONCLUSIVE", "Nothing to draw");
  }

  /** x = 0 after one step of α = 1, never moves at α = 0, and α = 10 diverges. */
  @Test
  void whatAChartCannotShowIsCounted() throws IOException {
    String page =
        reportOf(
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: [0, 0.5, 1, 10], max_steps: 200, fault: [none, throws]}",
            "replicates: 4",
            "fit: {y: final_error, x: step_size}",
            "plots:",
            "  - {x: step_size, y: final_error, color: fault, scale: log}",
            "  - {x: step_size, y: final_error, color: fault}",
            "  - {x: rate, y: steps}",
            "  - {x: reason, y: steps}",
            "  - {x: step, y: loss, scale: log}");
    assertThat(page)
        .contains(
            "24 of 32 trials are left out: 8 with step_size not above 0, 12 without final_error,"
                + " 4 whose median of final_error is not above 0; 8 of 8 at the lower end of"
                + " step_size, 0, 4 of 8 at the upper end of step_size, 10.")
        .contains(
            "16 of 32 trials are left out: 16 without final_error; 4 of 8 at the lower end of"
                + " step_size, 0, 4 of 8 at the upper end of step_size, 10.")
        .contains("trials are left out: ", " without rate")
        .contains("16 of 32 trials are left out: nothing was recorded of them.")
        .contains("points are not drawn: ");
    assertThat(cells(page, "slope of ln final_error against ln step_size"))
        .contains("left out", "24")
        .anyMatch(cell -> cell.contains("8 of 8 at the lower end of step_size, 0"));
  }

  /** Ten of 24 lines are drawn, and half of all trials are cut off after their last step. */
  @Test
  void curvesCountTheTrialsThatTheyDoNotShow() throws IOException {
    String page =
        reportOf(
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: 'linspace(0.1, 1.2, 12)', fault: [none, decides], max_steps: 9}",
            "replicates: 3",
            "plots: [{x: step, y: loss, color: step_size, line: fault}]");
    assertThat(page)
        .contains("10 of 24 lines, evenly spaced in the order of the axes.")
        .contains("42 of 72 trials are left out: they are not among those chosen.")
        .contains("36 of 72 trials were cut off: they count up to their last record.")
        .doesNotContain("nothing was recorded");
  }

  @Test
  void oneReplicateHasNoIntervalsAndSaysSo() throws IOException {
    String page =
        reportOf("sweep: s", "simulation: quadratic", "grid: {step_size: [0.1, 0.2, 0.4]}");
    assertThat(page).contains("too few for an interval", "3 trials, one of each configuration");
  }

  @Test
  void aStudyThatIsNotFinishedSaysHowFarItIs() throws IOException {
    Path sweep = write(folder, "sweep: s", "simulation: quadratic", "replicates: 40");
    Path study = folder.resolve("study");
    run("run", sweep.toString(), "--out", study.toString(), "-q", "--segment-trials", "10");
    Files.delete(study.resolve("_SUCCESS"));
    Files.delete(study.resolve("trials/g0000-s00001.parquet"));
    assertThat(report(study)).contains("Interrupted: 30 of 40 trials have a row");
    try (var parts = Files.list(study.resolve("trials"))) {
      for (Path part : parts.toList()) {
        Files.delete(part);
      }
    }
    assertThat(report(study)).contains("No trial has a row yet.", "What was asked");
  }

  @Test
  void aBrokenClaimIsNamedAndTheRestStands() throws IOException {
    reportOf(
        "sweep: s",
        "simulation: quadratic",
        "claims: [{claim: c, source: s, sql: SELECT 4711 FROM trials, expect: \"> 0\"}]",
        "plots: [{x: steps, y: rate}, {x: step_size, y: rate, scale: logx}]");
    Path study = folder.resolve("study"); // of 0.1, which did not look at these before it ran
    Gradsweep.rewriteSweep(study, "SELECT 4711", "SELECT nothing");
    Gradsweep.rewriteSweep(study, "x: steps", "x: step_sise");
    Gradsweep.rewriteSweep(study, "scale: logx", "scale: cubic");
    String page = report(study);
    assertThat(page)
        .contains("Referenced column &quot;nothing&quot; not found")
        .contains(
            "Cannot draw &#39;step_sise&#39;: no such column (did you mean &#39;step_size&#39;?)")
        .contains("must be linear, log, loglog, logx or logy")
        .contains("id=\"summaries\"");
  }

  @Test
  void aReportTakesThePlaceOfAReportAndOfNothingElse() throws IOException {
    reportOf("sweep: s", "simulation: quadratic");
    Path study = folder.resolve("study");
    report(study);
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("report.html", "s.yaml", "study");
    }
    Files.writeString(file(), "my notes");
    Result refused = run("report", study.toString(), "-o", file().toString());
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("(holds something else; give another --output, or --force)");
    assertThat(file()).hasContent("my notes");
    assertThat(run("report", study.toString(), "-o", file().toString(), "--force").exit()).isZero();
    Path inside = study.resolve("report.html");
    assertThat(run("report", study.toString(), "-o", inside.toString()).err())
        .contains("(inside the study; give another --output)");
    assertThat(inside).doesNotExist();
    assertThat(run("report", study.toString(), "-o", folder.resolve("no/r.html").toString()).err())
        .contains("(no such folder)");
    assertThat(run("report", study.toString(), "-o", folder.toString()).err())
        .contains("(a folder)");
  }

  @Test
  void withoutAnOutputItStandsBesideTheStudy() throws IOException {
    Path study = folder.resolve("study");
    Path beside = folder.resolve("study-report.html");
    run(
        "run",
        write(folder, "sweep: s", "simulation: quadratic").toString(),
        "--out",
        study.toString());
    List<String> here = names(Path.of(""));
    for (String typed :
        List.of(study.toString(), study + "/", study.toUri().toString(), study + "/../study")) {
      Files.deleteIfExists(beside);
      Result result = run("report", typed);
      assertThat(result.exit()).as(result.err()).isZero();
      assertThat(result.out()).isEqualTo(beside + "\n");
      assertThat(beside).content().contains("gradsweep");
    }
    assertThat(names(Path.of(""))).isEqualTo(here);
    assertThat(names(study)).doesNotContain("study-report.html");
    Files.writeString(beside, "my notes");
    assertThat(run("report", study.toString()).exit()).isEqualTo(2);
    assertThat(beside).hasContent("my notes");
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs://localhost:1/some/study", "s3a://bucket/study"})
  void aRemoteStudyHasNoPlaceBesideItOnThisMachine(String study) {
    Result result = run("report", study);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "Cannot write report: %s is not on this machine (say where to write it: --output FILE)%n"
                .formatted(study));
    assertThat(result.out()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
    Path study = folder.resolve("study");
    run(
        "run",
        write(folder, "sweep: s", "simulation: quadratic").toString(),
        "--out",
        study.toString());
    assertThat(folder.toFile().setWritable(false)).isTrue();
    try {
      assumeFalse(Files.isWritable(folder)); // root may write everywhere
      Result result = run("report", study.toString());
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).contains("(its folder is not writable; give another --output)");
    } finally {
      assertThat(folder.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void aPageIsUtf8AndNamesItself() throws IOException {
    reportOf("sweep: s", "simulation: quadratic", "about: 'λ ≤ 2 — größer'");
    byte[] bytes = Files.readAllBytes(file());
    assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("λ ≤ 2 — größer");
    assertThat(bytes).hasSizeLessThan(1_500_000);
  }
}
