package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A study's stored sweep: it keeps its values for ever, and can be read whatever its size. */
class TestStoredSweeps {

  private static final String[] RANGE = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'range(0.1, 0.4, 0.1)'}",
    "replicates: 3",
    "record: none",
    "claims: [{claim: c, source: s, sql: 'SELECT count(*) FROM trials', expect: '== 12'}]"
  };

  @TempDir private Path folder;

  private Path study(String name) {
    return folder.resolve(name);
  }

  private Result make(String name, String[] sweep, String... more) throws IOException {
    Path file = write(folder, sweep);
    return run(
        Stream.concat(
                Stream.of("run", file.toString(), "--out", study(name).toString(), "-q"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  /** Makes a study of which only the rows matter. */
  private void makeInline(String name, String[] sweep, String... overrides) throws IOException {
    InlineRun.run(write(folder, sweep), study(name), 20_000, overrides);
  }

  private static Result ok(Result result) {
    assertThat(result.exit()).as(result.err()).isZero();
    return result;
  }

  private String csv(String name, String sql, String... more) {
    String[] query = {"query", study(name).toString(), sql, "--format", "csv"};
    return ok(run(Stream.concat(Stream.of(query), Stream.of(more)).toArray(String[]::new))).out();
  }

  private static String[] with(String line, String... sweep) {
    return Stream.concat(Stream.of(sweep), Stream.of(line)).toArray(String[]::new);
  }

  /** A study as gradsweep 0.1 left it: by the first rule of values, which it had no name for. */
  private void makeOld(String name) throws IOException {
    makeInline(name, with("values: 1", RANGE));
    for (String file : List.of("_plan/0000.json", "sweep.yaml")) {
      Path stored = study(name).resolve(file);
      String text = Files.readString(stored);
      assertThat(text).contains("values: 1");
      Files.writeString(stored, text.replace("values: 1\\n", "").replace("values: 1\n", ""));
      assertThat(stored).content().doesNotContain("values:");
    }
  }

  @Test
  void anOldStudyStaysWhatItIs() throws IOException {
    makeOld("old");
    Map<String, String> before = Folder.contents(study("old"));
    assertThat(ok(run("status", study("old").toString())).out())
        .containsPattern("state +\\| finished")
        .containsPattern("trials with a row +\\| 12");
    assertThat(ok(run("verify", study("old").toString())).out()).contains("PASS");
    assertThat(
            csv("old", "SELECT count(*) FROM trials WHERE step_size IN (0.30000000000000004, 0.4)"))
        .endsWith("\n6\n");
    Result refused = make("old", RANGE);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("or --extend to keep both)")
        .contains("step_size: 0.1, 0.2, 0.30000000000000004, 0.4 before, 0.1, 0.2, 0.3 now")
        .contains("values: 1 before, 2 now ('values: 1' in the file keeps what expressions meant");
    assertThat(Folder.contents(study("old"))).isEqualTo(before);
    assertThat(ok(make("old", with("values: 1", RANGE))).err()).contains("nothing to do");
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "spark"})
  void extendingAnOldStudyKeepsBothValues(String engine) throws IOException {
    makeOld("old");
    Result verdict = make("old", RANGE, "--extend");
    assertThat(verdict.exit()).as(verdict.err()).isZero();
    String values = "SELECT DISTINCT step_size FROM %s ORDER BY step_size";
    assertThat(csv("old", values.formatted("trials"), "--engine", engine))
        .isEqualTo("step_size\n0.1\n0.2\n0.3\n");
    assertThat(csv("old", values.formatted("all_trials"), "--engine", engine))
        .isEqualTo("step_size\n0.1\n0.2\n0.3\n0.30000000000000004\n0.4\n");
    assertThat(ok(make("old", RANGE)).err()).contains("nothing to do");
  }

  @Test
  void aStudyNamesItsRule() throws IOException {
    makeInline("new", RANGE);
    assertThat(study("new").resolve("sweep.yaml")).content().contains("\nvalues: 2\n");
    assertThat(study("new").resolve("_plan/0000.json")).content().contains("\\nvalues: 2\\n");
    assertThat(csv("new", "SELECT count(DISTINCT step_size), max(step_size) FROM trials"))
        .endsWith("\n3,0.3\n");
  }

  /**
   * Under whichever rule and seed the merged sweep stands, each axis has the values that were run.
   */
  @Test
  void aMergeOfOldAndNewStudiesHasTheValuesOfBoth() throws IOException, SQLException {
    makeOld("old");
    makeInline("new", RANGE);
    makeInline("drawn", RANGE, "step_size=uniform(0,1,3)", "seed=5");
    List<String> names = List.of("old", "new", "drawn");
    ok(run(merge("m", names)));
    assertThat(trials(study("m"))).hasSize(12 + 3 + 9);
    // of the first rule, as the first study; what another rule or seed made is written out
    assertThat(study("m").resolve("sweep.yaml"))
        .content()
        .contains("\nvalues: 1\n", "step_size: \"range(0.1, 0.4, 0.1)\"", "[0.1, 0.2, 0.3]")
        .doesNotContain("uniform");
    assertThat(csv("m", "SELECT count(DISTINCT step_size) FROM trials")).endsWith("\n8\n");
    assertThat(ok(run("status", study("m").toString())).out())
        .containsPattern("trials with a row +\\| 24");
  }

  private String[] merge(String out, List<String> names) {
    return Stream.concat(
            Stream.of("merge", "--out", study(out).toString()),
            names.stream().map(name -> study(name).toString()))
        .toArray(String[]::new);
  }

  @Test
  void studiesOfLongAxesMerge() throws IOException, SQLException {
    String[] sweep = {
      "sweep: s",
      "simulation: quadratic",
      "grid: {step_size: 'linspace(0, 1, 60000)', where: 'step_size < 0.0001'}"
    };
    makeInline("a", sweep);
    makeInline("b", sweep, "max_steps=20");
    ok(run(merge("m", List.of("a", "b"))));
    assertThat(trials(study("m"))).hasSize(12);
    assertThat(study("m").resolve("sweep.yaml")).content().hasSizeLessThan(1000);
    assertThat(ok(run("status", study("m").toString())).out())
        .containsPattern("trials with a row +\\| 12");
    assertThat(csv("m", "SELECT count(*) FROM trials")).endsWith("\n12\n");
    makeInline("c", sweep, "step_size=uniform(0,0.001,60000)", "seed=3");
    ok(run(merge("n", List.of("a", "c"))));
    assertThat(study("n").resolve("sweep.yaml")).content().hasSizeGreaterThan(1 << 20);
    assertThat(ok(run("status", study("n").toString())).out()).contains("merged from");
    assertThat(csv("n", "SELECT count(*) > 1000 AS many FROM trials")).endsWith("\ntrue\n");
  }

  @Test
  void aFileOfTheLargestSizeRunsAlthoughItPrintsLonger() throws IOException, SQLException {
    String list =
        IntStream.range(0, 170_000).mapToObj(i -> i + "e-6").collect(Collectors.joining(","));
    String[] sweep = {
      "sweep: s",
      "simulation: quadratic",
      "grid: {where: 'step_size < 3e-6', step_size: ["
          + list.substring(0, 1_040_000).replaceFirst(",[^,]*$", "")
          + "]}"
    };
    ok(make("a", sweep));
    assertThat(study("a").resolve("sweep.yaml")).content().hasSizeGreaterThan(1 << 20);
    assertThat(trials(study("a"))).hasSize(3);
    assertThat(ok(make("a", sweep)).err()).contains("nothing to do");
    assertThat(csv("a", "SELECT count(*) FROM trials")).endsWith("\n3\n");
    assertThat(ok(run("status", study("a").toString())).out())
        .containsPattern("state +\\| finished");
  }
}
