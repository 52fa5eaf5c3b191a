package io.gradsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.driver.JavaProcess;
import io.gradsweep.driver.cli.Gradsweep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script of docs/clusters, and what submits it, on a real SLURM. Jobs that need nobody begin
 * first and are looked at last, since the nodes have cores for all.
 */
@Timeout(value = 7, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlurmIT {

  private static final Path SCRIPT = Path.of("../docs/clusters/array.sbatch").toAbsolutePath();

  private static final Pattern SUBMITTED = Pattern.compile("(?m)^submitted job (\\d+):");

  private static final Pattern ELIGIBLE = Pattern.compile("EligibleTime=(\\S+T\\S+)");

  /** SLURM begins a job that was queued again two minutes later at the earliest. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Four shares of about forty seconds each, in segments of five. */
  private static final String[] SLOW = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {fault: sleeps, step_size: [0.1, 0.2]}",
    "replicates: 64",
    "record: {points: 8}"
  };

  private static final String[] FAST = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'linspace(0, 2.5, 20)'}",
    "replicates: 4",
    "record: {points: 8}"
  };

  @TempDir private static Path machine;
  private static Path home;
  private static SlurmCluster slurm;
  private static Path ofSpark;
  private static Path sweepOfSpark;
  private static String sayingOfSpark;
  private static Path ofArray;
  private static Path sweepOfArray;
  private static String arrayFromOne;

  @TempDir private Path folder;

  /** {@code -Dslurm.required=true} says that SLURM must be here. */
  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Boolean.getBoolean("slurm.required") || SlurmCluster.isPossible(),
        "skipped: it takes root, and Debian's slurm-wlm");
    home = Files.createDirectories(machine.resolve("my clone"));
    assertThat(BuiltClone.in(home).toFile().setExecutable(true)).isTrue();
    slurm = new SlurmCluster(Files.createDirectory(machine.resolve("slurm")));
    ofSpark = Files.createDirectory(machine.resolve("of Spark"));
    sweepOfSpark = Gradsweep.write(ofSpark, FAST);
    String[] spark = {"--spark", "--tasks", "2", "--", "--mem=4G", "--output=%j.txt"};
    sayingOfSpark = submit(ofSpark, 0, sweepOfSpark, spark);
    ofArray = Files.createDirectory(machine.resolve("of an array"));
    sweepOfArray = Gradsweep.write(ofArray, FAST);
    arrayFromOne = sbatch(ofArray, sweepOfArray, List.of(), "--array=1-4", "--hold");
    slurm.said("scancel", arrayFromOne + "_2");
    slurm.said("scontrol", "release", arrayFromOne);
  }

  @AfterAll
  static void stop() throws IOException {
    if (slurm != null) {
      slurm.close();
    }
  }

  private Path study() {
    return study(folder);
  }

  private static Path study(Path folder) {
    return folder.resolve("shared/my study");
  }

  private String sbatch(Path sweep, String... options) throws Exception {
    return sbatch(folder, sweep, List.of(), options);
  }

  private static String sbatch(Path folder, Path sweep, List<String> run, String... options)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("sbatch", "--parsable", "--cpus-per-task=1"));
    command.addAll(List.of("--mem=2G", "--output=%A_%a.txt"));
    command.addAll(List.of(options));
    command.addAll(List.of(SCRIPT.toString(), sweep.toString(), "--out", study(folder).toString()));
    command.addAll(List.of("--jar", Archives.testSimulations().toString()));
    command.addAll(List.of("--segment-trials", "5", "-q"));
    command.addAll(run);
    String opts = "-Xmx1g " + String.join(" ", JavaProcess.SHORT_LIVED);
    Map<String, String> environment =
        Map.of("GRADSWEEP_HOME", home.toString(), "GRADSWEEP_OPTS", opts);
    Process process = slurm.start(folder, environment, command.toArray(String[]::new));
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  /** Output of the command that submits; its tasks have one core. */
  private String submit(int exit, Path sweep, String... more) throws Exception {
    return submit(folder, exit, sweep, more);
  }

  private static String submit(Path folder, int exit, Path sweep, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("gradsweep").toString()));
    command.addAll(List.of("submit", "slurm", sweep.toString(), "--out", study(folder).toString()));
    command.addAll(List.of("--jar", Archives.testSimulations().toString()));
    command.addAll(List.of("--segment-trials", "5", "--cpus", "1", "--time", "5m"));
    command.addAll(List.of(more));
    Process process = slurm.start(folder, Map.of(), command.toArray(String[]::new));
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(exit);
    return said;
  }

  /** The number of the job that was submitted. */
  private static String job(String submitted) {
    Matcher line = SUBMITTED.matcher(submitted);
    assertThat(line.find()).as(submitted).isTrue();
    return line.group(1);
  }

  private String output(String task) throws IOException {
    Path output = folder.resolve(task + ".txt");
    return Files.exists(output) ? Files.readString(output) : "";
  }

  private String outputs(String job) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith(job + "_")).toList()) {
        all.append(file).append(":\n").append(Files.readString(file)).append('\n');
      }
    }
    return all.toString();
  }

  private void requireEnd(String task, String exitCode) throws IOException {
    assertThat(slurm.show(task)).as(output(task)).contains(" ExitCode=" + exitCode);
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.holds()) {
      assertThat(Instant.now()).as(slurm::state).isBefore(deadline);
      StandaloneCluster.pause();
    }
  }

  private void awaitPartOf(int shard) throws IOException {
    await(() -> partsOf(shard) > 0);
  }

  private static void awaitRestart(String task) throws IOException {
    await(
        () -> {
          requireUnended(slurm.show(task));
          return restarts(task) > 0;
        });
  }

  private static void requireUnended(String shown) {
    assertThat(shown)
        .as(slurm::state)
        .doesNotContainPattern("JobState=(COMPLETED|FAILED|CANCELLED|TIMEOUT|NODE_FAIL)");
  }

  /** Number of times that a task was queued again. */
  private static int restarts(String task) throws IOException {
    return Integer.parseInt(slurm.show(task).replaceAll("(?s).* Restarts=(\\d+) .*", "$1"));
  }

  /**
   * Lets a task that was queued again begin soon instead of two minutes later. Not at once: a node
   * refuses what begins in the second in which it was told of the earlier start's end. While that
   * is still being cleared away, SLURM forgets what it is told here.
   */
  private static void startSoon(String task, String... settings) throws IOException {
    List<String> update = new ArrayList<>(List.of("scontrol", "update", "JobId=" + task));
    update.addAll(List.of(settings));
    update.add("StartTime=now+3");
    await(
        () -> {
          String shown = slurm.show(task);
          if (shown.contains("JobState=PENDING") && isLater(shown, Duration.ofSeconds(10))) {
            slurm.said(update.toArray(String[]::new));
          }
          requireUnended(shown);
          return shown.contains("JobState=RUNNING");
        });
  }

  /** Whether a job that waits would begin later than so long from now. */
  private static boolean isLater(String shown, Duration most) {
    Matcher time = ELIGIBLE.matcher(shown);
    return time.find()
        && LocalDateTime.parse(time.group(1)).isAfter(LocalDateTime.now().plus(most));
  }

  private long partsOf(int shard) throws IOException {
    Path trials = study().resolve("trials");
    if (!Files.isDirectory(trials)) {
      return 0;
    }
    try (Stream<Path> parts = Files.list(trials)) {
      return parts
          .map(part -> part.getFileName().toString())
          .filter(name -> name.matches("g0000-s[0-9]{5}[.]parquet"))
          .filter(name -> Integer.parseInt(name.substring(7, 12)) % 4 == shard)
          .count();
    }
  }

  private void requireRowsOfOneMachine(Path alone, int trials) throws Exception {
    assertThat(study().resolve("_SUCCESS")).exists();
    assertThat(Gradsweep.trials(study())).hasSize(trials).isEqualTo(Gradsweep.trials(alone));
    assertThat(Gradsweep.trajectories(study())).isEqualTo(Gradsweep.trajectories(alone));
    assertThat(study().resolve("_started")).isEmptyDirectory();
    try (Stream<Path> files = Files.list(study())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("_lock"));
    }
  }

  private Path runAlone(Path sweep) {
    Path alone = folder.resolve("alone");
    String[] run = {
      "run", sweep.toString(), "--out", alone.toString(), "--master", "local[16]", "-q"
    };
    assertThat(Gradsweep.run(run).exit()).isZero();
    return alone;
  }

  @Test
  @Order(1)
  void anArrayOfWhichTasksAreCancelledRequeuedAndCutShortIsFinishedByTheSameAgain()
      throws Exception {
    Path sweep = Gradsweep.write(folder, SLOW);
    String[] options = {"--array=0-3", "--time=5", "--signal=B:TERM@115"};
    Path other = Files.createDirectory(folder.resolve("other"));
    List<String> soon = List.of("--stop-in", "50s");
    String unfinished = sbatch(other, sweep, soon, "--array=0-1", "--time=5");
    String job = sbatch(sweep, options);
    String cancelled = job + "_1";
    String requeued = job + "_2";
    String cut = job + "_3";
    awaitPartOf(3);
    slurm.said("scontrol", "update", "JobId=" + cut, "TimeLimit=2"); // SLURM looks twice a minute
    awaitRestart(cut);
    startSoon(cut, "TimeLimit=5");
    await(() -> partsOf(2) > 3); // little is left for later
    slurm.said("scontrol", "requeue", requeued);
    slurm.said("scancel", cancelled);
    awaitRestart(requeued);
    startSoon(requeued);
    Path alone = runAlone(sweep);
    slurm.awaitEnd(job, PATIENCE);
    assertThat(slurm.show(cancelled)).contains("JobState=CANCELLED", " Restarts=0 ");
    assertThat(output(cancelled)).contains("interrupted; what is published stays. To go on:");
    assertThat(slurm.show(requeued)).contains(" Restarts=1 ", "JobState=COMPLETED");
    assertThat(slurm.show(cut)).contains(" Restarts=1 ", "JobState=COMPLETED");
    assertThat(output(cut))
        .contains("interrupted; what is published stays. To go on:")
        .contains("'" + home + "/gradsweep' run " + sweep, "--shard 3/4");
    assertThat(study().resolve("_SUCCESS")).doesNotExist();

    for (int task = 0; task < 2; task++) {
      String name = unfinished + "_" + task;
      awaitRestart(name);
      assertThat(other.resolve(name + ".txt"))
          .content()
          .contains("the time is over, and there is more")
          .doesNotContain("interrupted");
    }
    assertThat(Gradsweep.trials(study(other))).hasSizeBetween(10, 120);
    slurm.said("scancel", unfinished);

    String again = sbatch(sweep, options);
    slurm.awaitEnd(again, PATIENCE);
    for (int task = 0; task < 4; task++) {
      requireEnd(again + "_" + task, "0:0");
    }
    requireRowsOfOneMachine(alone, 128);
  }

  @Test
  @Order(2)
  void anArrayFromOneLacksATaskWhichAloneFinishesTheStudy() throws Exception {
    folder = ofArray;
    Path alone = runAlone(sweepOfArray);
    slurm.awaitEnd(arrayFromOne, PATIENCE);
    assertThat(study().resolve("_SUCCESS")).as(outputs(arrayFromOne)).doesNotExist();
    assertThat(partsOf(1)).isZero();
    String[] one = {"--tasks", "4", "--", "--array=1", "--output=%A_%a.txt"};
    String submitted = submit(0, sweepOfArray, one);
    assertThat(submitted)
        .contains(": 4 tasks of 1 core for 00:05:00\nstatus: ", "\ncancel: scancel ");
    String rest = job(submitted);
    slurm.awaitEnd(rest, PATIENCE);
    requireEnd(rest + "_1", "0:0");
    requireRowsOfOneMachine(alone, 80);
    assertThat(submit(0, sweepOfArray, "--tasks", "4"))
        .isEqualTo("nothing to do: all trials of the plan have a row\n");
  }

  @Test
  @Order(2)
  void sparkRunsInsideOneJobOnTwoNodes() throws Exception {
    folder = ofSpark;
    assertThat(sayingOfSpark).contains(": 2 nodes of 1 core for 00:05:00\nstatus: ");
    String job = job(sayingOfSpark);
    Path alone = runAlone(sweepOfSpark);
    slurm.awaitEnd(job, PATIENCE);
    requireEnd(job, "0:0");
    for (int node = 0; node < 2; node++) {
      assertThat(folder.resolve("spark-%s.0-worker-%d.txt".formatted(job, node)))
          .content()
          .contains("with 1 cores, 2.0 GiB RAM", "Asked to launch executor");
    }
    assertThat(folder.resolve(".spark-" + job + ".conf")).doesNotExist();
    requireRowsOfOneMachine(alone, 80);
  }

  @Test
  @Order(1)
  void whatSlurmDoesNotTakeIsSaidInOneLine() throws Exception {
    Path sweep = Gradsweep.write(folder, FAST);
    assertThat(submit(2, sweep, "--tasks", "10"))
        .startsWith("Cannot submit 10 tasks: SLURM's MaxArraySize is 9 (must be at most that;")
        .hasLineCount(1);
    assertThat(submit(2, sweep, "--tasks", "9", "--", "--partition=none"))
        .startsWith("Cannot submit to SLURM: sbatch: error: ")
        .contains("nvalid partition")
        .hasLineCount(1);
    assertThat(study()).doesNotExist();
  }

  @Test
  @Order(1)
  void anArrayWithGapsIsRefusedUntilItsSharesAreSaid() throws Exception {
    String job = sbatch(Gradsweep.write(folder, FAST), "--array=1,3-4");
    slurm.awaitEnd(job, PATIENCE);
    requireEnd(job + "_4", "2:0");
    assertThat(output(job + "_4"))
        .isEqualTo(
            "Cannot share the study: an array with gaps (SHARES must say how many shares there are)\n");
    assertThat(study()).doesNotExist();
  }
}
