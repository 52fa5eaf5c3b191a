package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep file that users copy, run as they would. */
class TestShippedStudies {

  @TempDir private Path folder;

  @Test
  void anExperimentRunsQuicklyBesideItsWholeStudy() {
    String file = "../sweeps/kl-divergence/continuous-rates.yaml";
    Result result =
        Gradsweep.run("run", file, "--quick", "--out", folder.resolve("s").toString(), "-q");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("success");
    Result verified = Gradsweep.run("verify", folder.resolve("s-quick").toString());
    assertThat(verified.exit()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("PASS").doesNotContain("FAIL");
  }
}
