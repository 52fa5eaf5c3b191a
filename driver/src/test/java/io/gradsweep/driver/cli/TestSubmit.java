package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the output and refusals of 'submit'; {@code SlurmIT} submits it. */
class TestSubmit {

  private static final Path DOCS = Path.of("../docs/clusters/array.sbatch");
  private static final String COMMAND = "gradsweep.command";

  @TempDir private Path folder;
  private Path sweep;
  private Path launcher;

  @BeforeEach
  void write() throws IOException {
    sweep =
        Gradsweep.write(
            Files.createDirectory(folder.resolve("my sweeps")),
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: [0.1, 0.2]}",
            "replicates: 4");
    launcher = Files.createDirectory(folder.resolve("my clone")).resolve("gradsweep");
    Files.writeString(launcher, "#!/usr/bin/env bash\nprintf '<%s>' \"$@\"\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    System.setProperty(COMMAND, launcher.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(COMMAND);
  }

  private Gradsweep.Result submit(String... more) {
    List<String> all = new ArrayList<>(List.of("submit", "slurm", sweep.toString(), "--out"));
    all.add(folder.resolve("a study").toString());
    all.addAll(List.of(more));
    return Gradsweep.run(all.toArray(String[]::new));
  }

  private String printed(String... more) {
    Gradsweep.Result result = submit(more);
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    return result.out();
  }

  @Test
  void itPrintsTheScriptOfTheDocsWithTheValuesOfTheStudy() throws IOException {
    String script =
        printed(
            "--tasks",
            "3",
            "--cpus",
            "2",
            "--time",
            "1d12h",
            "--print",
            "step_size=[0.3, 0.4]",
            "--",
            "--array=2",
            "--comment",
            "it's mine");
    assertThat(script)
        .contains("\n#SBATCH --job-name=s\n#SBATCH --array=0-2\n", "#SBATCH --cpus-per-task=2\n")
        .contains("#SBATCH --time=1-12:00:00\n", "\n#SBATCH --signal=B:TERM@120\n", "\nshares=3\n")
        .contains("\n#SBATCH --array=2 --comment 'it'\\''s mine'\n")
        .contains("\nlauncher='" + launcher + "'\n")
        .contains(
            "\nset -- '" + sweep + "' --out '" + folder + "/a study' 'step_size=[0.3, 0.4]'\n")
        .doesNotContain("--mem=", "GRADSWEEP_HOME");
    requireDocs(script, DOCS, "array|cpus|mem|time");
  }

  private static void requireDocs(String script, Path page, String filled) throws IOException {
    List<String> ours = script.lines().toList();
    List<String> docs = Files.readString(page).lines().toList();
    assertThat(docs.stream().filter(line -> !ours.contains(line)))
        .as("lines that are filled in, and the words at the top")
        .allMatch(
            line ->
                line.matches(
                    "# .*|#SBATCH --(job-name|%s).*|(launcher|shares)=.*".formatted(filled)));
    assertThat(ours).hasSizeLessThan(60);
  }

  @Test
  void itPrintsTheScriptInWhichSparkRuns() throws IOException {
    String script = printed("--spark", "--tasks", "3", "--cpus=2", "--time", "4h", "--print");
    assertThat(script)
        .contains("\n#SBATCH --job-name=s\n#SBATCH --nodes=3\n#SBATCH --ntasks-per-node=1\n")
        .contains("#SBATCH --cpus-per-task=2\n#SBATCH --time=04:00:00\n")
        .contains("\nset -- '" + sweep + "' --out '" + folder + "/a study'\n")
        .contains("\nlauncher='" + launcher + "'\n")
        .doesNotContain("--mem=", "--array=", "GRADSWEEP_HOME");
    requireDocs(script, Path.of("../docs/clusters/spark.sbatch"), "nodes|cpus|mem|time");
  }

