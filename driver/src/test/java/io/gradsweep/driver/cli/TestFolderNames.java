package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.analysis.Verdict;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.query.Engine;
import io.gradsweep.driver.query.StudyDatabase;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.spark.SparkTables;
import io.gradsweep.driver.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A study's rows are those of its files, whatever its folder is called and what lies beside it. */
class TestFolderNames {

  /** A study's folder, and one beside it whose name is what a pattern or a URI would make of it. */
  private record Name(String study, String neighbour) {}

  private static final List<Name> NAMES =
      List.of(
          new Name("runs/step_size=99/seed=7", "runs/step_size=98/seed=7"),
          new Name("status=failed/x", "status=failed/y"),
          new Name("trial_id=__HIVE_DEFAULT_PARTITION__/_x", "x"),
          new Name("gd[1]", "gd1"),
          new Name("gd[1-9]/gd[!2]", "gd2/gd3"),
          new Name("a*b?", "a**bc"),
          new Name("{a,b}\\[c]", "a/c"),
          new Name("b\\{1}", "b{1}"),
          new Name("it's 100%20 \"#é\" $HOME;--", "it's 100  \"#é\" $HOME;--"),
          new Name("12:30/.[x]/~", "12:30/.x/~"));

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "parameters: {max_steps: 9}",
    "grid: {step_size: [0.5, 1.5]}",
    "replicates: 3",
    "summary: [{by: [step_size], of: [steps]}]",
    "claims: [{claim: c, source: s, sql: 'SELECT max(step_size) FROM trials', expect: == 1.5}]",
    "plots: [{x: step, y: loss}]"
  };

  private static final String COUNTS =
      "SELECT step_size, status, seed, count(*) AS n,"
          + " (SELECT count(*) FROM trajectories) > 0 AS recorded"
          + " FROM trials GROUP BY step_size, status, seed ORDER BY step_size";

  private static final String COUNTED =
      "step_size,status,seed,n,recorded\n0.5,converged,0,3,true\n1.5,converged,0,3,true\n";

  @TempDir private static Path folder;

  private static SparkRuntime spark;

  static List<Name> names() {
    return NAMES;
  }

  @BeforeAll
  static void runAll() throws IOException {
    Path sweep = write(folder, SWEEP);
    Name hardest = NAMES.get(NAMES.size() - 2); // by the command, as anybody types it
    for (Name name : NAMES) {
      InlineRun.run(sweep, folder.resolve(name.neighbour()), 100, "step_size=0.25,1");
      if (name.equals(hardest)) {
        said("run", sweep.toString(), "--out", at(name.study()), "-q");
      } else {
        InlineRun.run(sweep, folder.resolve(name.study()), 100);
      }
    }
    spark = SparkRuntime.start(Optional.of("local[2]"), "test", Optional.empty(), Map.of());
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private static String at(String name) {
    return folder.resolve(name).toString();
  }

  private static String said(String... command) {
    Result result = run(command);
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out();
  }

  private static Stream<Engine> engines() {
    return Stream.of(
        StudyDatabase::open, (parts, current) -> SparkTables.open(spark, parts, current));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCommandReadsTheRowsOfTheFolder(Name name) throws IOException {
    String study = at(name.study());
    for (Engine engine : engines().toList()) {
      try (StudyView view = StudyView.open(Study.existing(Path.of(study).toUri()), engine)) {
        assertThat(AnswerFormat.CSV.print(view.tables().answer(COUNTS))).isEqualTo(COUNTED);
        assertThat(view.claims()).first().matches(claim -> claim.verdict() == Verdict.PASS);
        assertThat(AnswerFormat.CSV.print(view.summaries().get(0).answer()))
            .contains("\n0.5,3,1.0,", "\n1.5,3,1.0,")
            .hasLineCount(3);
        assertThat(view.tables().answer("SELECT count(*) FROM all_trials").rows())
            .containsExactly(List.of(6L));
      }
    }
    assertThat(said("status", study, "--format", "csv")).contains("state,finished");
    assertThat(said("query", study, COUNTS, "--format", "csv")).isEqualTo(COUNTED);
    assertThat(said("summarize", study, "--format", "csv")).hasLineCount(3);
    assertThat(said("verify", study, "--format", "csv")).contains("PASS,c,1.5,");
    String id = said("query", study, "SELECT min(trial_id) AS id FROM trials", "--format", "csv");
    assertThat(said("replay", study, id.lines().toList().get(1))).doesNotContain("differs");
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsWrittenIsOfTheFolder(Name name, @TempDir Path elsewhere) throws IOException {
    String study = at(name.study());
    Path page = elsewhere.resolve(name.neighbour() + ".html");
    Files.createDirectories(page.getParent());
    said("report", study, "-o", page.toString());
    assertThat(page).content().contains(">1.5<").doesNotContain(">0.25<");
    said("compact", study);
    assertThat(said("query", study, COUNTS, "--format", "csv")).isEqualTo(COUNTED);
    String merged = elsewhere.resolve(name.study()).toString();
    assertThat(said("merge", study, at(name.neighbour()), "--out", merged))
        .startsWith("12 trials from 2 studies");
    assertThat(said("query", merged, COUNTS, "--format", "csv")).hasLineCount(5);
  }
}
