package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan that leaves out a single trial of a large study's grid: no command misses that. */
class TestLostTrials {

  /** Of 1,001,000 combinations twelve are kept, so that they are run in no time. */
  private static final String FEW = "step_size < 0.0035 and max_steps <= 3";

  @TempDir private Path folder;

  private Path study() {
    return folder.resolve("study");
  }

  private Result make(String where, String... more) throws IOException {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "record: none",
            "grid:",
            "  step_size: 'linspace(0, 1, 1001)'",
            "  max_steps: 'range(1, 1001, 1)'",
            "  where: '" + where + "'");
    return run(
        Stream.concat(
                Stream.of("run", sweep.toString(), "--out", study().toString(), "-q"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private String count(String table, String engine) {
    return run(
            "query",
            study().toString(),
            "SELECT count(*) FROM " + table,
            "--format",
            "csv",
            "--engine",
            engine)
        .out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "spark"})
  void oneTrialOfAMillionIsMissed(String engine) throws IOException {
    assertThat(make(FEW).exit()).isZero();
    Map<String, String> before = Folder.contents(study());
    String less = FEW + " and not (max_steps == 2 and step_size == 0)";
    Result refused = make(less);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("Cannot continue study: ", "--extend to keep both")
        .contains("the grid or a filter leaves out trials that the study holds");
    assertThat(Folder.contents(study())).isEqualTo(before);
    assertThat(make(less, "--extend").exit()).isZero();
    assertThat(count("trials", engine)).endsWith("\n11\n");
    assertThat(count("all_trials", engine)).endsWith("\n12\n");
    assertThat(run("status", study().toString()).out())
        .containsPattern("trials with a row +\\| 12");
  }

  @Test
  void aWiderFilterIsGrowth() throws IOException {
    assertThat(make(FEW).exit()).isZero();
    Result grown = make(FEW.replace("<= 3", "<= 4"));
    assertThat(grown.exit()).as(grown.err()).isZero();
    assertThat(count("trials", "duckdb")).endsWith("\n16\n");
  }

  /** Facts that nobody can look up are asked of the user, and then of every row. */
  @Test
  void whatSpansTooMuchIsNotTakenAsHeld() throws IOException {
    String huge = "step_size=linspace(0, 1, 10001)";
    assertThat(make(FEW, huge).exit()).isZero();
    String wider = FEW.replace("<= 3", "<= 4");
    Result refused = make(wider, huge);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("may leave out trials that the study holds");
    assertThat(make(wider, huge, "--extend").exit()).isZero();
    assertThat(count("trials", "duckdb")).endsWith("\n%d\n".formatted(35 * 4));
    assertThat(count("all_trials", "duckdb")).endsWith("\n%d\n".formatted(35 * 4));
  }
}