  @Test
  void aTaskOfThePrintedScriptRunsItsShare() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("it.sbatch"), printed("--tasks", "4", "--time", "4h", "--print"));
    ProcessBuilder task = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
    task.environment()
        .putAll(
            Map.of(
                "SLURM_ARRAY_TASK_ID",
                "6",
                "SLURM_ARRAY_TASK_MIN",
                "6",
                "SLURM_ARRAY_TASK_MAX",
                "6",
                "SLURM_ARRAY_TASK_COUNT",
                "1",
                "SLURM_CPUS_PER_TASK",
                "4",
                "SHARES",
                "9"));
    assertThat(new String(task.start().getInputStream().readAllBytes()))
        .isEqualTo(
            "<run><%s><--out><%s/a study><--shard><2/4><--master><local[4]>"
                .formatted(sweep, folder));
  }

  /** A trial takes 1.2 s and something, and there are 200 of them. */
  @Test
  void theNumberOfTasksComesFromThePlan() {
    String script =
        printed("--time", "1m", "--cpus", "2", "--print", "fault=sleeps", "replicates=100");
    assertThat(script).containsPattern("\n#SBATCH --array=0-[123]\n");
    assertThat(folder.resolve("a study")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--time 4x | Cannot use --time: '4x' (must be a time such as 90m, 4h, 3h50m, 1d12h or 1-12:00:00)",
        "--time 0h | Cannot use --time: '0h' (must be a time such as 90m, 4h, 3h50m, 1d12h or 1-12:00:00)",
        "--time 50m3h | Cannot use --time: '50m3h' (must be a time such as 90m, 4h, 3h50m, 1d12h or 1-12:00:00)",
        "--time 4h --tasks 0 | Cannot use --tasks: 0 (must be at least 1)",
        "--time 4h --cpus -1 | Cannot use --cpus: -1 (must be at least 1)",
        "--time 4h --shard 1/2 | Cannot submit with --shard (each task takes a share of its own)",
        "--time 4h -- --time=3 | Cannot give sbatch option: --time=3 (must be --time, before the --)",
        "--time 4h -- -c 3 | Cannot give sbatch option: -c (must be --cpus, before the --)"
      })
  void aWrongRequestIsOneLine(String options, String message) {
    Gradsweep.Result result = submit((options + "").split(" "));
    assertThat(result.err()).isEqualTo(message + "\n");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void whatIsWrongWithTheFileIsSaidBeforeAnythingIsAsked() throws IOException {
    Files.writeString(sweep, Files.readString(sweep).replace("step_size", "stepsize"));
    Gradsweep.Result result = submit("--time", "4h", "--tasks", "2");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("stepsize").doesNotContain("SLURM");
  }

  @Test
  void aMachineWithoutSlurmIsToldSo() throws Exception {
    Path log = folder.resolve("log");
    String[] command = {"submit", "slurm", sweep.toString(), "--time", "4h", "--tasks", "2"};
    Process process = DriverProcess.startIn(Map.of("PATH", folder.toString()), log, command);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readString(log))
        .isEqualTo(
            "Cannot ask SLURM: scontrol (must be on PATH, on a machine from which jobs are"
                + " submitted; --print shows the script)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "3h50m, 13800",
    "90m, 5400",
    "1.5h, 5400",
    "1d12h, 129600",
    "45s, 45",
    "1-12:00:00, 129600",
    "12:30:05, 45005"
  })
  void timesAreReadWithUnitsAndAsSlurmWritesThem(String typed, long seconds) {
    assertThat(TimeText.read("--time", typed)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"0:58, 58", "12:05, 725", "1:02:03, 3723", "2-01:00:00, 176400"})
  void theTimeLeftIsReadAsSqueueWritesIt(String said, long seconds) {
    assertThat(TimeText.left(said)).hasValue(Duration.ofSeconds(seconds));
  }

  @Test
  void aJobWithoutAnEndHasNoTimeLeft() {
    for (String said : List.of("UNLIMITED", "NOT_SET", "INVALID", "")) {
      assertThat(TimeText.left(said)).isEmpty();
    }
  }
}
