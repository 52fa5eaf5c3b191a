package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.study.ChangedBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words and exit statuses of 'check', and of 'replay' beside it. */
class TestCheckCommand extends ChangedBytes {

  /** Rewritten by another program, a file has no sums: what it says is wrong all the same. */
  private static final String MACHINE =
      "processor .* \\(.*\\), OpenBLAS 0\\.3\\.26, kernel [A-Za-z0-9]+, results [0-9a-f]{8}, .*17.*";

  private Result command(String name, String... more) {
    return Gradsweep.run(
        Stream.concat(Stream.of(name, study.toString()), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void changedBytesAreNamed() throws IOException {
    byte[] bytes = Files.readAllBytes(study.resolve(STEPS));
    int from = Math.min(1200, bytes.length / 4);
    for (int i = from; i < from + 200; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(study.resolve(STEPS), bytes);
    String message = STEPS + ": its bytes have changed (delete it";
    for (Result result :
        List.of(command("check", "--trials", "0", "--format", "csv"), command("verify"))) {
      assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .contains(message)
          .doesNotContain("\tat ", "Exception", "don't know what type");
    }
    Result again = Gradsweep.run("run", sweep.toString(), "--out", study.toString(), "-q");
    assertThat(again.exit()).as(again.err()).isEqualTo(2);
    assertThat(again.err()).contains(message);
  }

  @Test
  void checkRunsTheSameTrialsAgainEachTime() {
    Result first = command("check", "--trials", "7", "--format", "csv");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("files,6\n", "trials with a row,90\n", "trials run again,7\n", "differ,0\n");
    assertThat(command("check", "--trials", "7", "--format", "csv").out()).isEqualTo(first.out());
    assertThat(command("check", "--trials", "1000", "--format", "csv").out())
        .contains("trials run again,90\n");
    assertThat(command("check", "--format", "csv").out()).contains("trials run again,20\n");
    assertThat(command("check", "--trials", "-1").exit()).isEqualTo(2);
  }

  @Test
  void aRowThatItsTrialDoesNotHaveIsNamedWithBothMachines() throws IOException, SQLException {
    Gradsweep.rewrite(study.resolve(PART), "* REPLACE (final_error * 2 AS final_error)");
    Result result = command("check", "--trials", "90");
    assertThat(result.exit()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .containsPattern("trial [0-9a-f]{32} differs in final_error\n  replay: .*replay .*study")
        .containsPattern("there: " + MACHINE)
        .containsPattern("here: " + MACHINE)
        .doesNotContain("\tat ");
    assertThat(result.out()).containsPattern("of which differ +\\| +\\d\\d ");
  }

  @Test
  void withoutTheCodeTheFilesAreCheckedAndThatIsSaid() throws IOException {
    Path plan = study.resolve("_plan/0000.json");
    Files.writeString(plan, Files.readString(plan).replace("quadratic", "mine"));
    Result result = command("check", "--format", "csv");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("files,6\n", "trials run again,0\n");
    assertThat(result.err())
        .contains("no trial was run again: ", "its code is not here (give it with --code FILE)");
    byte[] bytes = Files.readAllBytes(study.resolve(PART));
    bytes[500] ^= 1;
    Files.write(study.resolve(PART), bytes);
    assertThat(command("check").exit()).isEqualTo(2);
  }

  @Test
  void eachPartSaysOnWhatItRanAndReplayNamesIt() throws IOException, SQLException {
    String facts =
        "SELECT decode(value) FROM parquet_kv_metadata('%s') WHERE decode(key) = 'gradsweep.part'"
            .formatted(study.resolve(PART));
    assertThat(Gradsweep.query(facts).get(0)).contains("\"environments\"", "\"blasKernel\"");
    Gradsweep.rewrite(study.resolve(PART), "* REPLACE (final_error * 2 AS final_error)");
    String some = "SELECT trial_id FROM read_parquet('%s') ORDER BY 1 LIMIT 1";
    String id = Gradsweep.query(some.formatted(study.resolve(PART))).get(0);
    assertThat(command("replay", id).err())
        .containsPattern("there: " + MACHINE)
        .containsPattern("here: " + MACHINE);
  }
}
