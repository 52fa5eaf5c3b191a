package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.study.DriverProcess;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that cannot be met end in a sentence, and leave everything as it was. */
class TestHostileRequests {

  @TempDir private static Path studies;

  private static Path study;

  @TempDir private Path folder;

  private Path sweep;

  @BeforeAll
  static void runOnce() throws IOException {
    Path sweep = write(studies, "sweep: s", "simulation: quadratic", "replicates: 3");
    study = studies.resolve("study");
    InlineRun.run(sweep, study, 10);
  }

  @BeforeEach
  void writeSweep() throws IOException {
    sweep = write(folder, "sweep: s", "simulation: quadratic", "replicates: 3");
  }

  static void isRefused(Result result, int exit, String message) {
    assertThat(result.exit()).as(result.err()).isEqualTo(exit);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains(message)
        .doesNotContain("\tat ", "Exception", "fault of gradsweep's own", "PLANTED")
        .doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]");
    assertThat(result.err().lines().count()).isLessThan(12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --shard        | x           | 2 | Cannot take shard: 'x' (must be I/N with I from 0 to N-1)
          --shard        | 2/2         | 2 | Cannot take shard: '2/2'
          --shard        | 0/0         | 2 | Cannot take shard: '0/0'
          --time-limit   | soon        | 2 | time_limit: 'soon' (must be a time such as 500ms, 60s, 5m or 2h)
          --time-limit   | 999999999h  | 2 | (must be a time such as 500ms, 60s, 5m or 2h, at most 100000h)
          --max-failures | -1          | 2 | Cannot allow failures: -1 (must be at least 0)
          --max-failures | many        | 2 | Invalid value for option '--max-failures': 'many' is not a long
          --rerun        | fialed      | 2 | Cannot read status: 'fialed'
          --master       | nonsense    | 2 | Cannot use master: 'nonsense' (must be local[N], local[*], spark://HOST:PORT, yarn or k8s://…)
          --master       | local[0]    | 2 | Cannot use master: 'local[0]'
          --master       | spark://a   | 2 | Cannot use master: 'spark://a'
          --conf         | foo=bar     | 2 | Cannot set: 'foo' (must be a setting of Spark's, spark.…)
          --conf         | spark.master=x | 2 | Cannot use master: 'x'
          --conf         | nonsense    | 2 | --conf
          --conf         | spark.hadoop.fs.s3a.secret.key=PLANTED | 2 | Cannot set spark.hadoop.fs.s3a.secret.key on a command line, which every user of the machine can read
          --conf         | spark.authenticate.secret=PLANTED | 2 | Cannot set spark.authenticate.secret on a command line
          --conf         | spark.executorEnv.AWS_SESSION_TOKEN=PLANTED | 2 | (give it by --properties-file FILE, the environment or a credential provider
          --conf         | spark.driver.extraJavaOptions=-Dspark.ssl.keyPassword=PLANTED | 2 | Cannot set spark.driver.extraJavaOptions on a command line
          --conf         | spark.driver.bindAddress=0.0.0.0 | 2 | Cannot set: spark.driver.bindAddress=0.0.0.0 (must be 127.0.0.1 with a local master)
          --conf         | spark.driver.host=example.org | 2 | Cannot set: spark.driver.host=example.org (must be 127.0.0.1 with a local master)
          --conf         | spark.ui.enabled=true | 2 | Cannot set: spark.ui.enabled=true (the page would be open to the network; set SPARK_LOCAL_IP=127.0.0.1 in the environment)
          --conf         | spark.ui.enabled=maybe | 2 | the page would be open to the network
          --master       | local-cluster[2,1,1024] | 2 | Cannot use master: 'local-cluster[2,1,1024]'
          --properties-file | none.conf | 2 | Cannot read none.conf (no such file)
          --conf         | spark.task.cpus=lots | 3 | Cannot start Spark on local[*]: [INVALID_CONF_VALUE.TYPE_MISMATCH] The value 'lots'
          --conf         | spark.serializer=no.Such | 3 | Cannot start Spark on local[*]: no.Such
          --formt        | csv         | 2 | Unknown option: '--formt'
          --jar          | none.jar    | 2 | Cannot read code: none.jar (no such file)
          """)
  void aRefusedRunLeavesNoFolder(String option, String value, int exit, String message)
      throws IOException {
    Path out = folder.resolve("out");
    isRefused(run("run", sweep.toString(), "--out", out.toString(), option, value), exit, message);
    assertThat(out).doesNotExist();
    Map<String, String> before = Folder.contents(study);
    isRefused(
        run("run", sweep.toString(), "replicates=4", "--out", study.toString(), option, value),
        exit,
        message);
    assertThat(Folder.contents(study)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          =3             | command line, '=3' (must be name=value)
          step_size      | command line, 'step_size' (must be name=value)
          step_size=     | command line, 'step_size=' has an empty value (must be name=value; null is written out)
          step_size=1,,2 | command line, 'step_size=1,,2' has an empty value
          a=b=c          | command line, 'a' is not a parameter of quadratic
          stepsize=1     | (did you mean 'step_size'?)
          fault=thrws    | fault: thrws (must be one of
          fault=thrws    | (did you mean 'throws'?)
          step_size=.nan | command line, .nan (must be finite)
          max_steps=1e30 | max_steps: 1.0e30 (must be a whole number
          replicates=1e30 | replicates: '1e30' (must be a whole number at least 1)
          replicates=1000000000000000000000000000000 | 1000000000000000000000000000000 (must be from -2^63 to 2^63-1)
          sweep=../../x  | sweep: '../../x' (must be letters, digits, . _ - and not begin with a dot)
          quick=1        | command line, 'quick' cannot be changed from outside the file
          """)
  void anOverrideThatMeansNothingIsNamed(String override, String message) {
    Path out = folder.resolve("out");
    isRefused(run("run", sweep.toString(), override, "--out", out.toString()), 2, message);
    assertThat(out).doesNotExist();
  }

  @Test
  void veryLongTextsAreShownShort() {
    for (String override :
        new String[] {"a".repeat(100_000) + "=1", "step_size=" + "1".repeat(100_000)}) {
      Result result = run("plan", sweep.toString(), override);
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).hasSizeLessThan(500);
    }
  }

  @Test
  void aCommandThatIsNoneIsNamed() {
    isRefused(run("rnu", "sweep.yaml"), 2, "Cannot find command: 'rnu' (must be one that");
    assertThat(run("rnu", "sweep.yaml").err()).contains("(did you mean 'run'?)");
    assertThat(run("--rnu").err()).contains("Unknown option: '--rnu'");
  }

  /** 10^18 replicates of 10^6 values have no index; the file that asks is small. */
  @Test
  void moreTrialsThanCanBeCountedAreRefused() {
    isRefused(
        run(
            "plan",
            sweep.toString(),
            "replicates=1000000000000000000",
            "step_size=linspace(0, 1, 1000000)"),
        2,
        "the grid has about 10^24 trials (must be at most 2^63-1)");
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    for (Path out : new Path[] {file, file.resolve("below"), file.resolve("far/below")}) {
      isRefused(run("run", sweep.toString(), "--out", out.toString()), 2, file + " is a file)");
      isRefused(run("status", out.toString()), 2, file + " is a file)");
    }
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "trials/notes.txt", "trials/g0000-s00000.parquet"})
  void aFolderThatIsSomethingElseIsLeftAlone(String name) throws IOException {
    Path out = folder.resolve("out");
    Path file = out.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "mine");
    Map<String, String> before = Folder.contents(out);
    isRefused(
        run("run", sweep.toString(), "--out", out.toString()),
        2,
        "(holds other files, such as '" + name + "'; give another --out)");
    assertThat(Folder.contents(out)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "foo:bar", "mailto:x@y", "file:x", "http://[", "nosuch://host/x"})
  void aFolderThatIsNoneIsNamed(String out) {
    isRefused(run("run", sweep.toString(), "--out", out), 2, "Cannot use folder: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://KEY:PLANTED@bucket/x", "hdfs://u:PLANTED@host/x"})
  void aFolderWithACredentialIsRefusedAndNotRepeated(String out) {
    isRefused(
        run("run", sweep.toString(), "--out", out),
        2,
        "://…@%s/x (must not contain credentials".formatted(out.replaceAll(".*@|/x", "")));
    isRefused(run("status", out), 2, "(must not contain credentials");
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() {
    isRefused(
        run("run", sweep.toString(), "--out", "hdfs://nohost.invalid/x"),
        3,
        "Cannot reach host: nohost.invalid (no such host is known here)");
  }

  @Test
  void whatIsNoJarWithSimulationsIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("a.jar"), "no jar");
    isRefused(run("list", "--jar", text.toString()), 2, "a.jar (must be a jar file)");
    Path empty = jar("b.jar", "other", "");
    isRefused(run("list", "--jar", empty.toString()), 2, "(must name its simulations in META-INF");
    Path missing =
        jar("c.jar", "META-INF/services/io.gradsweep.workers.api.Simulation", "no.such.Thing");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    isRefused(run("list", "--jar", missing.toString()), 2, "(Provider no.such.Thing not found)");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  private Path jar(String name, String entry, String content) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  @Test
  void nothingThatOthersWroteSteersTheTerminal() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("\u001b[31mred.yaml"),
            "sweep: \"\\e[31m\"\nsimulation: quadratic\ngrid: {\"\\e]0;x\\a\": 1, fault: \"\\u202e\"}\n");
    Result result = run("plan", file.toString(), "\u001b[2J=1");
    isRefused(result, 2, "4 problems");
    assertThat(result.err()).contains("\\u001b[31m", "'\\u001b]0;x\\u0007' is not a parameter");
    String sql = "SELECT chr(27) || '[31m' AS red, chr(8238) AS turned";
    for (String format : new String[] {"table", "markdown", "json"}) {
      assertThat(run("query", study.toString(), sql, "--format", format).out())
          .containsIgnoringCase("\\u001b[31m")
          .contains("\\u202e")
          .doesNotContainPattern("[\\u001b\\u202e]");
    }
    assertThat(run("query", study.toString(), sql, "--format", "csv").out()).contains("\u001b[31m");
  }

  @Test
  void argumentsAreNoArgumentFiles() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "--secret-word");
    Result result = run("plan", "@" + secret);
    isRefused(result, 2, "@" + secret + " (no such file)");
    assertThat(result.err()).doesNotContain("--secret-word");
  }

  /** 200 MB, and a file without end, in a heap that cannot hold them. */
  @Test
  @Timeout(120)
  void aHugeFileIsRefusedInASmallHeap() throws IOException, InterruptedException {
    Path huge = folder.resolve("huge.yaml");
    try (BufferedWriter out = Files.newBufferedWriter(huge)) {
      String line = "# " + "x".repeat(1021) + "\n";
      for (int i = 0; i < 200 * 1024; i++) {
        out.write(line);
      }
    }
    for (Path file : new Path[] {huge, Path.of("/dev/zero")}) {
      Path log = folder.resolve("log");
      Files.deleteIfExists(log);
      Process process = DriverProcess.startInHeap(log, 256, "plan", file.toString());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(log).content().contains("(a sweep file has at most 1 MiB)");
      assertThat(process.exitValue()).isEqualTo(2);
    }
  }
}
