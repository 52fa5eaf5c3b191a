package io.gradsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.JavaProcess;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the contents of the archive for clusters, and that it has nothing else; and that daemons
 * that the launcher starts leave room for what drivers send.
 */
class ClusterArchiveIT {

  private static final long MOST_BYTES = 60L << 20;

  private static Set<String> names(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(JarEntry::getName).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void noClassIsAlsoOnTheClassPathOfSpark() throws IOException {
    Set<String> sparks = new TreeSet<>();
    for (Path jar : Archives.spark()) {
      sparks.addAll(names(jar));
    }
    assertThat(sparks).contains("org/apache/spark/SparkContext.class");
    assertThat(names(Archives.cluster()))
        .filteredOn(name -> name.endsWith(".class"))
        .hasSizeGreaterThan(1000)
        .noneMatch(sparks::contains)
        .noneMatch(name -> name.matches("org/apache/(spark|hadoop|parquet)/.*|scala/.*"))
        // of other versions in distributions with Kubernetes or Scala's shell
        .noneMatch(name -> name.matches("org/(snakeyaml|jline)/.*"));
  }

  @Test
  void archiveIsSmallAndStartsTheCommandLine() throws IOException {
    assertThat(Files.size(Archives.cluster())).isLessThan(MOST_BYTES);
    try (JarFile file = new JarFile(Archives.cluster().toFile())) {
      assertThat(file.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("io.gradsweep.driver.cli.Main");
    }
    assertThat(names(Archives.cluster()))
        .contains("META-INF/services/io.gradsweep.workers.api.Simulation");
    assertThat(names(Archives.cluster())).noneMatch(name -> name.matches(".*[.](SF|RSA|DSA)"));
  }

  /** A class of ours there would find none of the native libraries that a driver sends. */
  @Test
  void daemonsOfTheLauncherHaveTheJarsOfASparkDistribution(@TempDir Path folder) throws Exception {
    Path launcher = BuiltClone.in(Files.createDirectory(folder.resolve("clone")));
    List<String> command = new ArrayList<>(List.of("bash", launcher.toString(), "spark-class"));
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--version"));
    Path log = folder.resolve("log");
    Process process = JavaProcess.start(log, command, Map.of("TMPDIR", folder.toString()));
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("ends within three minutes: " + Files.readString(log)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    try (Stream<Path> jars = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      assertThat(
              jars.filter(jar -> jar.toString().matches(".*/spark-[0-9]+/jars/[^/]+"))
                  .map(Path::getFileName))
          .containsExactlyInAnyOrderElementsOf(
              Archives.spark().stream().map(Path::getFileName).toList());
    }
  }
}
