package io.gradsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive for clusters on a real standalone cluster, by spark-submit. */
class ClusterIT {

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'linspace(0, 2.5, 20)', max_steps: [5, 50]}",
    "replicates: 10",
    "record: {points: 8}"
  };

  @TempDir private static Path shared;
  private static StandaloneCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    cluster = new StandaloneCluster(shared, sparkJars(), 2);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** What a distribution has: everything on our class path that is not in the archive. */
  private static List<Path> sparkJars() throws IOException {
    Set<String> jars = new LinkedHashSet<>(entries("classpath-all.txt"));
    List<String> ours = new ArrayList<>(entries("classpath-ours.txt"));
    ours.removeIf(jar -> jar.matches(".*/(commons-io|commons-codec|slf4j-api)-[0-9.]+[.]jar"));
    ours.forEach(jars::remove);
    return jars.stream().map(Path::of).toList();
  }

  private static List<String> entries(String file) throws IOException {
    return Arrays.asList(Files.readString(TARGET.resolve(file)).strip().split(":"));
  }

  private static Path archive(Path in, String prefix, String suffix) throws IOException {
    try (var files = Files.list(in)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.toString().endsWith(suffix))
          .findFirst()
          .orElseThrow();
    }
  }

  private Process submit(List<String> options, Path sweep, Path study) throws IOException {
    Path tests = archive(Path.of("../workers/target").toAbsolutePath(), "workers-", "-tests.jar");
    return cluster.submit(
        folder.resolve("log"),
        options,
        archive(TARGET, "gradsweep-", "-cluster.jar"),
        "run",
        sweep.toString(),
        "--out",
        study.toString(),
        "--jar",
        tests.toString(),
        "--segment-trials",
        "20",
        "-q");
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private void requireExit(Process process) throws IOException, InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
    assertThat(process.exitValue()).as(log()).isZero();
  }

  private void requireUndisturbed(Path sweep, Path study) throws SQLException {
    Path alone = folder.resolve("alone");
    assertThat(Gradsweep.run("run", sweep.toString(), "--out", alone.toString(), "-q").exit())
        .isZero();
    assertThat(Gradsweep.trials(study)).hasSize(400).isEqualTo(Gradsweep.trials(alone));
    assertThat(Gradsweep.trajectories(study)).isEqualTo(Gradsweep.trajectories(alone));
  }

  @Test
  void studyOfTheClusterIsTheStudyOfOneMachine() throws Exception {
    Path sweep = Gradsweep.write(folder, SWEEP);
    Path study = folder.resolve("study");
    requireExit(submit(List.of(), sweep, study));
    requireUndisturbed(sweep, study);
    assertThat(study.resolve("_SUCCESS")).exists();
  }
}
