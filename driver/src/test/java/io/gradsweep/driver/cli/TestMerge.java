package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trajectories;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.study.DriverProcess;
import io.gradsweep.workers.Quadratic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several studies become one: every trial once, equal where several have it, or nothing at all. */
class TestMerge {

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "parameters: {max_steps: 50}",
    "grid: {step_size: 'linspace(0, 2.5, 6)'}",
    "replicates: 4",
    "record: {points: 4}",
    "claims: [{claim: c, source: s, sql: 'SELECT count(*) AS value FROM trials', expect: '>= 48'}]"
  };

  private static final long SEGMENT = 100;

  @TempDir private Path folder;

  @BeforeEach
  void hold() {
    Quadratic.hold();
  }

  @AfterEach
  void release() {
    Quadratic.release();
  }

  private Path study(String name) {
    return folder.resolve(name);
  }

  private void make(String name, String... overrides) throws IOException {
    makeOf(SWEEP, name, overrides);
  }

  private void makeOf(String[] text, String name, String... overrides) throws IOException {
    InlineRun.run(write(folder, text), study(name), SEGMENT, overrides);
  }

  private String[] mergeCommand(String out, String... names) {
    return Stream.concat(
            Stream.of("merge", "--out", study(out).toString()),
            Stream.of(names).map(name -> study(name).toString()))
        .toArray(String[]::new);
  }

  private Result merge(String out, String... names) {
    return run(mergeCommand(out, names));
  }

  private Result merged(String out, String... names) {
    Result result = merge(out, names);
    assertThat(result.exit()).as(result.err()).isZero();
    return result;
  }

  private String csv(String name, String sql) {
    return run("query", study(name).toString(), sql, "--format", "csv").out();
  }

  /** Several rows are kept as one where they are equal, so this is the union. */
  private List<String> union(String table, String... names) throws SQLException {
    String all =
        Stream.of(names)
            .map(name -> "'%s/%s/*.parquet'".formatted(study(name), table))
            .reduce((a, b) -> a + ", " + b)
            .orElseThrow();
    String columns =
        table.equals("trials") ? "* EXCLUDE (%s)".formatted(Gradsweep.PROVENANCE) : "*";
    return Gradsweep.query(
        "SELECT DISTINCT %s FROM read_parquet([%s], union_by_name = true) ORDER BY ALL"
            .formatted(columns, all));
  }

  /**
   * Values that {@code parameters} fixes in one sweep alone go to its blocks, unless these set
   * them.
   */
  @Test
  void blocksKeepTheirOwnValuesWhereParametersHaveOthers() throws IOException, SQLException {
    String[] text = {
      "sweep: s",
      "simulation: quadratic",
      "parameters: {max_steps: 50}",
      "grid: [{step_size: 0.1}, {step_size: 0.2, max_steps: [20, 30]}]"
    };
    makeOf(text, "a");
    text[2] = "parameters: {max_steps: 40}";
    makeOf(text, "b");
    merged("m", "a", "b");
    assertThat(csv("m", "SELECT step_size, max_steps FROM trials ORDER BY ALL"))
        .isEqualToNormalizingNewlines("step_size,max_steps\n0.1,40\n0.1,50\n0.2,20\n0.2,30\n");
  }

  @Test
  void disjointStudiesAreOneThatEveryCommandReads() throws IOException, SQLException {
    make("a");
    make("b", "seed=1", "max_steps=20");
    Map<String, String> before = Folder.contents(study("a"));
    assertThat(merged("m", "a", "b").out())
        .isEqualTo(
            "48 trials from 2 studies; 0 rows were there already; results in %s%n"
                .formatted(study("m")));
    assertThat(Folder.contents(study("a"))).isEqualTo(before);
    assertThat(trials(study("m"))).hasSize(48).isEqualTo(union("trials", "a", "b"));
    assertThat(trajectories(study("m"))).isEqualTo(union("trajectories", "a", "b"));
    assertThat(csv("m", "SELECT count(*), count(DISTINCT seed), min(max_steps) FROM trials"))
        .endsWith("\n48,2,20\n");
    String out = study("m").toString();
    assertThat(run("status", out).out())
        .containsPattern("state +\\| finished")
        .containsPattern("trials with a row +\\| 48")
        .contains("merged from", study("a").toUri().toString());
    Result verify = run("verify", out);
    assertThat(verify.exit()).isZero();
    assertThat(verify.out()).contains("PASS");
    // what is fixed to two values varies now
    assertThat(run("summarize", out, "--format", "csv").out())
        .startsWith("max_steps,step_size,")
        .hasLineCount(13);
    Path report = folder.resolve("report.html");
    assertThat(run("report", out, "-o", report.toString()).exit()).isZero();
    assertThat(Files.readString(report)).contains("48 trials, merged from ");
    String id = csv("m", "SELECT trial_id FROM trials WHERE seed = 1 LIMIT 1").split("\n")[1];
    assertThat(run("replay", out, id).err()).contains("the replay equals the row, bit for bit");
    assertThat(run("compact", out).out()).contains("nothing to compact: 2 data files");
    assertThat(
            run("query", out, "SELECT count(*) FROM trials", "--engine", "spark", "--format", "csv")
                .out())
        .endsWith("\n48\n");
  }

  /** Replicate 0 of base seed 0 and replicate 0 of base seed 1 have nothing in common. */
  @Test
  void replicatesOfSeveralBaseSeedsAreIndependent() throws IOException {
    make("a");
    make("b", "seed=1");
    make("c", "seed=2");
    merged("m", "a", "b", "c");
    String out = study("m").toString();
    for (String engine : List.of("duckdb", "spark")) {
      String fit =
          run(
                  "summarize",
                  out,
                  "--fit",
                  "final_error~step_size",
                  "--scale",
                  "semilog",
                  "--engine",
                  engine)
              .out();
      assertThat(fit).as(engine).contains(" |         12 | ");
      assertThat(
              run(
                      "summarize",
                      out,
                      "--compare",
                      "step_size=0.5,1.5",
                      "--of",
                      "final_error",
                      "--format",
                      "csv",
                      "--engine",
                      engine)
                  .out())
          .contains("final_error,12,");
      assertThat(
              run(
                      "summarize",
                      out,
                      "--by",
                      "replicate",
                      "--of",
                      "steps",
                      "--format",
                      "csv",
                      "--engine",
                      engine)
                  .out()
                  .lines())
          .hasSize(1 + 12)
          .first()
          .asString()
          .startsWith("seed,replicate,n,");
      assertThat(
              run(
                      "summarize",
                      out,
                      "--fit",
                      "final_error~step_size",
                      "--by",
                      "replicate",
                      "--scale",
                      "semilog",
                      "--format",
                      "csv",
                      "--engine",
                      engine)
                  .out()
                  .lines())
          .hasSize(1 + 12);
    }
  }

  /** A line for each replicate of each base seed. */
  @Test
  void linesOfReplicatesAreThoseOfABaseSeed() throws IOException {
    String plots = "plots: [{x: step_size, y: final_error, line: replicate}]";
    Path sweep =
        write(folder, Stream.concat(Stream.of(SWEEP), Stream.of(plots)).toArray(String[]::new));
    for (String seed : List.of("0", "1")) {
      run(
          "run",
          sweep.toString(),
          "--out",
          study("r" + seed).toString(),
          "-q",
          "seed=" + seed,
          "replicates=2");
    }
    merged("m", "r0", "r1");
    Path page = folder.resolve("m.html");
    assertThat(run("report", study("m").toString(), "--output", page.toString()).exit()).isZero();
    assertThat(Files.readString(page))
        .contains("\"name\":\"seed 0, replicate 0\"", "\"name\":\"seed 1, replicate 1\"");
  }

  @Test
  void trialsOfSeveralAreTakenOnce() throws IOException, SQLException {
    make("a", "replicates=3");
    make("b");
    InlineRun.run(write(folder, SWEEP), study("c"), 1); // compacted
    merged("m", "a", "b", "c");
    assertThat(trials(study("m"))).isEqualTo(trials(study("b")));
    assertThat(trajectories(study("m"))).isEqualTo(trajectories(study("b")));
    make("d", "seed=3");
    assertThat(merged("n", "m", "d").out()).startsWith("48 trials from 2 studies; 0 rows");
    assertThat(trials(study("n"))).isEqualTo(union("trials", "b", "d"));
    assertThat(run("status", study("n").toString()).out()).contains("merged from");
  }

  @Test
  void theNameOfTheSweepIsNoContradiction() throws IOException, SQLException {
    make("a");
    Path sweep = write(folder, SWEEP);
    Files.writeString(sweep, Files.readString(sweep).replace("sweep: s", "sweep: other"));
    assertThat(run("run", sweep.toString(), "--out", study("b").toString(), "-q").exit()).isZero();
    assertThat(merged("m", "a", "b").out()).startsWith("24 trials from 2 studies; 24 rows");
    assertThat(trials(study("m"))).isEqualTo(trials(study("a")));
  }

  private void change(String name, String column, String value) throws IOException, SQLException {
    Gradsweep.rewrite(
        study(name).resolve("trials/g0000-s00000.parquet"),
        "* REPLACE (%s AS %s)".formatted(value, column));
  }

  @Test
  void contradictionsAreNamedAndNothingIsWritten() throws IOException, SQLException {
    make("a");
    make("b");
    String id = csv("b", "SELECT min(trial_id) FROM trials").split("\n")[1];
    change("b", "steps", "CASE WHEN trial_id = '" + id + "' THEN 7::BIGINT ELSE steps END");
    Result refused = merge("m", "a", "b");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("Cannot merge studies: rows of the same trial differ (nothing was written)")
        .containsPattern("/a: processor .*, OpenBLAS .*, kernel ")
        .containsPattern("/b: processor .*, OpenBLAS .*, kernel ")
        .containsPattern(
            "trial %s in %s and %s: steps \\d+ and 7\n".formatted(id, study("a"), study("b")));
    assertThat(study("m")).doesNotExist();
    change("b", "steps", "7::BIGINT");
    assertThat(merge("m", "a", "b").err()).contains("and 19 more");
  }

  @Test
  void aValueAndNoneAreDifferent() throws IOException, SQLException {
    make("a");
    make("b");
    change("b", "final_error", "NULL::DOUBLE");
    assertThat(merge("m", "a", "b").err()).containsPattern(": final_error \\S+ and null");
  }

  @Test
  void whatMathematicsDecidedIsPreferred() throws IOException, SQLException {
    String[] slow = {
      "sweep: s",
      "simulation: quadratic",
      "grid: {fault: [none, sleeps], step_size: [0.1, 0.2]}",
      "record: {points: 4}"
    };
    Path sweep = write(folder, slow);
    for (String limit : List.of("1s", "1m")) {
      Result made =
          run(
              "run",
              sweep.toString(),
              "--out",
              study(limit).toString(),
              "-q",
              "--time-limit",
              limit);
      assertThat(made.exit()).as(made.err()).isZero();
    }
    assertThat(csv("1s", "SELECT count(*) FROM trials WHERE status = 'timed_out'"))
        .endsWith("\n2\n");
    merged("m", "1s", "1m");
    merged("n", "1m", "1s");
    assertThat(trials(study("m"))).hasSize(4).isEqualTo(trials(study("1m")));
    assertThat(trajectories(study("m"))).isEqualTo(trajectories(study("1m")));
    assertThat(trials(study("n"))).isEqualTo(trials(study("1m")));
    merged("o", "1s", "m");
    assertThat(trials(study("o"))).isEqualTo(trials(study("1m")));
  }

  private void refused(String message, String out, String... names) throws IOException {
    Map<String, String> before = Folder.contents(folder);
    Result result = merge(out, names);
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
    assertThat(Folder.contents(folder)).isEqualTo(before);
  }

  @Test
  void whatCannotBeOneStudyIsRefused() throws IOException {
    make("a");
    make("b", "seed=1");
    refused("no study there", "m", "a", "none");
    refused("study there; 'gradsweep run' makes one)", "m", "none", "nothing");
    refused("given twice", "m", "a", "a");
    refused("(contains '_SUCCESS'; give an --out that is empty or does not exist)", "a", "b", "a");
    Files.createDirectories(study("full"));
    Files.writeString(study("full").resolve("thesis.tex"), "years of work");
    refused(
        "(contains 'thesis.tex'; give an --out that is empty or does not exist)", "full", "a", "b");
    Path other =
        write(
            folder,
            "sweep: k",
            "simulation: kl-divergence",
            "parameters: {optimizer: natural, time_mode: discrete, step_size: 0.1, max_steps: 3}");
    Result kl = run("run", other.toString(), "--out", study("k").toString(), "-q");
    assertThat(kl.exit()).as(kl.err()).isZero();
    refused("simulation kl-divergence (must be quadratic, as in ", "m", "a", "k");
    Path plan = study("b").resolve("_plan/0000.json");
    Files.writeString(
        plan,
        Files.readString(plan)
            .replaceFirst("\"simulationVersion\" : \\d+", "\"simulationVersion\" : 99"));
    refused("version 99 of quadratic (must be ", "m", "a", "b");
    assertThat(run("merge", study("a").toString(), "--out", study("m").toString()).exit())
        .isEqualTo(2);
  }

  /**
   * By the rule of 0.1, a text and a number are just not equal; by the newest, that is no filter.
   */
  @Test
  void filtersOfAnotherRuleMeanTheSameOrAreRefused() throws IOException, SQLException {
    make("a");
    makeOf(filtered("step_size < 1", "seed: 1"), "b");
    merged("m", "a", "b");
    assertThat(trials(study("m"))).hasSize(24 + 8);
    assertThat(Files.readString(study("m").resolve("sweep.yaml"))).contains("step_size < 1");
    makeOf(filtered("fault != 1", "seed: 2"), "c");
    refused(
        "%s: its filters mean something else by 'values: 2', the rule of %s (run its sweep with 'values: 2', or that of %s with 'values: 1', into another --out, and merge that)"
            .formatted(study("c"), study("a"), study("a")),
        "n",
        "a",
        "c");
    refused("its filters mean something else", "n", "a", "m", "c");
    merged("n", "c", "a");
    assertThat(trials(study("n"))).hasSize(12 + 24);
  }

  private static String[] filtered(String where, String seed) {
    return new String[] {
      "sweep: s",
      "simulation: quadratic",
      "parameters: {max_steps: 50}",
      "grid: {step_size: [0.1, 0.5, 2], where: \"%s\"}".formatted(where),
      "replicates: 4",
      "values: 1",
      seed
    };
  }

  @Test
  void aMergedStudyIsNotRun() throws IOException {
    make("a");
    make("b", "seed=1");
    merged("m", "a", "b");
    Map<String, String> before = Folder.contents(study("m"));
    String sweep = study("m").resolve("sweep.yaml").toString();
    for (String command : List.of("run", "plan")) {
      Result result = run(command, sweep, "--out", study("m").toString());
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err())
          .contains("merged from others, it has no plan of its own; run those, and merge again")
          .contains(study("a").toUri().toString());
    }
    assertThat(Folder.contents(study("m"))).isEqualTo(before);
    assertThat(run("run", sweep, "--out", study("new").toString(), "-q").exit()).isZero();
  }

  @Test
  void whatIsNotFinishedMakesNothingFinished() throws IOException {
    make("a");
    make("b", "seed=1");
    Files.delete(study("b").resolve("_SUCCESS"));
    Result result = merged("m", "a", "b");
    assertThat(result.err()).contains("some of the studies are not finished");
    assertThat(run("status", study("m").toString()).out()).containsPattern("state +\\| incomplete");
    assertThat(run("verify", study("m").toString()).out()).contains("INCONCLUSIVE");
  }

  @ParameterizedTest
  @CsvSource({"REPLACEMENT_PUBLISHED, 2", "LIST_PUBLISHED, 1"})
  void aMergeThatDiesIsNoStudyAndCanBeDoneAgain(String point, int count) throws Exception {
    make("a");
    make("b", "seed=1");
    Process process =
        DriverProcess.startWithFault(
            folder.resolve("log"), point, count, mergeCommand("m", "a", "b"));
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isEqualTo(137);
    assertThat(run("status", study("m").toString()).err()).contains("no study there");
    merged("m", "a", "b");
    assertThat(trials(study("m"))).isEqualTo(union("trials", "a", "b"));
    assertThat(trajectories(study("m"))).isEqualTo(union("trajectories", "a", "b"));
  }
}
