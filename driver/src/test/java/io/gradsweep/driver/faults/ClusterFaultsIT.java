package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cluster.Archives;
import io.gradsweep.driver.cluster.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Executors and Workers of a cluster die or pause at random moments, and the run goes on. */
class ClusterFaultsIT {

  /** The processes that are killed. */
  private enum Victim {
    EXECUTOR,
    WORKER,
    MACHINE // a Worker with all that runs on it
  }

  private static final List<String> TWINS =
      List.of(
          "--conf", "spark.speculation=true",
          "--conf", "spark.speculation.interval=50ms",
          "--conf", "spark.speculation.quantile=0.05",
          "--conf", "spark.speculation.multiplier=1.1",
          "--conf", "spark.speculation.minTaskRuntime=50ms");

  @TempDir private static Path shared;
  private static Undisturbed undisturbed;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    undisturbed = Undisturbed.in(shared);
    cluster = new StandaloneCluster(shared, Archives.spark(), 2, Map.of());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Process submit(Path study, Path log, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(Arrays.asList(undisturbed.command(study)));
    int master = arguments.indexOf("--master");
    arguments.subList(master, master + 2).clear(); // spark-submit's
    arguments.addAll(List.of("--jar", Archives.testSimulations().toString()));
    return cluster.submit(log, options, Archives.cluster(), arguments.toArray(String[]::new));
  }

  /** Waits until a run has published so many parts. */
  private static void awaitParts(Process driver, Path study, int parts) throws Exception {
    while (driver.isAlive()
        && (cluster.executors().isEmpty() || Undisturbed.parts(study) < parts)) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private static void requireEnd(Process driver, Path log, String again) throws Exception {
    assertThat(driver.waitFor(5, TimeUnit.MINUTES)).as("ends: " + again).isTrue();
    assertThat(driver.exitValue()).as(again + "\n" + Files.readString(log)).isZero();
  }

  private static long attempts(Path study) {
    return Long.parseLong(
        Undisturbed.rows(study.toString(), "SELECT count(*) FROM all_trials WHERE attempt > 0")
            .get(0));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void aRunOutlivesItsExecutorsAndWorkers(long seed, @TempDir Path folder) throws Exception {
    String again = Campaign.again(getClass(), seed);
    Random random = Campaign.random(seed);
    Path study = folder.resolve("study");
    Path log = folder.resolve("log");
    Process driver = submit(study, log, List.of());
    int parts = random.nextInt(undisturbed.segments());
    Victim victim = Victim.values()[random.nextInt(Victim.values().length)];
    awaitParts(driver, study, parts);
    boolean ended = !driver.isAlive();
    kill(victim, random);
    requireEnd(driver, log, again);
    undisturbed.requireEqual(study, again);
    Campaign.tell(
        seed,
        "%s killed after %d of %d parts%s, %d trials by a second attempt",
        victim,
        parts,
        undisturbed.segments(),
        ended ? " (the run had ended)" : "",
        attempts(study));
    while (cluster.workers().size() < 2) {
      cluster.startWorker(); // for the next case; this run has done without
    }
  }

  private static void kill(Victim victim, Random random) throws InterruptedException {
    List<ProcessHandle> executors = cluster.executors();
    Process worker = cluster.workers().get(random.nextInt(cluster.workers().size()));
    List<ProcessHandle> onWorker = worker.descendants().toList();
    switch (victim) {
      case EXECUTOR -> {
        if (!executors.isEmpty()) {
          executors.get(random.nextInt(executors.size())).destroyForcibly();
        }
      }
      case WORKER -> worker.destroyForcibly().waitFor();
      case MACHINE -> {
        worker.destroyForcibly().waitFor();
        onWorker.forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  /** A paused executor is overtaken by twins of its tasks, comes back, and finishes them too. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void ofATaskAndItsTwinOnePublishes(long seed, @TempDir Path folder) throws Exception {
    String again = Campaign.again(getClass(), seed);
    Random random = Campaign.random(seed);
    Path study = folder.resolve("study");
    Path log = folder.resolve("log");
    Process driver = submit(study, log, TWINS);
    int parts = 2 + random.nextInt(20);
    awaitParts(driver, study, parts);
    List<ProcessHandle> executors = cluster.executors();
    if (!executors.isEmpty()) {
      ProcessHandle paused = executors.get(random.nextInt(executors.size()));
      signal("STOP", paused);
      driver.waitFor(100 + random.nextInt(400), TimeUnit.MILLISECONDS);
      signal("CONT", paused);
    }
    requireEnd(driver, log, again);
    undisturbed.requireEqual(study, again);
    Campaign.tell(
        seed,
        "executor paused after %d parts; twins started: %d",
        parts,
        Files.readString(log).lines().filter(line -> line.contains("as speculatable")).count());
  }

  private static void signal(String signal, ProcessHandle process) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }
}
