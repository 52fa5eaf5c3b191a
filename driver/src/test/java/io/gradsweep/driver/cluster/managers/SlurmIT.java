package io.gradsweep.driver.cluster.managers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cluster.BuiltClone;
import io.gradsweep.driver.cluster.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script of docs/clusters, and what submits it, on a real SLURM. The array that takes longest
 * begins first; its trials sleep, and meanwhile the jobs begin that need nobody, which are looked
 * at last.
 */
@Timeout(value = 7, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlurmIT {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * Four shares of seven segments of six seconds: SLURM looks twice a minute whether the time of a
   * job is over, and must find the job there.
   */
  private static final String[] SLOW = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {fault: sleeps, step_size: [0.1, 0.2]}",
    "replicates: 70",
    "record: {points: 8}"
  };

  private static final String[] SLOW_ARRAY = {"--array=0-3", "--time=5", "--signal=B:TERM@115"};

  private static final String[] FAST = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'linspace(0, 2.5, 20)'}",
    "replicates: 4",
    "record: {points: 8}"
  };

  @TempDir private static Path machine;
  private static SlurmCluster slurm;
  private static Path home;
  private static SlurmStudy slow;
  private static String slowJob;
  private static SlurmStudy late;
  private static String lateJob;
  private static SlurmStudy fromOne;
  private static String arrayFromOne;
  private static String submittedRest;
  private static SlurmStudy ofSpark;
  private static String submittedSpark;

  /** {@code -Dslurm.required=true} says that SLURM must be here. */
  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Boolean.getBoolean("slurm.required") || SlurmCluster.isPossible(),
        "skipped: it takes root, and Debian's slurm-wlm");
    home = Files.createDirectories(machine.resolve("my clone"));
    assertThat(BuiltClone.in(home).toFile().setExecutable(true)).isTrue();
    slurm = new SlurmCluster(Files.createDirectory(machine.resolve("slurm")));
    slow = study("slow", SLOW);
    slowJob = slow.sbatch(List.of(), SLOW_ARRAY);
    await(() -> slow.begunBy(3) > 0);
    setMinutes(slowJob + "_3", 2);
    late = study("late", SLOW);
    lateJob = late.sbatch(List.of("--stop-in", "70s"), "--array=0", "--time=5");
    fromOne = study("from one", FAST);
    arrayFromOne = fromOne.sbatch(List.of(), "--array=1-4", "--hold");
    slurm.said("scancel", arrayFromOne + "_2");
    slurm.said("scontrol", "release", arrayFromOne);
    String after = "--dependency=afterany:" + arrayFromOne;
    String[] rest = {"--tasks", "4", "--", "--array=1", after, SlurmStudy.OUTPUT};
    submittedRest = fromOne.submit(0, rest);
    ofSpark = study("of Spark", FAST);
    String[] spark = {"--spark", "--tasks", "2", "--", "--mem=4G", "--output=%j.txt"};
    // Java's own variable reaches the daemons and executors, too
    submittedSpark = ofSpark.submit(0, Map.of("JDK_JAVA_OPTIONS", SlurmStudy.SHORT_LIVED), spark);
  }

  @AfterAll
  static void stop() throws IOException {
    if (slurm != null) {
      slurm.close();
    }
  }

  private static SlurmStudy study(String name, String[] sweep) throws IOException {
    return SlurmStudy.of(slurm, home, machine.resolve(name), sweep);
  }

  private static void await(Waiting.Condition condition) throws IOException {
    Waiting.until(PATIENCE, condition, slurm::state);
  }

  /** Does each of these as soon as it can be done. */
  private static void awaitEach(Waiting.Condition... steps) throws IOException {
    List<Waiting.Condition> left = new ArrayList<>(List.of(steps));
    await(
        () -> {
          for (Waiting.Condition step : steps) {
            if (left.contains(step) && step.holds()) {
              left.remove(step);
            }
          }
          return left.isEmpty();
        });
  }

  /** Says something to SLURM. */
  private static boolean does(String... command) throws IOException {
    slurm.said(command);
    return true;
  }

  private static boolean hasRestarted(String task) throws IOException {
    String shown = slurm.show(task);
    assertThat(shown)
        .as(slurm::state)
        .doesNotContainPattern("JobState=(COMPLETED|FAILED|CANCELLED|TIMEOUT|NODE_FAIL)");
    return !shown.contains(" Restarts=0 ");
  }

  /** Says how long a task may run, and returns what SLURM says of it then. */
  private static String setMinutes(String task, int minutes) throws IOException {
    slurm.said("scontrol", "update", "JobId=" + task, "TimeLimit=" + minutes);
    return slurm.show(task);
  }

  @Test
  @Order(1)
  void anArrayOfWhichTasksAreCancelledRequeuedAndCutShortIsFinishedByTheSameAgain()
      throws Exception {
    String cancelled = slowJob + "_1";
    String requeued = slowJob + "_2";
    String cut = slowJob + "_3";
    awaitEach(
        () -> hasRestarted(lateJob + "_0") && does("scancel", lateJob), // before it goes on
        () -> slow.partsOf(2) > 0 && does("scontrol", "requeue", requeued),
        () -> slow.partsOf(1) > 4 && does("scancel", cancelled), // little is left for later
        () -> hasRestarted(cut) && setMinutes(cut, 5).contains("JobState=RUNNING"));
    Path alone = slow.runAlone();
    slurm.awaitEnd(slowJob, PATIENCE);
    assertThat(slurm.show(cancelled)).contains("JobState=CANCELLED", " Restarts=0 ");
    assertThat(slow.output(cancelled)).contains("interrupted; what is published stays. To go on:");
    assertThat(slurm.show(requeued)).contains(" Restarts=1 ", "JobState=COMPLETED");
    assertThat(slurm.show(cut)).contains(" Restarts=1 ", "JobState=COMPLETED");
    assertThat(slow.output(cut))
        .contains("interrupted; what is published stays. To go on:")
        .contains("'" + home + "/gradsweep' run " + slow.sweep(), "--shard 3/4");
    assertThat(slow.path().resolve("_SUCCESS")).doesNotExist();

    String again = slow.sbatch(List.of(), SLOW_ARRAY);
    slurm.awaitEnd(again, PATIENCE);
    for (int task = 0; task < 4; task++) {
      slow.requireEnd(again + "_" + task, "0:0");
    }
    slow.requireRowsOf(alone, 140);
  }

  @Test
  @Order(2)
  void aTaskWhoseTimeIsOverIsQueuedAgainByItself() throws Exception {
    String task = lateJob + "_0";
    assertThat(slurm.show(task)).contains(" Restarts=1 ", "JobState=CANCELLED");
    assertThat(late.output(task))
        .contains("the time is over, and there is more")
        .doesNotContain("interrupted");
    assertThat(Gradsweep.trials(late.path())).hasSizeBetween(5, 60);
  }

  @Test
  @Order(2)
  void anArrayFromOneLacksATaskWhichAloneFinishesTheStudy() throws Exception {
    Path alone = fromOne.runAlone();
    assertThat(submittedRest)
        .contains(": 4 tasks of 1 core for 00:05:00\nstatus: ", "\ncancel: scancel ");
    String rest = SlurmStudy.job(submittedRest);
    slurm.awaitEnd(rest, PATIENCE);
    assertThat(fromOne.outputs(arrayFromOne))
        .contains("60 trials: ")
        .doesNotContain("80 trials: ", arrayFromOne + "_2");
    fromOne.requireEnd(rest + "_1", "0:0");
    assertThat(fromOne.output(rest + "_1")).contains("80 trials: ");
    fromOne.requireRowsOf(alone, 80);
    assertThat(fromOne.submit(0, "--tasks", "4"))
        .isEqualTo("nothing to do: all trials of the plan have a row\n");
  }

  @Test
  @Order(2)
  void sparkRunsInsideOneJobOnTwoNodes() throws Exception {
    assertThat(submittedSpark).contains(": 2 nodes of 1 core for 00:05:00\nstatus: ");
    String job = SlurmStudy.job(submittedSpark);
    Path alone = ofSpark.runAlone();
    slurm.awaitEnd(job, PATIENCE);
    ofSpark.requireEnd(job, "0:0");
    for (int node = 0; node < 2; node++) {
      assertThat(ofSpark.folder().resolve("spark-%s.0-worker-%d.txt".formatted(job, node)))
          .content()
          .contains("with 1 cores, 2.0 GiB RAM", "Asked to launch executor");
    }
    assertThat(ofSpark.folder().resolve(".spark-" + job + ".conf")).doesNotExist();
    ofSpark.requireRowsOf(alone, 80);
  }

  @Test
  @Order(2)
  void whatSlurmDoesNotTakeIsSaidInOneLine() throws Exception {
    SlurmStudy none = study("none", FAST);
    assertThat(none.submit(2, "--tasks", "10"))
        .startsWith("Cannot submit 10 tasks: SLURM's MaxArraySize is 9 (must be at most that;")
        .hasLineCount(1);
    assertThat(none.submit(2, "--tasks", "9", "--", "--partition=none"))
        .startsWith("Cannot submit to SLURM: sbatch: error: ")
        .contains("nvalid partition")
        .hasLineCount(1);
    assertThat(none.path()).doesNotExist();
  }

  @Test
  @Order(2)
  void anArrayWithGapsIsRefusedUntilItsSharesAreSaid() throws Exception {
    SlurmStudy gaps = study("gaps", FAST);
    String job = gaps.sbatch(List.of(), "--array=1,3-4");
    slurm.awaitEnd(job, PATIENCE);
    gaps.requireEnd(job + "_4", "2:0");
    assertThat(gaps.output(job + "_4"))
        .isEqualTo(
            "Cannot share the study: an array with gaps (SHARES must say how many shares there are)\n");
    assertThat(gaps.path()).doesNotExist();
  }
}
