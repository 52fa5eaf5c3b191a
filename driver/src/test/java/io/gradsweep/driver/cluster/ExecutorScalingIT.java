package io.gradsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cluster.StandaloneCluster.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same work by one executor of one core and by two, each Worker bound to a core of its own: the
 * same study, and how long each takes from spark-submit to its end. Minutes, and no meaning on a
 * machine that has other work: only by {@code -Dexecutors.replicates=N}, of the sweep {@code
 * first.yaml}.
 */
@EnabledIfSystemProperty(named = "executors.replicates", matches = "[0-9]+")
class ExecutorScalingIT {

  private static final int ROUNDS = Integer.getInteger("executors.rounds", 2);
  private static final int SEGMENTS = 100;
  private static final int CONFIGURATIONS = 9;

  private static final String SPAN =
      "SELECT round(epoch(max(started_at)) - epoch(min(started_at)), 1) FROM"
          + " read_parquet('%s/trials/*.parquet')";

  /** Cores of this machine: what is started on them leaves the others alone. */
  private record Cores(String list) implements Host {

    @Override
    public String address() {
      return "127.0.0.1";
    }

    @Override
    public List<String> on(List<String> command) {
      return Stream.concat(Stream.of("taskset", "--cpu-list", list), command.stream()).toList();
    }
  }

  @TempDir private Path folder;

  @Test
  void twoExecutorsMakeTheStudyOfOneInLessTime() throws Exception {
    List<Cores> hosts = List.of(new Cores("0,1"), new Cores("0"), new Cores("1"));
    try (StandaloneCluster cluster =
        new StandaloneCluster(folder, Archives.spark(), hosts, Map.of())) {
      List<String> one = null;
      for (int round = 0; round < ROUNDS; round++) {
        for (int executors = 1; executors <= 2; executors++) {
          Path study = folder.resolve("study-%d-%d".formatted(round, executors));
          Duration took = run(cluster, study, executors);
          System.out.printf(
              "%d executors: %.1f s, from the first trial to the last %s s%n",
              executors, took.toMillis() / 1000.0, Gradsweep.query(SPAN.formatted(study)).get(0));
          List<String> rows = Gradsweep.trials(study);
          assertThat(one == null || one.equals(rows)).as("equal rows").isTrue();
          one = rows;
        }
      }
    }
  }

  private Duration run(StandaloneCluster cluster, Path study, int executors) throws Exception {
    String replicates = System.getProperty("executors.replicates");
    List<String> arguments =
        new ArrayList<>(List.of("run", "../sweeps/first.yaml", "replicates=" + replicates));
    int trials = Integer.parseInt(replicates) * CONFIGURATIONS;
    arguments.addAll(List.of("--segment-trials", Integer.toString(1 + trials / SEGMENTS)));
    arguments.addAll(List.of("--out", study.toString(), "-q"));
    Path log = folder.resolve("log");
    Instant start = Instant.now();
    Process driver =
        cluster.submit(
            log,
            List.of(
                "--conf",
                "spark.cores.max=" + executors,
                "--conf", // the cluster of the tests does without the better compiler
                "spark.executor.extraJavaOptions=-XX:+UseSerialGC"),
            Archives.cluster(),
            arguments.toArray(String[]::new));
    assertThat(driver.waitFor(20, TimeUnit.MINUTES)).as("ends").isTrue();
    assertThat(driver.exitValue()).as(Files.readString(log)).isZero();
    return Duration.between(start, Instant.now());
  }
}
