package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.study.DriverProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies of a simulation that is one file of source. */
class TestOwnSource {

  private static final Path DESCENT = Path.of("../sweeps/own/descent/Descent.java");

  @TempDir private Path folder;

  private ClassLoader before;

  @BeforeEach
  void remember() {
    before = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void forget() {
    Thread.currentThread().setContextClassLoader(before);
  }

  /** Each command as of a process of its own. */
  private Result run(String... args) {
    forget();
    return Gradsweep.run(args);
  }

  private String ok(String... args) {
    Result result = run(args);
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out() + result.err();
  }

  @Test
  void aStudyOfOneFileIsOneAsAnyOther() throws Exception {
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: own-descent",
            "grid: {step_size: [0.1, 0.3], width: [1, 8]}",
            "replicates: 2",
            "record: {points: 8}",
            "claims: [{claim: c, sql: SELECT count(*) FROM trials, expect: '>= 8'}]");
    Path code = Files.copy(DESCENT, folder.resolve("Mine.java"));
    String out = folder.resolve("study").toString();
    String[] command = {"run", sweep.toString(), "--out", out, "-q", "--code", code.toString()};
    ok(command);
    assertThat(ok(command)).contains("8 trials: 6 converged, 2 diverged");
    ok("run", sweep.toString(), "replicates=3", "--out", out, "-q", "--code", code.toString());
    String sql =
        "SELECT status, count(*) AS n, count(gap) AS g, count(rate) AS r FROM trials"
            + " GROUP BY ALL ORDER BY 1";
    assertThat(ok("query", out, sql, "--format", "csv"))
        .contains("converged,9,9,9\n", "diverged,3,0,");
    assertThat(ok("check", out, "--format", "csv", "--code", code.toString()))
        .contains("trials run again,12\n", "of which differ,0\n");
    String id =
        Gradsweep.query("SELECT min(trial_id) FROM read_parquet('%s/trials/*')".formatted(out))
            .get(0);
    assertThat(ok("replay", out, id, "--code", code.toString())).contains("bit for bit");
    assertThat(ok("verify", out)).contains("PASS");
    ok("report", out, "--output", folder.resolve("r.html").toString());

    Files.writeString(code, Files.readString(code).replace("1e-9", "1e-6"));
    Map<String, String> kept = Folder.contents(Path.of(out));
    String[] more = {"run", sweep.toString(), "replicates=4", "--out", out, "-q", "--code"};
    Result refused = run(concat(more, code.toString()));
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "its rows are by other code of own-descent 1; raise the simulation's version, or"
                + " give --same-numbers if the numbers are the same");
    assertThat(Folder.contents(Path.of(out))).isEqualTo(kept);
    ok(concat(more, code.toString(), "--same-numbers"));
    assertThat(Path.of(out, "manifest.json")).content().contains("\"sameNumbers\" : [ \"");
  }

  private static String[] concat(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** Its row says what it must not depend on: whether an earlier attempt had left something. */
  private static final String SAVER =
      """
      import io.gradsweep.workers.own.*;
      import java.io.*;
      import java.nio.file.*;
      @Declared(name = "saver")
      public class Saver extends OwnSimulation {
        @Parameter double x = 1;
        @Measured boolean resumed;
        public void run(Steps steps) {
          Path state = steps.scratch().resolve("state");
          resumed = Files.exists(state);
          try {
            Files.writeString(state, "x");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          steps.error(1);
        }
      }
      """;

  @Test
  void whatATrialKeepsIsThereUntilItsRowIs() throws Exception {
    Path sweep = Gradsweep.write(folder, "sweep: s", "simulation: saver", "grid: {x: [1, 2]}");
    Path code = Files.writeString(folder.resolve("Saver.java"), SAVER);
    Path out = folder.resolve("study");
    String[] command = {
      "run",
      sweep.toString(),
      "--out",
      out.toString(),
      "-q",
      "--code",
      code.toString(),
      "--segment-trials",
      "2",
      "--master",
      "local[1]"
    };
    Process process =
        DriverProcess.startWithFault(folder.resolve("log"), "BEFORE_TRAJECTORIES", 1, command);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(137);
    assertThat(out.resolve("_scratch/g0000-s00000")).isDirectoryContaining("glob:**/*");
    ok(command);
    String sql = "SELECT resumed, count(*) FROM read_parquet('%s/trials/*') GROUP BY ALL";
    assertThat(Gradsweep.query(sql.formatted(out))).containsExactly("true | 2");
    assertThat(out.resolve("_scratch")).doesNotExist();
    ok(concat(command, "--fresh", "--yes"));
    assertThat(Gradsweep.query(sql.formatted(out))).containsExactly("false | 2");
  }
}
