package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static io.gradsweep.driver.cli.TestHostileRequests.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries reach nothing but their study, and end. */
class TestHostileQueries {

  @TempDir private static Path studies;

  private static Path study;

  @TempDir private Path folder;

  @BeforeAll
  static void runOnce() throws IOException {
    Path sweep = write(studies, "sweep: s", "simulation: quadratic", "replicates: 3");
    study = studies.resolve("study");
    InlineRun.run(sweep, study, 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 /* ; */ ; COPY trials TO 'x'",
        "SELECT 1; -- nothing\nDROP VIEW trials",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA database_list",
        "CREATE TABLE a (b INTEGER)",
        "SELECT 1 INTO x",
        "SELECT getenv('HOME')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/proc/self/environ')",
        "SELECT * FROM read_csv('https://localhost/x.csv')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM parquet_metadata('/etc/passwd')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM query('SELECT 1; DROP VIEW trials')",
        ""
      })
  void queriesReachNothingOutside(String sql) throws IOException {
    Map<String, String> before = Folder.contents(study);
    isRefused(run("query", study.toString(), sql), 2, "Cannot answer query: ");
    assertThat(Folder.contents(study)).isEqualTo(before);
  }

  @Test
  void aQueryOfTooMuchEnds() {
    isRefused(
        run("query", study.toString(), "SELECT repeat('x', 1000) FROM range(1000000000)"),
        2,
        "more than 20000000 values (must be fewer: add LIMIT or group them;");
    System.setProperty("gradsweep.query.memory", "64");
    try {
      isRefused(
          run(
              "query",
              study.toString(),
              "SELECT max(x) FROM (SELECT hash(r) AS x FROM range(30000000) t(r) ORDER BY x)"),
          2,
          "Cannot answer query: it needs more than 64 MiB (ask for less, or allow more:");
    } finally {
      System.clearProperty("gradsweep.query.memory");
    }
  }

  @Test
  void aPathDoesNotLeadOutOfTheStudy() throws IOException {
    Files.writeString(studies.resolve("outside.txt"), "secret");
    for (String path : new String[] {"../outside.txt", "trials/../../outside.txt"}) {
      String sql = "SELECT * FROM read_text('" + study + "/" + path + "')";
      isRefused(run("query", study.toString(), sql), 2, "Cannot answer query: ");
    }
  }

  @Test
  void aQueryThatIsNestedTooDeeplyIsRefused() {
    String deep = "SELECT " + "(".repeat(40_000) + "1" + ")".repeat(40_000);
    isRefused(run("query", study.toString(), deep), 2, "Cannot answer query: ");
    String signs = "SELECT " + "- ".repeat(40_000) + "1";
    isRefused(run("query", study.toString(), signs), 2, "Cannot answer query: ");
    isRefused(
        run("query", study.toString(), "SELECT " + " ".repeat(200_000) + "1"),
        2,
        "characters (must be at most 100000)");
  }

  /** Ctrl-C, as a terminal sends it; or SIGTERM, where a JVM would be deaf to that. */
  @Test
  @Timeout(120)
  void aQueryWithoutEndCanBeInterrupted() throws IOException, InterruptedException {
    String endless =
        "WITH RECURSIVE t(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM t) SELECT count(*) FROM t";
    Process process =
        DriverProcess.startInHeap(folder.resolve("log"), 256, "query", study.toString(), endless);
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isFalse();
    boolean deaf = isInterruptIgnored();
    String signal = deaf ? "-TERM" : "-INT";
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(deaf ? 143 : 130);
  }

  /** A script's background jobs ignore SIGINT, and so does every process that they start. */
  private static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 1L << 1) != 0);
  }
}
