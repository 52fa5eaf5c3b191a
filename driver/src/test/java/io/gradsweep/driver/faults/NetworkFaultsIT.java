package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/**
 * A driver and three executors on four hosts, whose network fails while all processes live. No host
 * knows another's name.
 */
class NetworkFaultsIT {

  /** Of 20 ms each, ten in a segment. */
  private static final int TRIALS = 800;

  private static final int LEAST_PARTS = 6;

  private static final String HOSTS = "SELECT DISTINCT host FROM trials ORDER BY 1";
  private static final String ALL_HOSTS = "node1,node2,node3";

  /** Longer than the patience, and what is between two looks. */
  private static final int LEAST_SECONDS = 9;

  private static final int CUT = 1;
  private static final int SLOW = 2;
  private static final int AWAY = 3;

  /**
   * An executor that is not heard of for so long is given up. No trial runs before the three are
   * there.
   */
  private static final List<String> PATIENCE =
      List.of(
          "--conf", "spark.cores.max=3",
          "--conf", "spark.scheduler.minRegisteredResourcesRatio=1",
          "--conf", "spark.scheduler.maxRegisteredResourcesWaitingTime=120s",
          "--conf", "spark.network.timeout=5s",
          "--conf", "spark.network.timeoutInterval=1s",
          "--conf", "spark.executor.heartbeatInterval=1s");

  @TempDir private static Path shared;
  private static Undisturbed undisturbed;
  private static Hosts hosts;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Hosts.arePossible(), "skipped: it takes root, ip, and namespaces of the network");
    undisturbed =
        Undisturbed.of(
            shared,
            "sweep: s",
            "simulation: poison",
            "parameters: {poison: slow}",
            "grid: {step_size: 'linspace(0, 2, %d)'}".formatted(TRIALS),
            "record: {points: 4}");
    hosts = new Hosts(4);
    cluster = new StandaloneCluster(shared, Archives.spark(), hosts.all(), Map.of());
  }

  @AfterAll
  static void stop() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
    if (hosts != null) {
      hosts.close();
    }
  }

  private static Process submit(Path study, Path log) throws IOException {
    List<String> arguments = new ArrayList<>(Arrays.asList(undisturbed.command(study)));
    int master = arguments.indexOf("--master");
    arguments.subList(master, master + 2).clear(); // spark-submit's
    arguments.addAll(List.of("--jar", Archives.testSimulations().toString()));
    return cluster.submit(log, PATIENCE, Archives.cluster(), arguments.toArray(String[]::new));
  }

  private static void awaitParts(Process driver, Path study, int parts) throws Exception {
    while (driver.isAlive() && Undisturbed.parts(study) < parts) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void awaitHosts(Process driver, Path study) throws Exception {
    while (driver.isAlive() && !asked(study, HOSTS).equals(ALL_HOSTS)) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static void requireEnd(Process driver, Path study, Path log, String again)
      throws Exception {
    assertThat(driver.waitFor(3, TimeUnit.MINUTES)).as("ends: " + again).isTrue();
    assertThat(driver.exitValue()).as(again + "\n" + Files.readString(log)).isZero();
    undisturbed.requireEqual(study, again);
  }

  private static String asked(Path study, String sql) {
    return String.join(",", Undisturbed.rows(study.toString(), sql));
  }

  /**
   * They go on with their trials, and are given up; the other host, whose tasks come by a narrow
   * line, runs them too. One stays away for good, one comes back and is heard of again.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void aRunOutlivesHostsThatAreCutOff(long seed, @TempDir Path folder) throws Exception {
    String again = Campaign.again(getClass(), seed);
    Random random = Campaign.random(seed);
    Path study = folder.resolve("study");
    Path log = folder.resolve("log");
    int parts = LEAST_PARTS + random.nextInt(undisturbed.segments() / 4);
    Process driver = submit(study, log);
    awaitParts(driver, study, parts);
    awaitHosts(driver, study);
    hosts.slow(SLOW, 400);
    hosts.cut(CUT);
    hosts.cut(AWAY);
    boolean isMissed;
    try {
      isMissed = !driver.waitFor(LEAST_SECONDS + random.nextInt(3), TimeUnit.SECONDS);
      hosts.join(AWAY);
      requireEnd(driver, study, log, again);
    } finally {
      hosts.join(CUT);
      hosts.join(AWAY);
      hosts.slow(SLOW, 1_000_000);
    }
    assertThat(log).content().contains("Executor heartbeat timed out");
    assertThat(asked(study, HOSTS)).isEqualTo(ALL_HOSTS);
    Campaign.tell(
        seed,
        "cut off after %d of %d parts; one is back %s the end; %d trials by a second attempt",
        parts,
        undisturbed.segments(),
        isMissed ? "before" : "after",
        Undisturbed.rows(study.toString(), "SELECT 1 FROM all_trials WHERE attempt > 0").size());
  }
}
