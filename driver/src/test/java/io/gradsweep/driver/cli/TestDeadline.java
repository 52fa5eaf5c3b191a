package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.job.ExpectedTimes;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that stop before their time is over, and others that go on with what is left. */
class TestDeadline {

  private static final List<String> TABLES = List.of("trials", "trajectories");

  @TempDir private Path folder;
  private Path sweep;
  private Path study;

  @BeforeEach
  void write() throws IOException {
    study = folder.resolve("study");
    sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: [0.1, 0.2]}",
            "replicates: 4",
            "record: {points: 8}");
  }

  private Gradsweep.Result run(String... more) {
    List<String> all = new ArrayList<>(List.of("run", sweep.toString(), "-q"));
    all.addAll(List.of("--out", study.toString(), "--segment-trials", "4", "--master", "local[1]"));
    all.addAll(List.of(more));
    return Gradsweep.run(all.toArray(String[]::new));
  }

  /** A study that lost its parts, and whose two segments are expected to take so long. */
  private void expect(double first, double second) throws IOException {
    InlineRun.runWithoutCompaction(sweep, study, 4);
    for (String table : TABLES) {
      for (int segment = 0; segment < 2; segment++) {
        Files.delete(study.resolve(table).resolve("g0000-s0000" + segment + ".parquet"));
      }
    }
    ExpectedTimes.set(study, first, second);
  }

  @Test
  void whatMayNotEndInTimeIsLeftToTheNextRun() throws Exception {
    InlineRun.runWithoutCompaction(sweep, study, 4);
    List<String> rows = Gradsweep.trials(study);
    List<String> steps = Gradsweep.trajectories(study);
    study = folder.resolve("other");
    expect(0.1, 1000);
    Gradsweep.Result first = run("--stop-in", "20m");
    assertThat(first.exit()).as(first.err()).isEqualTo(75);
    assertThat(first.err())
        .contains("stops before ", " (--stop-in)\n")
        .contains("the time is over, and there is more to run. To go on:\n  gradsweep run ")
        .contains("4 trials: 4 converged; results in ")
        .endsWith(" --stop-in 20m\n");
    assertThat(first.out()).as("tables, which would read the study once more").isEmpty();
    assertThat(Gradsweep.trials(study)).hasSize(4);
    assertThat(study.resolve("_SUCCESS")).doesNotExist();
    assertThat(study.resolve("_lock")).doesNotExist();
    assertThat(study.resolve("_started")).isEmptyDirectory();
    Gradsweep.Result second = run("--stop-in", "26m");
    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.out()).contains("step_size");
    assertThat(study.resolve("_SUCCESS")).exists();
    assertThat(Gradsweep.trials(study)).hasSize(8).isEqualTo(rows);
    assertThat(Gradsweep.trajectories(study)).isEqualTo(steps);
  }

  @Test
  void aTimeInWhichNothingCanRunIsRefused() throws IOException {
    expect(1000, 2000);
    Gradsweep.Result result = run("--stop-in", "24m");
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err())
        .containsPattern(
            "Cannot run anything in the time that is left: 14\\d\\d s \\(the shortest segment may"
                + " take 1500 s; what is published stays\\)\n$");
    assertThat(study.resolve("_lock")).doesNotExist();
  }

  @Test
  void anUnreadableTimeIsOneLine() {
    Gradsweep.Result result = run("--stop-in", "soon");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("Cannot use --stop-in: 'soon' (must be a time such as 90m,")
        .hasLineCount(1);
    assertThat(study).doesNotExist();
  }

  /** As SLURM 23 tells a job; an older one is asked by squeue. */
  @Test
  void theEndOfTheSlurmJobIsTheDefault() throws Exception {
    Path log = folder.resolve("log");
    String end = Long.toString(Instant.now().plusSeconds(2).getEpochSecond());
    String[] command = {"run", sweep.toString(), "--out", study.toString(), "--master", "local[1]"};
    Process process =
        DriverProcess.startIn(
            Map.of("SLURM_JOB_ID", "17", "SLURM_JOB_END_TIME", end), log, command);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(log))
        .containsPattern("stops before .*Z \\(the SLURM job ends at .*Z\\)\n")
        .contains("Cannot run anything in the time that is left: ");
    assertThat(process.exitValue()).isEqualTo(2);
  }
}
