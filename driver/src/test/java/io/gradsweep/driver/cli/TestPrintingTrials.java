package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulation that prints: its words are in the log of its segment, and in no answer. */
class TestPrintingTrials {

  private static final String OUT = "talks: progress 1, inherited by a thread";
  private static final String ERR = "talks: a warning";

  @TempDir private static Path folder;
  private static String said;

  private static String study() {
    return folder.resolve("a").toString();
  }

  @BeforeAll
  static void run() throws Exception {
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: poison",
            "parameters: {poison: talks}",
            "grid: {step_size: [0.1, 0.2]}",
            "replicates: 2");
    Path log = folder.resolve("log");
    Process process =
        DriverProcess.start(log, "run", sweep.toString(), "--out", study(), "--format", "csv");
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    said = Files.readString(log);
  }

  private static String logs() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of(study(), "_logs"))) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void bothOutputsOfEachTrialAreInTheLogOfItsSegment() throws IOException {
    assertThat(said).contains("4 converged", "step_size,").doesNotContain("talks:");
    assertThat(logs().lines().filter(OUT::equals)).hasSize(4);
    assertThat(logs().lines().filter(ERR::equals)).hasSize(4);
    assertThat(logs().lines().filter(line -> line.matches("trial [0-9a-f]{32} printed:")))
        .hasSize(4);
  }

  @Test
  void aReplayShowsThemBesideItsAnswer() {
    String id =
        Gradsweep.run("query", study(), "SELECT min(trial_id) FROM trials", "--format", "csv")
            .out()
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow();
    Result replay = Gradsweep.run("replay", study(), id, "--format", "json");
    assertThat(replay.exit()).as(replay.err()).isZero();
    assertThat(replay.err()).contains(OUT, ERR, "the replay equals the row, bit for bit");
    assertThat(replay.out()).startsWith("[").doesNotContain("talks:");
  }

  @Test
  void aCheckShowsThemBesideItsAnswer() {
    Result check = Gradsweep.run("check", study(), "--format", "csv");
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.err()).contains(OUT);
    assertThat(check.out()).startsWith("what,value\n").doesNotContain("talks:");
  }
}
