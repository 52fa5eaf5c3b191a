package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.workers.api.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that read, and what they say to a wrong request. */
class TestCommands {

  @TempDir private static Path folder;

  private static String study;

  @BeforeAll
  static void runOnce() throws IOException {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: [0.5, 1.5, 2.5]}",
            "replicates: 4",
            "summary: {by: step_size, of: [rate, final_error]}");
    study = folder.resolve("study").toString();
    assertThat(run("run", sweep.toString(), "--out", study, "-q").exit()).isZero();
  }

  @Test
  void simulationsAreListedAndDescribed() {
    assertThat(run("list").out()).contains("kl-divergence", "quadratic");
    Result described = run("describe", "kl-divergence");
    assertThat(described.out()).contains("coordinate_system", "one of eta, theta", "lambda_min");
    assertThat(described.exit()).isZero();
    Result unknown = run("describe", "kl-divergance");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("(did you mean 'kl-divergence'?)");
  }

  /** x ← (1 - α)x: the rate of x²/2 is -2 ln|1 - α|, 1.3863 for both 0.5 and 1.5. */
  @Test
  void summariesStandBesideTheirCounts() {
    assertThat(run("summarize", study, "--format", "csv").out())
        .contains(
            "step_size,n,success,success low,success high,rate mean,rate mean low,rate mean high")
        .containsPattern("\n0.5,4,1.0,0.5101[0-9]*,1.0,1.38629")
        .containsPattern("\n1.5,4,1.0,0.5101[0-9]*,1.0,1.38629")
        .containsPattern("\n2.5,4,1.0,0.5101[0-9]*,1.0,-0.8109");
    assertThat(run("summarize", study, "--by", "stepsize").err())
        .contains("Cannot find column: 'stepsize' (did you mean 'step_size'?)");
    assertThat(run("summarize", study, "--of", "status").err())
        .contains("Cannot summarise status (must be a number)");
  }

  @Test
  void formatsHoldTheSameRows() {
    String sql = "SELECT step_size, count(*) AS n FROM trials GROUP BY 1 ORDER BY 1";
    assertThat(run("query", study, sql, "--format", "csv").out())
        .isEqualTo("step_size,n\n0.5,4\n1.5,4\n2.5,4\n");
    assertThat(run("query", study, sql, "--format", "markdown").out())
        .isEqualTo("| step_size | n |\n| ---: | ---: |\n| 0.5 | 4 |\n| 1.5 | 4 |\n| 2.5 | 4 |\n");
    assertThat(run("query", study, sql, "--format", "json").out())
        .contains("\"step_size\" : 0.5", "\"n\" : 4");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("de-DE"));
      assertThat(run("query", study, sql).out())
          .isEqualTo(
              " step_size | n \n-----------+---\n       0.5 | 4 \n       1.5 | 4 \n"
                  + "       2.5 | 4 \n");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DROP VIEW trials                       | (must be one SELECT)
          COPY trials TO 'x.csv'                 | (must be one SELECT)
          ATTACH 'x.db'                          | (must be one SELECT)
          SET threads = 1                        | (must be one SELECT)
          SELECT 1; SELECT 2                     | 2 statements (must be one SELECT)
          SELEC 1                                | syntax error at or near "SELEC"
          SELECT nothing FROM trials             | Referenced column "nothing" not found
          SELECT * FROM read_csv('/etc/passwd')  | Cannot access file "/etc/passwd"
          SELECT * FROM '/etc/hosts'             | Cannot
          """)
  void queriesOnlyReadAndOnlyTheStudy(String sql, String message) {
    Result result = run("query", study, sql);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("Cannot answer query: ").contains(message);
    assertThat(result.err()).doesNotContain("\tat ");
  }

  @Test
  void statusSaysHowFarAStudyIs() {
    assertThat(run("status", study, "--format", "csv").out())
        .contains("state,finished", "trials with a row,12", "trials of the plan,12");
  }

  @Test
  void replayOfAnUnknownTrialIsAnError() {
    assertThat(run("replay", study, "xyz").err()).contains("must be 32 hexadecimal digits, or the");
    assertThat(run("replay", study, "0".repeat(32)).err()).contains("(no such trial in the study)");
  }

  /** As many digits as tell a trial from others are enough, in either case. */
  @Test
  void replayTakesTheFirstDigitsOfATrial() {
    String sql = "SELECT trial_id FROM trials ORDER BY trial_id";
    List<String> ids =
        run("query", study, sql, "--format", "csv").out().lines().skip(1).sorted().toList();
    for (String prefix :
        List.of(ids.get(0).substring(0, 12), ids.get(0).toUpperCase(Locale.ROOT))) {
      Result result = run("replay", study, prefix);
      assertThat(result.err()).contains("the replay equals the row, bit for bit");
      assertThat(result.out()).contains(ids.get(0));
    }
    // these twelve do not all differ in their first digit
    String first =
        ids.stream()
            .map(id -> id.substring(0, 1))
            .filter(digit -> ids.stream().filter(id -> id.startsWith(digit)).count() > 1)
            .findFirst()
            .orElseThrow();
    long count = ids.stream().filter(id -> id.startsWith(first)).count();
    Result several = run("replay", study, first);
    assertThat(several.exit()).isEqualTo(2);
    assertThat(several.err())
        .isEqualToNormalizingNewlines(
            "Cannot replay %s: %d trials begin so (give more digits)\n".formatted(first, count));
    assertThat(run("replay", study, "0".repeat(31)).err()).contains("(no such trial in the study)");
    assertThat(run("replay", study, "").err()).contains("'' (must be 32 hexadecimal digits");
    assertThat(run("replay", study, "%").err()).contains("'%' (must be 32 hexadecimal digits");
  }

  /** A text, a name in quotes and a comment may hold any character. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT rate − 1 FROM trials                     | there is U+2212 (minus sign) at character 13 of the query
          SELECT 'a − b', count（*) FROM trials           | there is U+FF08 (fullwidth left parenthesis) at character 22 of the query
          SELECT steps −1 FROM trials                     | there is U+2212 (minus sign) at character 14 of the query
          SELECT count(*) FROM trials WHERE status = ‘x’  | there is U+2018 (left single quotation mark) at character 44 of the query
          """)
  void aCharacterOfAQueryThatIsNotWhatItLooksLikeIsNamed(String sql, String words) {
    for (String engine : List.of("duckdb", "spark")) {
      Result result = run("query", study, sql, "--engine", engine);
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).as(engine).startsWith("Cannot answer query: ").contains(words);
    }
    assertThat(run("query", study, "SELECT 'a − b' AS x, oops").err()).doesNotContain("U+");
    assertThat(run("summarize", study, "--where", "steps > 5 –1").err())
        .startsWith("Cannot answer condition: there is U+2013 (en dash) at character 11 of the");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "summarize"})
  void aFolderWithoutAStudyIsNamed(String command) {
    Result result = run(command, folder.resolve("nothing").toString());
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("(no study there; 'gradsweep run' makes one)");
  }

  @Test
  void wrongSweepFilesAreNamedWithoutATrace() throws IOException {
    assertThat(run("plan", folder.resolve("none.yaml").toString()).err())
        .contains("(no such file)");
    assertThat(run("plan", folder.toString()).err()).contains("(a folder, not a sweep file)");
    Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Result result = run("plan", binary.toString());
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("(not UTF-8 text)").doesNotContain("\tat ");
    Path wrong = Files.writeString(folder.resolve("w.yaml"), "sweep: s\nsimulation: quadratc\n");
    assertThat(run("run", wrong.toString()).err())
        .contains("line 2, column 13: simulation: 'quadratc'")
        .contains("(did you mean 'quadratic'?)");
  }

  @Test
  void planWritesNothing() throws IOException {
    Path sweep = Files.writeString(folder.resolve("p.yaml"), "sweep: p\nsimulation: quadratic\n");
    Path out = folder.resolve("planned");
    assertThat(run("plan", sweep.toString(), "--out", out.toString()).exit()).isZero();
    assertThat(out).doesNotExist();
  }

  @Test
  void unknownOptionsAndCommandsAreWrongRequests() {
    assertThat(run("run").exit()).isEqualTo(2);
    assertThat(run("rnu").exit()).isEqualTo(2);
    assertThat(run("query", study, "SELECT 1", "--format", "xml").exit()).isEqualTo(2);
    assertThat(run("--version").out()).startsWith("gradsweep 0.2.0").doesNotContain("Lanes");
    assertThat(run("--version", "-v").out()).contains("Lanes: ", Vectors.MODULE);
  }
}
