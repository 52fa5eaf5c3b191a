package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More segments than a study may have are refused before anything is written. */
class TestManySegments {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "100001, 1, 2",
    "150001, 1, 2",
    "1000001, 10, 11",
    "9223372036854775807, 7, 92233720368548"
  })
  void areRefusedWithTheLeastThatWouldDo(long trials, long each, long least) throws IOException {
    Path sweep = write(folder, "sweep: s", "simulation: quadratic", "replicates: " + trials);
    Path study = folder.resolve("study");
    for (String command : new String[] {"plan", "run"}) {
      Result result =
          run(
              command,
              sweep.toString(),
              "--out",
              study.toString(),
              "--segment-trials",
              Long.toString(each));
      assertThat(result.exit()).as(result.err()).isEqualTo(2);
      assertThat(result.err())
          .contains(
              "Cannot cut %d indices into segments of: %d trials (must be at least %d, for at most 100000 segments)"
                  .formatted(trials, each, least));
      assertThat(study).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource({"200000, 2", "199999, 2", "1000000, 10"})
  void theMostThatThereMayBeArePlanned(long trials, long each) throws IOException {
    Path sweep = write(folder, "sweep: s", "simulation: quadratic", "replicates: " + trials);
    Result result =
        run(
            "plan",
            sweep.toString(),
            "--out",
            folder.resolve("study").toString(),
            "--segment-trials",
            Long.toString(each),
            "--format",
            "csv");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("segments,100000");
  }
}
