package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The script of docs/clusters, as SLURM would run a task of it, with a launcher that only talks.
 */
class TestArrayScript {

  private static final Path SCRIPT = Path.of("../docs/clusters/array.sbatch").toAbsolutePath();

  @TempDir private Path folder;

  @BeforeEach
  void makeLauncher() throws IOException {
    launcher("printf '<%s>' \"$@\"");
  }

  private void launcher(String does) throws IOException {
    Path launcher = Files.createDirectories(folder.resolve("my clone")).resolve("gradsweep");
    Files.writeString(launcher, "#!/usr/bin/env bash\n" + does + "\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  private Process start(int task, int first, int last, int step, int count, String shares)
      throws IOException {
    ProcessBuilder process =
        new ProcessBuilder("bash", SCRIPT.toString(), "a sweep.yaml", "--out", "/shared/a study")
            .redirectErrorStream(true);
    process
        .environment()
        .putAll(
            Map.of(
                "SLURM_SUBMIT_DIR", folder.resolve("my clone").toString(),
                "SLURM_CPUS_PER_TASK", "3",
                "SLURM_ARRAY_JOB_ID", "17",
                "PATH", folder + ":" + System.getenv("PATH"),
                "SLURM_ARRAY_TASK_ID", Integer.toString(task),
                "SLURM_ARRAY_TASK_MIN", Integer.toString(first),
                "SLURM_ARRAY_TASK_MAX", Integer.toString(last),
                "SLURM_ARRAY_TASK_STEP", Integer.toString(step),
                "SLURM_ARRAY_TASK_COUNT", Integer.toString(count),
                "SHARES", shares));
    return process.start();
  }

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 3, 1, 4, 0/4",
    "3, 0, 3, 1, 4, 3/4",
    "1, 1, 4, 1, 4, 0/4",
    "4, 1, 4, 1, 4, 3/4",
    "14, 10, 16, 2, 4, 2/4",
    "2, 2, 2, 1, 1, 0/1"
  })
  void everyTaskOfAnArrayTakesItsShare(
      int task, int first, int last, int step, int count, String shard) throws IOException {
    assertThat(said(start(task, first, last, step, count, "")))
        .isEqualTo(
            "<run><a sweep.yaml><--out></shared/a study><--shard><%s><--master><local[3]>"
                .formatted(shard));
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 2, 1, 2/4", "4, 4, 4, 1, 0/4", "1, 1, 3, 2, 1/4", "3, 1, 3, 2, 3/4"})
  void aTaskThatIsSubmittedAgainTakesTheShareItHad(
      int task, int first, int last, int count, String shard) throws IOException {
    assertThat(said(start(task, first, last, 1, count, "4"))).contains("<--shard><" + shard + ">");
  }

  @Test
  void anArrayWithGapsIsAskedForItsShares() throws Exception {
    Process process = start(1, 1, 3, 1, 2, "");
    assertThat(said(process))
        .startsWith("Cannot share the study: an array with gaps (SHARES must say");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  private void program(String name, String does) throws IOException {
    Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + does + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  /**
   * With {@code B:} the signal goes to the script alone. A job that is cancelled, requeued or
   * preempted no longer runs when gradsweep has ended.
   */
  @ParameterizedTest
  @CsvSource({"RUNNING, 'requeue 17_0\n'", "COMPLETING, ''", "'', ''"})
  @Timeout(60)
  void theSignalBeforeTheEndReachesTheLauncherAndTheTaskIsQueuedAgain(String state, String queued)
      throws Exception {
    program("squeue", "echo " + state);
    program("scontrol", "echo \"$@\"");
    assertThat(Files.readString(SCRIPT)).containsPattern("(?m)^#SBATCH --signal=B:TERM@\\d+$");
    launcher(
        "trap 'echo heard; exit 130' TERM\ntouch '"
            + folder
            + "/runs'\nwhile :; do sleep 0.1; done");
    Process process = start(0, 0, 3, 1, 4, "");
    while (!Files.exists(folder.resolve("runs"))) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    process.toHandle().destroy(); // the other way closes what it says
    assertThat(said(process)).isEqualTo("heard\n" + queued);
    assertThat(process.waitFor()).isEqualTo(130);
  }

  @Test
  void aTaskThatIsNotDoneInItsTimeIsQueuedAgainAndNoOther() throws Exception {
    launcher("exit 75");
    program("scontrol", "echo \"$@\"");
    Process process = start(2, 0, 3, 1, 4, "");
    assertThat(said(process)).isEqualTo("requeue 17_2\n");
    assertThat(process.waitFor()).isEqualTo(75);
    launcher("exit 1");
    assertThat(said(start(2, 0, 3, 1, 4, ""))).isEmpty();
  }
}
