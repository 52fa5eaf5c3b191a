package io.gradsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive for clusters on a real standalone cluster, by spark-submit, in both deploy modes. */
class ClusterIT {

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'linspace(0, 2.5, 20)', max_steps: [5, 50]}",
    "replicates: 10",
    "record: {points: 8}"
  };

  private static final List<String> CLUSTER_MODE =
      List.of(
          "--deploy-mode", "cluster", "--conf", "spark.standalone.submit.waitAppCompletion=true");

  @TempDir private static Path shared;
  private static StandaloneCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    cluster = new StandaloneCluster(shared, Archives.spark(), 2);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private Path study(String name) {
    return folder.resolve(name);
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private Process submit(String name, List<String> options, Path sweep) throws IOException {
    return cluster.submit(
        log(name),
        options,
        Archives.cluster(),
        "run",
        sweep.toString(),
        "--out",
        study(name).toString(),
        "--jar",
        Archives.testSimulations().toString(),
        "--segment-trials",
        "20");
  }

  private void runWhole(String name, List<String> options, Path sweep) throws Exception {
    Process process = submit(name, options, sweep);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ends").isTrue();
    assertThat(process.exitValue()).as(Files.readString(log(name))).isZero();
    // spark-submit to a standalone cluster ends with 0 whatever the driver on the Worker came to
    assertThat(study(name).resolve("_SUCCESS")).as(cluster.driverLogs()).exists();
  }

  private void requireEqualStudies(String one, String other) throws SQLException {
    assertThat(Gradsweep.trials(study(one))).hasSize(400).isEqualTo(Gradsweep.trials(study(other)));
    assertThat(Gradsweep.trajectories(study(one))).isEqualTo(Gradsweep.trajectories(study(other)));
  }

  @Test
  void studiesOfTheClusterAreTheStudyOfOneMachine() throws Exception {
    Path sweep = Gradsweep.write(folder, SWEEP);
    assertThat(Gradsweep.run("run", sweep.toString(), "--out", study("alone").toString()).exit())
        .isZero();
    runWhole("client", List.of(), sweep);
    requireEqualStudies("client", "alone");
    assertThat(Files.readString(log("client")))
        .contains("400 trials to run in 20 segments, 0 there already")
        .contains("results in " + study("client"));
    runWhole("driver-on-worker", CLUSTER_MODE, sweep);
    requireEqualStudies("driver-on-worker", "alone");
  }
}
