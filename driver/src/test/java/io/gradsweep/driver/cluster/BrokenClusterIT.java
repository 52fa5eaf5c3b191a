package io.gradsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clusters on which nothing can run: what is said is Spark's own reason, and where its logs are.
 * All share one; who takes the cluster's Master away comes after those who need it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokenClusterIT {

  private static final String WORDS_OF_NOBODY = "Spark: Initial job has not accepted any resources";

  @TempDir private static Path shared;
  private static StandaloneCluster cluster;
  private static Process withoutMaster;
  private static Process withoutSecret;
  private static final String NO_MASTER = "spark://127.0.0.1:1"; // nobody may listen there

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    // Spark waits a minute for a Master, whatever its settings: meanwhile the others run
    withoutMaster =
        DriverProcess.start(shared.resolve("log"), command(shared, "--master", NO_MASTER));
    cluster = new StandaloneCluster(shared, Archives.spark(), 1, Map.of());
    Path properties =
        Files.writeString(
            shared.resolve("wrong.conf"),
            "spark.authenticate true\nspark.authenticate.secret another\n"
                + "spark.network.crypto.enabled true\n");
    withoutSecret =
        DriverProcess.start(
            shared.resolve("log2"),
            command(
                shared,
                "--master",
                cluster.url(),
                "--properties-file",
                properties.toString(),
                "--out",
                shared.resolve("b").toString()));
  }

  @AfterAll
  static void stop() {
    cluster.close();
    withoutMaster.destroyForcibly();
    withoutSecret.destroyForcibly();
  }

  private static String[] command(Path folder, String... more) throws IOException {
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: poison",
            "parameters: {poison: slow}",
            "grid: {step_size: 'linspace(0, 2, 20)'}",
            "replicates: 200");
    List<String> all = new ArrayList<>(List.of("run", sweep.toString()));
    all.addAll(List.of(more));
    if (!all.contains("--out")) {
      all.addAll(List.of("--out", folder.resolve("a").toString()));
    }
    return all.toArray(String[]::new);
  }

  private Process submit(List<String> settings, String... more) throws IOException {
    List<String> options = new ArrayList<>();
    settings.forEach(setting -> options.addAll(List.of("--conf", setting)));
    List<String> arguments =
        new ArrayList<>(List.of("--jar", Archives.testSimulations().toString()));
    arguments.addAll(List.of(more));
    return cluster.submit(
        folder.resolve("log"),
        options,
        Archives.cluster(),
        command(folder, arguments.toArray(String[]::new)));
  }

  private static String requireSystemFailure(Process process, Path log) throws Exception {
    boolean ended = process.waitFor(100, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(log);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(3);
    assertThat(said)
        .doesNotContain("a fault of gradsweep's own", "interrupted;", "details: null")
        .doesNotContainPattern("(?m)^Cannot .*LiveListenerBus");
    return said;
  }

  private String requireSystemFailure(Process process) throws Exception {
    return requireSystemFailure(process, folder.resolve("log"));
  }

  @ParameterizedTest
  @Order(1)
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spark.executor.extraJavaOptions=-javaagent:/no/such.jar | executors in a row have ended as they started, the last executor ended: Command exited with code 1 \\(
          spark.executor.extraJavaOptions=-Xms900m                | executors in a row have ended as they started, the last executor ended: Command exited with code 1 \\(
          spark.executorEnv.JAVA_HOME=/no/java/here               | Master removed our application: FAILED, the last executor ended: .*Cannot run program "/no/java/here/bin/java"
          """)
  void executorsThatCannotStartAreNamed(String setting, String reason) throws Exception {
    assertThat(requireSystemFailure(submit(List.of(setting))))
        .containsPattern(
            "(?m)^Cannot (start|go on with) Spark on spark://.*"
                + reason
                + ".*its log: work/app-[0-9-]+/[0-9]+/stderr on 127.0.0.1:.*Spark's log: ")
        .containsPattern("(?m)^Spark: an executor has ended: ");
  }

  @Test
  @Order(2)
  void moreMemoryThanAnyWorkerHasIsToldWhileTheRunWaits() throws Exception {
    Process process = submit(List.of("spark.executor.memory=100g", "spark.starvation.timeout=1s"));
    try {
      StandaloneCluster.await(folder.resolve("log"), WORDS_OF_NOBODY);
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  @Order(6)
  void aWrongSecretIsNamed() throws Exception {
    String said = requireSystemFailure(withoutSecret, shared.resolve("log2"));
    assertThat(said).containsPattern("(?m)^Cannot start Spark on " + cluster.url() + ": ");
  }

  /** The working folder of an executor is its own. */
  @Test
  @Order(4)
  void aFolderThatExecutorsDoNotSeeIsNamed() throws Exception {
    String unseen = "/proc/self/cwd/target/unseen-" + ProcessHandle.current().pid();
    assertThat(requireSystemFailure(submit(List.of(), "--out", unseen)))
        .containsPattern(
            "(?m)^Cannot finish the sweep: Cannot find _plan/0000.json in "
                + unseen
                + " \\(.*never visible to this machine")
        .contains("of executors: work/app-");
  }

  @Test
  @Order(5)
  void aMasterThatGoesAwayIsMissedOnlyOnceExecutorsAreGoneToo() throws Exception {
    Process process =
        submit(
            List.of(
                "spark.network.timeout=8s",
                "spark.executor.heartbeatInterval=2s",
                "spark.network.timeoutInterval=2s"));
    StandaloneCluster.await(folder.resolve("log"), "/4000 trials, ");
    Waiting.until(() -> !cluster.executors().isEmpty(), () -> "no executor");
    cluster.killMaster();
    StandaloneCluster.await(
        folder.resolve("log"), "Spark: Disconnected from Spark cluster! Waiting for reconnection");
    assertThat(process.isAlive()).isTrue();
    cluster.workers().forEach(Process::destroyForcibly);
    cluster.executors().forEach(ProcessHandle::destroyForcibly);
    assertThat(requireSystemFailure(process))
        .containsPattern(
            "(?m)^Cannot go on with Spark on spark://.*: the Master is gone, and no executor is"
                + " left, for 8 s.*\\(what is published stays; Spark's log: ");
  }

  @Test
  @Order(7)
  void aDeadMasterIsNamed() throws Exception {
    Path log = shared.resolve("log");
    assertThat(requireSystemFailure(withoutMaster, log))
        .containsPattern(
            "(?m)^Cannot start Spark on "
                + NO_MASTER
                + ": All masters are unresponsive! Giving up, .*Connection refused")
        .contains("Spark's log: " + log + ".spark")
        .contains("Spark: Failed to connect to master 127.0.0.1:1: ");
    assertThat(shared.resolve("a")).as("nothing was laid out").doesNotExist();
  }

  @Test
  @Order(3)
  void aLocalFailureSaysNothingOfACluster() throws Exception {
    String said =
        requireSystemFailure(
            DriverProcess.start(
                folder.resolve("log"),
                command(folder, "--master", "local[1]", "--conf", "spark.driver.port=99999")));
    assertThat(said)
        .contains("Cannot start Spark on local[1]: ")
        .contains("Spark's log: " + folder.resolve("log") + ".spark")
        .doesNotContain("cluster up");
  }
}
