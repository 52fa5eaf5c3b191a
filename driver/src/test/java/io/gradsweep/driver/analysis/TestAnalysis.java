package io.gradsweep.driver.analysis;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.StudyView.Section;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.sweeps.spec.FitScale;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.Statistic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Questions to one study, on both engines: x ← (1 - α)x from one start a replicate, so that every
 * answer is known.
 */
class TestAnalysis {

  @TempDir private static Path folder;

  private static String study;
  private static BothEngines engines;

  @BeforeAll
  static void runOnce() throws IOException {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid:",
            "  - {step_size: [0.5, 0.75, 2.5], max_steps: 50}",
            "  - {step_size: 10, max_steps: 200}",
            "replicates: 8",
            "record: {points: 1000, spacing: linear}");
    // a name that a glob would read, and other trials beside those of the plan
    study = folder.resolve("a [b] {c}*").toString();
    assertThat(run("run", sweep.toString(), "step_size=0.1", "--out", study, "-q").exit()).isZero();
    assertThat(run("run", sweep.toString(), "--out", study, "--extend", "-q").exit()).isZero();
    engines = BothEngines.open(Path.of(study));
  }

  @AfterAll
  static void close() {
    engines.close();
  }

  private static String sameOnBothEngines(Function<StudyView, Section> question) {
    String answer = AnswerFormat.CSV.print(question.apply(engines.here()).answer());
    assertThat(AnswerFormat.CSV.print(question.apply(engines.there()).answer())).isEqualTo(answer);
    return answer;
  }

  private static String sameOnBothEngines(String... sql) {
    return sameOnBothEngines(view -> new Section("", view.tables().ask(String.join(" ", sql))));
  }

  private static Result summarize(String... options) {
    return run(
        Stream.concat(Stream.of("summarize", study), Stream.of(options)).toArray(String[]::new));
  }

  @Test
  void trialsAreThoseOfTheCurrentPlan() {
    assertThat(
            sameOnBothEngines(
                "SELECT (SELECT count(*) FROM trials) AS now,",
                "(SELECT count(*) FROM all_trials) AS ever,",
                "(SELECT min(step_size) FROM trials) AS least"))
        .isEqualTo("now,ever,least\n32,48,0.5\n");
  }

  /** The starts are common, so that each pair's ratio is (0.5/0.25)^50 = 2^50. */
  @Test
  void armsAreComparedOnCommonReplicates() {
    List<String> of = List.of("final_error");
    assertThat(
            sameOnBothEngines(
                v -> v.comparison("step_size=0.5,0.75", List.of(), of, Optional.empty(), true)))
        .startsWith("measure,pairs,0.5 geomean,0.75 geomean,ratio,ratio low,ratio high\n")
        .containsPattern("final_error,8,.*,1\\.12589990684[0-9]*E15,1\\.12589990684[0-9]*E15");
    assertThat(
            sameOnBothEngines(
                v -> v.comparison("step_size=0.5,0.75", List.of(), of, Optional.empty(), false)))
        .startsWith("measure,pairs,0.5 mean,0.75 mean,difference,difference low,difference high\n");
    assertThat(
            sameOnBothEngines(
                v ->
                    v.where("step_size = 0.5 OR replicate < 5")
                        .comparison("step_size=0.5,0.75", List.of(), of, Optional.empty(), true)))
        .startsWith("measure,pairs,unpaired,")
        .contains("final_error,5,3,");
    assertThat(summarize("--compare", "step_size=0.5,10", "--of", "rate").out())
        .contains("no pair is alike in max_steps, seed, replicate");
    assertThat(summarize("--compare", "max_steps=50,200", "--of", "rate", "--match", "seed").err())
        .contains("several trials of max_steps=50 have the same seed, replicate");
    assertThat(summarize("--compare", "step_size=0.5").err())
        .contains("(must be COLUMN=FIRST,SECOND with two values)");
    assertThat(summarize("--compare", "step_size=0.5,5e-1", "--of", "rate").err())
        .isEqualTo("Cannot compare: step_size=0.5,5e-1 (must be two values; these are one)\n");
    assertThat(summarize("--compare", "max_steps=50,50.0", "--of", "rate").err())
        .contains("(must be two values; these are one)");
    assertThat(summarize("--compare", "step_size=a,b", "--of", "rate").err())
        .contains("Cannot compare: 'a' (must be a number)");
  }

  /** Texts are asked for as numbers if they are few; nulls make a group too. */
  @Test
  void groupsOfTextsAreTheTextsThemselves() {
    List<String> by = List.of("status", "rate_note", "trial_id");
    String groups = sameOnBothEngines(v -> v.summary(by, List.of("steps"), List.of()));
    String rows =
        sameOnBothEngines(
            "SELECT status, rate_note, trial_id, 1 AS n FROM trials",
            "ORDER BY status NULLS LAST, rate_note NULLS LAST, trial_id");
    assertThat(groups.lines().map(line -> line.replaceAll("(,1),.*", "$1")).skip(1))
        .isEqualTo(rows.lines().skip(1).toList());
  }

  @Test
  void statisticsAreChosen() {
    List<Statistic> all =
        Stream.of("mean", "median", "geomean", "sd", "min", "max", "q75")
            .map(Statistic::parse)
            .toList();
    assertThat(
            sameOnBothEngines(
                v ->
                    v.where("step_size < 2 -- a comment")
                        .summary(List.of("step_size"), List.of("steps", "final_error"), all)))
        .contains("step_size,n,success,success low,success high,steps mean,steps mean low")
        .contains("0.5,8,1.0,0.67", ",50.0,50.0,50.0,");
    assertThat(summarize("--show", "average").err())
        .contains("Cannot show: 'average' (must be mean, median,");
    assertThat(summarize("--where", "step_sise < 2").err())
        .contains("Cannot answer query")
        .contains("step_sise");
  }

  /** A run of 50 steps converges; at α = 10 each diverges, after steps of its own. */
  @Test
  void runningTimesAreOfWhatSucceeded() {
    List<Statistic> ert = List.of(Statistic.ERT);
    List<String> measures = List.of("steps", "wall_time_ns");
    String never =
        sameOnBothEngines(v -> v.where("step_size = 10").summary(List.of(), measures, ert));
    assertThat(never)
        .startsWith("n,success,success low,success high,diverged,steps ert,")
        .contains(",8,Infinity,,,Infinity,,,none of 8 converged\n");
    long vain =
        ((Number)
                engines
                    .here()
                    .tables()
                    .ask("SELECT sum(steps) FROM trials WHERE step_size = 10")
                    .rows()
                    .get(0)
                    .get(0))
            .longValue();
    assertThat(
            sameOnBothEngines(
                v -> v.where("step_size IN (0.5, 10)").summary(List.of(), List.of("steps"), ert)))
        .contains(",8,%s,".formatted((400.0 + vain) / 8));
    assertThat(
            sameOnBothEngines(
                v ->
                    v.where("step_size = 0.5 OR step_size = 10 AND replicate = 0")
                        .summary(List.of(), List.of("steps"), ert)))
        .doesNotContain("reached");
    assertThat(
            sameOnBothEngines(
                v ->
                    v.where("step_size = 0.5 AND replicate = 0 OR step_size = 10")
                        .summary(List.of(), List.of("steps"), ert)))
        .contains("1 of 9 converged, too few for an interval");
    assertThat(
            sameOnBothEngines(v -> v.summary(List.of(), List.of("steps_to_target", "time"), ert)))
        .contains("steps_to_target ert,")
        .contains(
            "steps_to_target ert, none of 32 reached; time ert, 32 of 32 do not say what they spent");
  }

  @Test
  void runningTimesAreOfStepsAndTimesAlone() {
    assertThat(summarize("--of", "final_error", "--show", "ert"))
        .isEqualTo(
            new Result(
                2,
                "",
                "Cannot show ert: final_error, in unit 'error' (must be a step count or a time that runs spend, such as steps_to_target)\n"));
    for (String other : List.of("rate", "start", "max_steps", "replicate", "rate_from")) {
      assertThat(summarize("--of", "steps," + other, "--show", "median,ert").err())
          .startsWith("Cannot show ert: " + other);
    }
    assertThat(summarize("--show", "ert").out())
        .contains("steps_to_target ert")
        .doesNotContain("final_error");
  }

  /** final_error = |x₀| |1 - α|^50, so that between the two α the slope is -50 ln 2 / ln 1.5. */
  @Test
  void exponentsAreFittedFromTheCommandLine() {
    FitSpec spec =
        new FitSpec("final_error", "step_size", FitScale.LOGLOG, List.of("max_steps"), 0.2, 1);
    assertThat(sameOnBothEngines(v -> v.fitted(spec)))
        .contains("max_steps,n,replicates,slope,slope low,slope high,r2,from,to,residuals")
        .contains("50,16,8,-85.4755", ",0.5,0.75,");
    assertThat(
            summarize("--fit", "final_error~step_size", "--window", ":1", "--by", "max_steps")
                .out())
        .contains("slope of ln final_error against ln step_size, by max_steps")
        .contains("| -85.476 ±");
    assertThat(summarize("--fit", "final_error").err())
        .contains("Cannot fit: 'final_error' (must be Y~X");
    assertThat(summarize("--fit", "rate~step_size", "--window", "2:1").err())
        .contains("Cannot use window: '2:1' (must be FROM:TO with from below to)");
    assertThat(summarize("--fit", "rate~status").err())
        .contains("Cannot fit along status (must be a number)");
  }

  /** The loss falls by 4 a step at α = 0.5: its level is reached ⌈log₄(loss₀/level)⌉ steps on. */
  @Test
  void targetsAreReachedWhenTheyAre() {
    assertThat(
            sameOnBothEngines(
                "SELECT t.step_size, count(*) AS n, count(f.steps_to_level) AS reached,",
                "max(abs(f.steps_to_level - ceil(ln(t.start * t.start / 2 / f.level) / ln(4)))) < 0.5",
                "AS exact FROM fixed_targets f JOIN trials t ON t.trial_id = f.trial_id",
                "WHERE t.step_size IN (0.5, 2.5) AND f.level = 1e-6 AND f.metric = 'loss'",
                "GROUP BY t.step_size ORDER BY t.step_size"))
        .isEqualTo("step_size,n,reached,exact\n0.5,8,8,true\n2.5,8,0,\n");
  }

  /**
   * A run that diverged before the budget has no value there; one that converged keeps its last.
   */
  @Test
  void budgetsHoldWhatWasReachedInThem() {
    assertThat(
            sameOnBothEngines(
                "SELECT t.step_size, b.budget, count(b.value_at_budget) AS n,",
                "max(abs(b.value_at_budget / (t.start * t.start / 2)",
                " * power(4.0, b.recorded_step) - 1)) < 1e-9 AS exact,",
                "max(b.recorded_step) AS step,",
                "max(b.best_by_budget - b.value_at_budget) <= 0 AS best",
                "FROM fixed_budgets b JOIN trials t ON t.trial_id = b.trial_id",
                "WHERE t.step_size IN (0.5, 10) AND b.budget IN (10, 100, 1000)",
                "GROUP BY t.step_size, b.budget ORDER BY t.step_size, b.budget"))
        .isEqualTo(
            """
            step_size,budget,n,exact,step,best
            0.5,10,8,true,10,true
            0.5,100,8,true,50,true
            0.5,1000,8,true,50,true
            10.0,10,8,false,10,true
            10.0,100,8,false,100,true
            10.0,1000,0,,,
            """);
  }

  /** Promises of docs/analysis.md about the SQL that both engines read. */
  @Test
  void sharedSqlIsReadByBothEngines() {
    assertThat(
            sameOnBothEngines(
                "SELECT step_size, median(steps) AS m, percentile_cont(0.9) WITHIN GROUP (ORDER BY steps) AS p,",
                "max(steps) FILTER (WHERE max_steps = 50) AS f, max_by(max_steps, steps) AS b,",
                "bool_and(status = 'converged') AS always, least(min(steps), 7) AS l,",
                "round(regr_slope(ln(final_error), ln(abs(start))), 9) AS r",
                "FROM trials WHERE step_size IN (0.5, 10) GROUP BY step_size ORDER BY step_size"))
        .startsWith("step_size,m,p,f,b,always,l,r\n0.5,50.0,50.0,50,50,true,7,1.0\n10.0,10");
  }

  /** DuckDB 1.5's dynamic join filters give wrong answers now and then, so they are off. */
  @Test
  void joinFiltersThatLoseRowsAreOff() {
    assertThat(engines.here().tables().ask("SELECT current_setting('disabled_optimizers')").rows())
        .containsExactly(List.of("join_filter_pushdown"));
  }

  @Test
  void runTimesGrowToTheShareThatReaches() {
    assertThat(
            sameOnBothEngines(
                "SELECT step_size, max(runs_reached) AS reached, max(runs) AS runs,",
                "max(share_reached) AS share, count(steps_to_level) > 0 AS ever FROM run_times",
                "WHERE level = 1e-3 AND metric = 'loss' GROUP BY step_size ORDER BY step_size"))
        .isEqualTo(
            """
            step_size,reached,runs,share,ever
            0.5,8,8,1.0,true
            0.75,8,8,1.0,true
            2.5,0,8,0.0,false
            10.0,0,8,0.0,false
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          DROP VIEW trials                             | (must be one SELECT)
          SET spark.sql.ansi.enabled = false           | (must be one SELECT)
          SHOW TABLES                                  | (must be one SELECT)
          CREATE TABLE t AS SELECT 1 AS a              | (must be one SELECT)
          INSERT OVERWRITE DIRECTORY '/tmp/x' USING csv SELECT 1 AS a | (must be one SELECT)
          SELECT 1; SELECT 2                           | extra input 'SELECT'
          SELEC 1                                      | near 'SELEC'
          SELECT nothing FROM trials                   | line 1 pos 7
          SELECT * FROM csv.`/etc/passwd`              | csv
          SELECT reflect('java.lang.System', 'exit', 1) | reflect
          """)
  void sparkAnswersOneSelectOverTheStudyAlone(String sql, String message) {
    assertThatThrownBy(
            () -> {
              engines.there().tables().requireSelect(sql);
              engines.there().tables().ask(sql);
            })
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot answer query: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\tat ");
  }
}
