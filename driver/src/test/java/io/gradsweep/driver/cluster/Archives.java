package io.gradsweep.driver.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The archives that the build has made, and those that a Spark distribution brings. */
public final class Archives {

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private Archives() {}

  /** Archives that are given to spark-submit. */
  public static Path cluster() throws IOException {
    return only(TARGET, "gradsweep-", "-cluster.jar");
  }

  /** The simulations of the tests, as a user's own jar. */
  public static Path testSimulations() throws IOException {
    return only(Path.of("../workers/target").toAbsolutePath(), "workers-", "-tests.jar");
  }

  /**
   * The {@code jars} folder of a Spark distribution: what our class path has and the archive has
   * not, or all of the folder that {@code -Dcluster.spark=FOLDER} names.
   */
  public static List<Path> spark() throws IOException {
    String other = System.getProperty("cluster.spark", "");
    if (!other.isEmpty()) {
      try (Stream<Path> jars = Files.list(Path.of(other).toAbsolutePath())) {
        return jars.sorted().toList();
      }
    }
    Set<String> jars = new LinkedHashSet<>(entries("classpath-all.txt"));
    List<String> ours = new ArrayList<>(entries("classpath-ours.txt"));
    ours.removeIf(jar -> jar.matches(".*/(commons-io|commons-codec|slf4j-api)-[0-9.]+[.]jar"));
    ours.forEach(jars::remove);
    return jars.stream().map(Path::of).toList();
  }

  /** The version of the Spark in {@link #spark}. */
  public static String sparkVersion() throws IOException {
    return spark().stream()
        .map(jar -> jar.getFileName().toString())
        .filter(name -> name.startsWith("spark-core_"))
        .map(name -> name.replaceAll(".*-|[.]jar$", ""))
        .findFirst()
        .orElseThrow();
  }

  /** Hadoop's S3 client and what it needs, as {@code --packages} would bring it. */
  static List<Path> s3Client() {
    String tests =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(tests.split(":"))
        .filter(
            jar -> jar.matches(".*/(hadoop-aws|software/amazon|httpcomponents|reactivestreams)/.*"))
        .map(Path::of)
        .toList();
  }

  private static List<String> entries(String file) throws IOException {
    return Arrays.asList(Files.readString(TARGET.resolve(file)).strip().split(":"));
  }

  private static Path only(Path in, String prefix, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.toString().endsWith(suffix))
          .findFirst()
          .orElseThrow();
    }
  }
}
