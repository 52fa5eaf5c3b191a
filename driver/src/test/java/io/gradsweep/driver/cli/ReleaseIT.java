package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The release that this build has made, unpacked where nobody may write: it runs from another
 * folder, with a JDK and without Maven.
 */
class ReleaseIT {

  /** Makes a folder that this user cannot write to. */
  private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

  @TempDir private static Path folder;

  private static Path release;
  private static Map<String, Long> unpacked;
  private static Path work;

  @BeforeAll
  static void unpack() throws Exception {
    String version = Version.TEXT;
    Path archive = Path.of("target/gradsweep-%s.tar.gz".formatted(version)).toAbsolutePath();
    end(new ProcessBuilder("tar", "xzf", archive.toString()).directory(folder.toFile()));
    release = folder.resolve("gradsweep-" + version);
    Path mvn = Files.createDirectory(folder.resolve("bin")).resolve("mvn");
    Files.writeString(mvn, "#!/bin/sh\necho 'mvn is called' >&2\nexit 99\n");
    Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    work = Files.createDirectory(folder.resolve("work"));
    end(new ProcessBuilder("chmod", "-R", "a-w,a+rX", release.toString()));
    end(new ProcessBuilder("chmod", "a+rwx", folder.toString(), work.toString()));
    unpacked = files();
  }

  private static Map<String, Long> files() throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(release)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sizes.put(release.relativize(file).toString(), Files.size(file));
      }
    }
    return sizes;
  }

  private static String end(ProcessBuilder command) throws Exception {
    Path said = Files.createTempFile("said", null);
    Process process = command.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
    String words = Files.readString(said);
    Files.delete(said);
    assertThat(process.exitValue()).as(words).isZero();
    return words;
  }

  private static String run(String... arguments) throws Exception {
    return run(Map.of(), List.of(arguments));
  }

  private static String run(Map<String, String> more, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (IS_ROOT) { // who may write anywhere
      command.addAll(List.of("setpriv", "--reuid", "12345", "--clear-groups"));
    }
    command.add(release.resolve("gradsweep").toString());
    command.addAll(arguments);
    ProcessBuilder process = new ProcessBuilder(command).directory(work.toFile());
    Map<String, String> environment = process.environment();
    environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("TMPDIR", work.toString());
    environment.put("HOME", work.toString());
    environment.putAll(more);
    return end(process);
  }

  private static void isAsUnpacked() throws IOException {
    assertThat(files()).isEqualTo(unpacked);
  }

  @Test
  void theFirstSweepRuns() throws Exception {
    String sweep = release.resolve("sweeps/first.yaml").toString();
    assertThat(run("run", sweep, "replicates=3", "-q"))
        .contains(
            "first, by optimizer", "PASS: ", "27 trials: 27 converged; results in results/first");
    assertThat(run("status", "results/first")).contains("kl-divergence");
    isAsUnpacked();
    try (Stream<Path> remembered = Files.walk(work.resolve(".cache/gradsweep"))) {
      assertThat(remembered.map(Path::getFileName).map(Path::toString))
          .contains("classes.jsa", "java")
          .noneMatch(name -> name.startsWith("warm-up.") && !name.equals("warm-up.log"));
    }
  }

  @Test
  void aFileOfSourceRuns() throws Exception {
    Path own = release.resolve("sweeps/own/descent");
    String code = own.resolve("Descent.java").toString();
    assertThat(run("run", own.resolve("descent.yaml").toString(), "--quick", "--code", code, "-q"))
        .contains("own-descent, by step_size", "15 trials: ");
    isAsUnpacked();
  }

  /** The helper beside it is gradsweep's own. */
  @Test
  void aProgramRuns() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "skipped: no python3 here");
    Path own = release.resolve("sweeps/own/descent");
    String code = own.resolve("descent.py").toString();
    String[] sweep = {own.resolve("descent.yaml").toString(), "--quick", "--out", "by-python"};
    assertThat(run("run", sweep[0], sweep[1], sweep[2], sweep[3], "--code", code, "-q"))
        .contains("own-descent, by step_size", "15 trials: ");
    isAsUnpacked();
  }

  /** Its archive and its launcher are what the printed line and script start. */
  @Test
  void itSubmitsToClusters() throws Exception {
    String sweep = release.resolve("sweeps/first.yaml").toString();
    Path settings = Files.createDirectories(folder.resolve("hadoop"));
    Files.writeString(settings.resolve("yarn-site.xml"), "<configuration/>");
    String line =
        run(
            Map.of("HADOOP_CONF_DIR", settings.toString()),
            List.of("submit", "yarn", sweep, "--out", "hdfs:///user/me/study"));
    String archive = "lib/gradsweep-%s-cluster.jar".formatted(Version.TEXT);
    assertThat(line).contains(" " + release.resolve(archive) + " run first.yaml --out hdfs:///");
    assertThat(unpacked).containsKey(archive);
    String[] slurm = {"submit", "slurm", sweep, "--time", "4h", "--tasks", "2", "--print"};
    assertThat(run(slurm)).contains(release.resolve("gradsweep").toString(), sweep, "--array=0-1");
    isAsUnpacked();
  }

  @Test
  void itHoldsWhatOneReadsAndCopies() {
    assertThat(unpacked)
        .containsKeys("LICENSE", "README.md", "CITATION.cff", "docs/sweeps.md", "gradsweep.py")
        .containsKeys("results-schema/SPEC.md", "sweeps/kl-divergence/step-sizes.yaml")
        .doesNotContainKey("sweeps/pom.xml");
  }
}
