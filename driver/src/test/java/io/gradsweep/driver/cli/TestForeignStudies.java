package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sweep files and studies that somebody else made, and that mean harm: they make gradsweep read,
 * write and run nothing but the study and what the command line names.
 */
class TestForeignStudies {

  private static final String SECRET = "what the neighbour wrote";

  @TempDir private static Path original;

  @TempDir private Path folder;

  private Path sweep;
  private Path study;
  private Path outside;

  @BeforeAll
  static void runOnce() throws IOException {
    Path sweep = write(original, "sweep: s", "simulation: quadratic", "replicates: 4");
    InlineRun.run(sweep, original.resolve("study"), 2);
  }

  @BeforeEach
  void copy() throws IOException {
    Folder.copy(original, folder);
    sweep = folder.resolve("s.yaml");
    study = folder.resolve("study");
    outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("notes.txt"), SECRET);
  }

  private List<List<String>> commands() {
    String out = study.toString();
    return List.of(
        List.of("status", out),
        List.of("query", out, "SELECT count(*) FROM trials"),
        List.of("summarize", out),
        List.of("report", out, "--output", folder.resolve("r.html").toString()),
        List.of("plan", sweep.toString(), "--out", out),
        List.of("run", sweep.toString(), "replicates=5", "--out", out, "-q"),
        List.of("run", sweep.toString(), "replicates=5", "--out", out, "--fresh", "--yes"));
  }

  private void everyCommandIsRefused(String message) throws IOException {
    for (List<String> command : commands()) {
      Map<String, String> before = Folder.contents(folder);
      Result result = run(command.toArray(String[]::new));
      assertThat(result.exit()).as(command + result.err()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .contains(message)
          .doesNotContain("\tat ", "Exception", "fault of gradsweep's own", SECRET);
      assertThat(Folder.contents(folder)).as(command.toString()).isEqualTo(before);
    }
  }

  /** A folder of the study's that leads elsewhere, where a resumed or fresh run would delete. */
  @ParameterizedTest
  @ValueSource(strings = {"trials", "trajectories", "_plan"})
  void aFolderThatIsALinkIsRefused(String name) throws IOException {
    Files.move(study.resolve(name), outside.resolve(name));
    Files.createSymbolicLink(study.resolve(name), outside.resolve(name));
    String refusal = "(%s is a link; a study's files must lie in its own folder)".formatted(name);
    for (List<String> command : commands()) {
      boolean reads = name.equals("trajectories") && !command.contains("--fresh");
      if (!reads) { // who counts trials does not look there
        Map<String, String> before = Folder.contents(outside);
        Result result = run(command.toArray(String[]::new));
        assertThat(result.exit()).as(command + result.err()).isEqualTo(2);
        assertThat(result.err()).contains(refusal);
        assertThat(Folder.contents(outside)).isEqualTo(before);
      }
    }
  }

  @Test
  void whatLiesWhereALinkForTemporariesLeadsIsNotDeleted() throws IOException {
    Files.deleteIfExists(study.resolve("_tmp"));
    Files.createSymbolicLink(study.resolve("_tmp"), outside);
    for (String[] more : new String[][] {{}, {"--fresh", "--yes"}}) {
      List<String> command =
          new ArrayList<>(List.of("run", sweep.toString(), "replicates=5", "--out", study + ""));
      command.addAll(List.of(more));
      Result result = run(command.toArray(String[]::new));
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).contains("(_tmp is a link; ");
      assertThat(outside.resolve("notes.txt")).hasContent(SECRET);
      assertThat(study.resolve("_lock")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"trials/g0000-s00001.parquet", "_plan/0000.json"})
  void aFileThatIsALinkIsRefused(String name) throws IOException {
    Path away = outside.resolve("away");
    Files.move(study.resolve(name), away);
    Files.createSymbolicLink(study.resolve(name), away);
    everyCommandIsRefused("(%s is a link; ".formatted(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "_lock"})
  void aSmallFileThatIsALinkIsNotWrittenThrough(String name) throws IOException {
    Files.deleteIfExists(study.resolve(name));
    Files.createSymbolicLink(study.resolve(name), outside.resolve("notes.txt"));
    Result result = run("run", sweep.toString(), "replicates=5", "--out", study.toString(), "-q");
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains("(%s is a link; ".formatted(name)).doesNotContain(SECRET);
    assertThat(outside.resolve("notes.txt")).hasContent(SECRET);
  }

  /** A link to the study itself is the user's own way there. */
  @Test
  void aLinkToTheStudyIsNoLinkOutOfIt() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("results"), study);
    Result more = run("run", sweep.toString(), "replicates=5", "--out", link.toString(), "-q");
    assertThat(more.exit()).as(more.err()).isZero();
    assertThat(run("query", link.toString(), "SELECT count(*) AS n FROM trials").out())
        .contains(" 5 ");
  }

  @Test
  void aQueryReadsThePartsAndNothingBesideThem() throws IOException {
    Files.createSymbolicLink(study.resolve("notes.txt"), outside.resolve("notes.txt"));
    for (String file : List.of(study + "/notes.txt", study + "/manifest.json", "notes.txt")) {
      Result result = run("query", study.toString(), "SELECT * FROM read_text('" + file + "')");
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.out() + result.err()).doesNotContain(SECRET);
    }
  }

  private void changePlan(String from, String to) throws IOException {
    Path plan = study.resolve("_plan/0000.json");
    String json = Files.readString(plan);
    assertThat(json).contains(from);
    Files.writeString(plan, json.replace(from, to));
  }

  /** The text of a sweep inside of a plan is read as any other, and extends nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sweep: s | sweep: ../../x           | sweep: '../../x' (must be letters, digits, . _ -
          sweep: s | sweep: s\\nextends: /etc/passwd | extends: '/etc/passwd' (must be a file in the same folder)
          sweep: s | sweep: s\\nextends: s.yaml | extends: 's.yaml' (no such file)
          sweep: s | sweep: !!javax.script.ScriptEngineManager s | tag 'tag:yaml.org,2002:javax.script.ScriptEngineManager'
          "bounds" : [ 0, 2, 4 ] | "bounds" : [ 0, 9223372036854775807 ] | _plan/0000.json is damaged
          "bounds" : [ 0, 2, 4 ] | "bounds" : [ 0, 2, 9223372036854775807 ] | has segments up to 9223372036854775807, its sweep 4
          "bounds" : [ 0, 2, 4 ] | "bounds" : [ 0, 2, 1e99 ] | _plan/0000.json is damaged
          "number" : 0           | "number" : -1              | _plan/0000.json is damaged
          "seconds" : [          | "seconds" : [ -1, 1e999, 3], "x" : [ | _plan/0000.json is damaged
          """)
  void aPlanThatSaysWhatGradsweepNeverWritesIsRefused(String from, String to, String message)
      throws IOException {
    changePlan(from, to);
    for (String command : new String[] {"status", "summarize", "report"}) {
      Map<String, String> before = Folder.contents(folder);
      Result result = run(command, study.toString());
      assertThat(result.exit()).as(result.err()).isEqualTo(2);
      assertThat(result.err()).contains(message).doesNotContain("\tat ", "Exception", "root:");
      assertThat(Folder.contents(folder)).isEqualTo(before);
    }
  }

  static List<String> harmfulSql() {
    return List.of(
        "SELECT length(content) FROM read_text('OUTSIDE/notes.txt')",
        "SELECT count(*) FROM read_csv('OUTSIDE/notes.txt')",
        "SELECT count(*) FROM 'OUTSIDE/notes.txt'",
        "SELECT count(*) FROM glob('OUTSIDE/*')",
        "COPY (SELECT 1) TO 'OUTSIDE/made'",
        "COPY trials TO 'OUTSIDE/made' (FORMAT csv)",
        "ATTACH 'OUTSIDE/made'",
        "INSTALL httpfs",
        "LOAD 'OUTSIDE/notes.txt'",
        "SET enable_external_access = true",
        "SELECT 1; COPY (SELECT 1) TO 'OUTSIDE/made'",
        "SELECT getenv('HOME')");
  }

  /** By {@code run} itself, by {@code verify} and by {@code report}. */
  @ParameterizedTest
  @MethodSource("harmfulSql")
  void aClaimReadsTheStudyAlone(String sql) throws IOException {
    String harmful = sql.replace("OUTSIDE", outside.toString());
    String claim = "claims: [{claim: c, source: x, sql: '%s', expect: '> 0'}]";
    String[] lines = {"sweep: h", "simulation: quadratic", "replicates: 2", ""};
    String out = folder.resolve("h").toString();
    Map<String, String> before = Folder.contents(outside);
    lines[3] = claim.formatted(harmful.replace("'", "''"));
    Result refused = run("run", write(folder, lines).toString(), "--out", out, "-q");
    assertThat(refused.exit()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains("claims.sql of 'c'").doesNotContain("PASS", SECRET);
    lines[3] = claim.formatted("SELECT 4711");
    assertThat(run("run", write(folder, lines).toString(), "--out", out, "-q").exit()).isZero();
    Gradsweep.rewriteSweep(Path.of(out), "SELECT 4711", harmful);
    Result verified = run("verify", out);
    assertThat(verified.exit()).isEqualTo(2);
    assertThat(verified.err()).contains("Cannot answer query: ").doesNotContain(SECRET, "\tat ");
    Result told = run("report", out, "--output", folder.resolve("h.html").toString());
    assertThat(told.out() + told.err()).doesNotContain(SECRET);
    assertThat(Folder.contents(outside)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT TRANSFORM(steps) USING 'touch OUTSIDE/made' AS (x) FROM trials",
        "SELECT count(*) FROM (SELECT TRANSFORM(steps) USING 'touch OUTSIDE/made' AS (x) FROM"
            + " trials)",
        "SELECT (SELECT max(x) FROM (SELECT TRANSFORM(steps) USING 'touch OUTSIDE/made' AS (x) FROM"
            + " trials))",
        "WITH t AS (SELECT TRANSFORM(steps) USING 'touch OUTSIDE/made' AS (x) FROM trials) SELECT"
            + " count(*) FROM t",
        "SELECT count(*) FROM text.`OUTSIDE/notes.txt`",
        "SELECT java_method('java.lang.System', 'getenv', 'HOME')",
        "SELECT reflect('java.lang.System', 'getenv', 'HOME')",
        "INSERT OVERWRITE DIRECTORY 'OUTSIDE/made' USING csv SELECT 1",
        "ADD JAR 'OUTSIDE/notes.txt'",
        "CREATE TABLE t USING text LOCATION 'OUTSIDE'"
      })
  void onSparkTooAQueryReadsTheStudyAlone(String sql) throws IOException {
    Map<String, String> before = Folder.contents(outside);
    Result result = onSpark(sql);
    assertThat(result.out() + result.err()).doesNotContain(SECRET, "\tat ");
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
    assertThat(Folder.contents(outside)).isEqualTo(before);
  }

  private Result onSpark(String sql) {
    String query = sql.replace("OUTSIDE", outside.toString());
    return run("query", study.toString(), query, "--engine", "spark", "--master", "local[1]");
  }

  /** XML may name files as its entities. */
  @Test
  void onSparkXmlReadsNoFiles() {
    Result result =
        onSpark(
            "SELECT xpath_string('<!DOCTYPE a [<!ENTITY x SYSTEM \"file://OUTSIDE/notes.txt\">]>"
                + "<a>&x;</a>', 'a') AS x");
    assertThat(result.out() + result.err()).doesNotContain(SECRET);
  }

  @Test
  void anExtendedFileThatLinksElsewhereIsNotRead() throws IOException {
    Files.writeString(outside.resolve("base.yaml"), "parameters: {max_steps: 7}\n");
    Path link = folder.resolve("base.yaml");
    Files.createSymbolicLink(link, outside.resolve("base.yaml"));
    sweep = write(folder, "sweep: s", "simulation: quadratic", "extends: base.yaml");
    Result result = run("plan", sweep.toString());
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains(link + " (a link to another folder; a sweep extends files beside it)");
    // both in one folder, the whole of it linked, or the file beside the link's end: as typed
    Path whole = Files.createSymbolicLink(folder.resolve("linked"), outside);
    write(outside, "sweep: s", "simulation: quadratic", "extends: base.yaml");
    assertThat(run("plan", whole.resolve("s.yaml").toString()).exit()).isZero();
  }
}
