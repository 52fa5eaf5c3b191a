package io.gradsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.workers.program.NeedsPython;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
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
  private static ServerProcess s3;
  private static StandaloneCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    s3 = ServerProcess.s3(shared);
    cluster = new StandaloneCluster(shared, Archives.spark(), 2, s3.environment());
    cluster.set(s3.settings());
  }

  @AfterAll
  static void stop() {
    cluster.close();
    s3.close();
  }

  private Path study(String name) {
    return folder.resolve(name);
  }

  /** Runs the sweep into a study, and returns what was said. */
  private String run(Path sweep, String study, List<String> options) throws Exception {
    return run(sweep, study, options, 0);
  }

  private String run(Path sweep, String study, List<String> options, int exit) throws Exception {
    return run(sweep, study, options, exit, Archives.testSimulations());
  }

  private String run(Path sweep, String study, List<String> options, int exit, Path code)
      throws Exception {
    Path log = folder.resolve("log");
    Process process =
        cluster.submit(
            log,
            options,
            Archives.cluster(),
            "run",
            sweep.toString(),
            "--out",
            study,
            "--code",
            code.toString(),
            "--segment-trials",
            "20");
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ends").isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(exit);
    return Files.readString(log);
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
    assertThat(run(sweep, study("client").toString(), List.of()))
        .contains("400 trials to run in 20 segments, 0 there already")
        .contains("results in " + study("client"));
    requireEqualStudies("client", "alone");
    assertThat(Files.readString(study("client").resolve("manifest.json")))
        .contains("\"sparkVersion\" : \"" + Archives.sparkVersion() + "\"");
    run(sweep, study("driver-on-worker").toString(), CLUSTER_MODE);
    // spark-submit to a standalone cluster ends with 0 whatever the driver on the Worker came to
    assertThat(study("driver-on-worker").resolve("_SUCCESS")).as(cluster.driverLogs()).exists();
    requireEqualStudies("driver-on-worker", "alone");
  }

  /** It is compiled where the driver runs; executors get classes. */
  @Test
  void aFileOfSourceRunsOnExecutors() throws Exception {
    Path code = Path.of("../sweeps/own/descent/Descent.java").toAbsolutePath().normalize();
    String[] lines = {"sweep: s", "simulation: own-descent", "grid: {step_size: [0.1, 0.3]}"};
    Path sweep = Gradsweep.write(folder, String.join("\n", lines), "replicates: 50");
    String alone = study("own-alone").toString();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    String[] local = {"run", sweep.toString(), "--out", alone, "--code", code.toString()};
    assertThat(Gradsweep.run(local).exit()).isZero();
    Thread.currentThread().setContextClassLoader(before);
    assertThat(run(sweep, study("own").toString(), List.of(), 0, code))
        .contains("100 trials to run in 5 segments");
    assertThat(Gradsweep.trials(study("own")))
        .hasSize(100)
        .isEqualTo(Gradsweep.trials(study("own-alone")));
  }

  /** Each fault is a row, or a sentence, as on one machine; neighbours are unharmed. */
  @Test
  @NeedsPython
  void faultsOfAProgramAreRowsAsOnOneMachine() throws Exception {
    Path code = folder.resolve("faulty.py");
    try (InputStream program = getClass().getResourceAsStream("/programs/faulty.py")) {
      String text = new String(program.readAllBytes(), StandardCharsets.UTF_8);
      String version = "\"environment\": {\"place\": os.environ.get(\"PLACE\", \"driver\")}";
      Files.writeString(code, text.replace("\"environment\": {\"python\": \"3\"}", version));
    }
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: faulty",
            "grid:",
            "  - what: [nothing, abort, exit, exit quietly, hang, print, list, nan, nan diverged]",
            "  - {what: errors, start: 52000}",
            "replicates: 2",
            "time_limit: 2s");
    String alone = study("faults-alone").toString();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    String[] local = {"run", sweep.toString(), "--out", alone, "--code", code.toString()};
    assertThat(Gradsweep.run(local).exit()).isEqualTo(1);
    Thread.currentThread().setContextClassLoader(before);
    List<String> options = List.of("--conf", "spark.executorEnv.PLACE=executor");
    assertThat(run(sweep, study("faults").toString(), options, 1, code))
        .containsOnlyOnce("environment: place executor on ")
        .contains(", place driver here");
    assertThat(Gradsweep.trials(study("faults")))
        .isEqualTo(Gradsweep.trials(study("faults-alone")));
    assertThat(
            Gradsweep.query(
                "SELECT what, count(*), min(status), max(reason) FROM '%s/trials/*.parquet'"
                        .formatted(study("faults"))
                    + " GROUP BY what ORDER BY what"))
        .containsExactly(
            "abort | 2 | failed | killed: signal 6",
            "errors | 2 | converged | null",
            "exit | 2 | failed | exited: status 3, without an answer",
            "exit quietly | 2 | failed | exited: status 0, without an answer",
            "hang | 2 | timed_out | time limit of 2 s used up",
            "list | 2 | failed | simulation returned a line that is no answer: '[1, 2]'",
            "nan | 2 | failed | simulation returned NaN for final_error",
            "nan diverged | 2 | diverged | null",
            "nothing | 2 | converged | null",
            "print | 2 | failed | simulation returned a line that is no answer: 'a stray word'");
    try (Stream<Path> logs = Files.list(study("faults").resolve("_logs"))) {
      assertThat(logs).allSatisfy(log -> assertThat(Files.size(log)).isLessThan(1 << 17));
    }
  }

  @Test
  @DisabledIfSystemProperty(
      named = "cluster.spark",
      matches = ".+",
      disabledReason = "another Spark has another Hadoop than the S3 client of the tests")
  void executorsPublishOnAnObjectStore() throws Exception {
    Path sweep = Gradsweep.write(folder, SWEEP);
    String jars = Archives.s3Client().stream().map(Path::toString).collect(Collectors.joining(","));
    String said = run(sweep, s3.folder() + "/study", List.of("--jars", jars));
    assertThat(said).contains("400 trials: ").contains("results in " + s3.folder() + "/study");
    Path stored = shared.resolve("s3").resolve(URI.create(s3.folder()).getHost()).resolve("study");
    assertThat(Gradsweep.run("run", sweep.toString(), "--out", study("alone").toString()).exit())
        .isZero();
    assertThat(Gradsweep.trials(stored)).isEqualTo(Gradsweep.trials(study("alone")));
    assertThat(Gradsweep.trajectories(stored)).isEqualTo(Gradsweep.trajectories(study("alone")));
    assertThat(stored.resolve("_tmp")).doesNotExist();
  }

  /** Executors die and their tasks are run again elsewhere, with each trial in its own JVM. */
  @Test
  void trialsThatKillExecutorsAreRowsAndTheirNeighboursAreUnharmed() throws Exception {
    String poison = "  - {poison: [exit, crash, fills]}";
    Path sweep = Gradsweep.write(folder, poisonSweep(poison));
    assertThat(run(sweep, study("poisoned").toString(), List.of(), 1))
        .contains("failed ×2: exited: System.exit(3)")
        .contains("failed ×2: crashed: SIGSEGV in V [libjvm.so")
        .contains("failed ×2: exhausted: java.lang.OutOfMemoryError: Java heap space")
        .contains("replay " + study("poisoned"))
        .contains("log: " + study("poisoned") + "/_logs/")
        .contains("46 trials: 40 converged, 6 failed");
    Path alone = Gradsweep.write(folder, poisonSweep(""));
    assertThat(Gradsweep.run("run", alone.toString(), "--out", study("alone").toString()).exit())
        .isZero();
    assertThat(
            Gradsweep.trials(study("poisoned")).stream().filter(row -> row.contains(" | none | ")))
        .hasSize(40)
        .isEqualTo(Gradsweep.trials(study("alone")));
    assertThat(study("poisoned").resolve("_started")).isEmptyDirectory();
  }

  private static String[] poisonSweep(String poison) {
    return new String[] {
      "sweep: s",
      "simulation: poison",
      "grid:",
      "  - {poison: none, step_size: 'linspace(0, 2, 20)'}",
      poison,
      "replicates: 2",
      "record: {points: 8}"
    };
  }
}
