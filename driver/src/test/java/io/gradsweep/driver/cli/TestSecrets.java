package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials stay where they were given, and a local run is nobody else's to reach. */
class TestSecrets {

  /** The same in every secret, so that one search finds any of them. */
  private static final String PLANTED = "pLaNtEd7Q";

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "AWS_ACCESS_KEY_ID", PLANTED + "-id",
          "AWS_SECRET_ACCESS_KEY", PLANTED + "-secret",
          "AWS_SESSION_TOKEN", PLANTED + "-token",
          "SPARK_LOCAL_IP", "127.0.0.1");

  @TempDir private Path folder;
  @TempDir private Path elsewhere;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spark.hadoop.fs.s3a.secret.key                              | true
          spark.hadoop.fs.s3a.access.key                              | true
          spark.hadoop.fs.s3a.bucket.b.session.token                  | true
          spark.authenticate.secret                                   | true
          spark.ssl.ui.keyStorePassword                               | true
          spark.executorEnv.AWS_SECRET_ACCESS_KEY                     | true
          spark.authenticate                                          | false
          spark.authenticate.secret.file                              | false
          spark.authenticate.secretBitLength                          | false
          spark.hadoop.fs.s3a.aws.credentials.provider                | false
          spark.hadoop.hadoop.security.credential.provider.path       | false
          spark.kubernetes.driver.secretKeyRef.AWS_ACCESS_KEY_ID      | false
          spark.kubernetes.executor.secrets.spark                     | false
          spark.kubernetes.authenticate.oauthTokenFile                | false
          spark.hadoop.fs.s3a.path.style.access                       | false
          """)
  void settingsAreSecretByTheirNames(String setting, boolean secret) {
    assertThat(Secrets.isSecret(setting)).isEqualTo(secret);
  }

  @Test
  void secretsOfACommandLineAreFoundByName() {
    assertThat(
            Secrets.within(
                "-Xmx1g\n-Dspark.hadoop.fs.s3a.secret.key=x\n-Dspark.authenticate=true\n"
                    + "org.apache.spark.deploy.SparkSubmit --conf spark.authenticate.secret=y a.jar"
                    + " --conf spark.authenticate.secret.file=z token=5"))
        .containsExactly("spark.authenticate.secret", "spark.hadoop.fs.s3a.secret.key");
  }

  @Test
  void aPropertiesFileHoldsSettingsOfSparkOnly() throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), "spark.a 1\nfs.s3a.secret.key 2\n");
    assertThat(run("list", "--properties-file", file.toString()).err())
        .contains("'fs.s3a.secret.key' (must be a setting of Spark's, spark.…)");
    assertThat(System.getProperty("spark.a")).isNull();
    assertThat(run("list", "--properties-file", folder.toString()).exit()).isEqualTo(2);
  }

  private Path properties() throws IOException {
    Path file =
        Files.write(
            elsewhere.resolve("spark.conf"),
            List.of(
                "spark.master local[3]",
                "spark.ui.enabled true",
                "spark.logConf true",
                "spark.authenticate true",
                "spark.authenticate.secret " + PLANTED + "-cluster",
                "spark.network.crypto.enabled true",
                "spark.io.encryption.enabled true",
                "spark.hadoop.fs.s3a.bucket.b.secret.key " + PLANTED + "-bucket"));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  private Process start(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--properties-file", properties().toString()));
    return DriverProcess.startIn(ENVIRONMENT, folder.resolve("log"), all.toArray(String[]::new));
  }

  /** One run, looked at from outside while it lives, and then at all that it has left. */
  @Test
  void aRunShowsNoSecretAndListensToThisMachineAlone() throws Exception {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid: {fault: [sleeps, throws]}",
            "replicates: 12");
    String study = folder.resolve("study").toString();
    Process run = start("run", sweep.toString(), "--out", study, "--segment-trials", "1");
    String status = "";
    while (run.isAlive() && !status.contains("\"slots\" : 3")) {
      status = run("status", study, "--format", "json").out();
    }
    // that it has three slots and a page proves that it has read the file with the secrets
    assertThat(status)
        .as(Files.readString(folder.resolve("log")))
        .contains("\"master\" : \"local[3]\"", "\"webPage\" : \"http://127.0.0.1:");
    assertThat(status).doesNotContain(PLANTED);
    if (Files.exists(Path.of("/proc/self/net/tcp"))) {
      assertThat(listening(run.pid()))
          .hasSizeGreaterThanOrEqualTo(3)
          .allMatch(TestSecrets::isLoopback);
      for (String file : new String[] {"cmdline", "environ"}) {
        boolean secret =
            Files.readString(proc(run.pid(), file), StandardCharsets.ISO_8859_1).contains(PLANTED);
        assertThat(secret).as(file).isEqualTo(file.equals("environ"));
      }
    }
    assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(Files.readString(folder.resolve("log"))).isEqualTo(1);
    Process report = start("report", study, "--output", folder.resolve("report.html").toString());
    assertThat(report.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(folder.resolve("report.html")).exists();
    assertThat(folder.resolve("log")).content().contains("(chmod 600 ");
    assertNothingHolds(PLANTED);
  }

  private void assertNothingHolds(String secret) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content.contains(secret)).as(file.toString()).isFalse();
      }
    }
  }

  private static Path proc(long pid, String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }

  /**
   * Local addresses, in the kernel's hexadecimal, of the TCP sockets on which a process listens.
   */
  private static List<String> listening(long pid) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(proc(pid, "fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          sockets.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
          continue; // closed since the list was made
        }
      }
    }
    List<String> addresses = new ArrayList<>();
    for (String table : new String[] {"net/tcp", "net/tcp6"}) {
      for (String line : Files.readAllLines(proc(pid, table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields[3].equals("0A") && sockets.contains("socket:[" + fields[9] + "]")) {
          addresses.add(fields[1].substring(0, fields[1].indexOf(':')));
        }
      }
    }
    return addresses;
  }

  private static boolean isLoopback(String address) {
    return address.matches("[0-9A-F]{6}7F") // 127.x.x.x, the last byte first
        || address.matches("0{16}FFFF0000[0-9A-F]{6}7F")
        || address.equals("00000000000000000000000001000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000", "0100A8C0", "00000000000000000000000000000000"})
  void otherAddressesAreNoLoopback(String address) {
    assertThat(isLoopback(address)).isFalse();
  }

  @Test
  void aSecretInTheOptionsOfTheJvmIsTold() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/cmdline")));
    Process list =
        DriverProcess.startWithFault(
            folder.resolve("log"),
            Map.of("spark.hadoop.fs.s3a.secret.key", PLANTED),
            Map.of(),
            "NONE",
            1,
            "list");
    assertThat(list.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(list.exitValue()).isZero();
    assertThat(folder.resolve("log"))
        .content()
        .contains("warning: the process list shows spark.hadoop.fs.s3a.secret.key to every user")
        .doesNotContain(PLANTED);
  }
}
