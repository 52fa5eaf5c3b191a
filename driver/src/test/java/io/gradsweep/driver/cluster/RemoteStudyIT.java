package io.gradsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A study on a distributed file system, and one on an object store, are the study of a folder. */
class RemoteStudyIT {

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'linspace(0, 2.5, 10)', max_steps: [5, 50]}",
    "replicates: 10",
    "record: {points: 8}",
    "summary: [{by: [max_steps], of: [final_error, steps_to_target]}]"
  };

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Contract {

    @TempDir private Path folder;
    private ServerProcess server;
    private String home;

    abstract ServerProcess server(Path data) throws IOException;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
      server = server(data);
      server.settingsWithCredential().forEach(System::setProperty);
      home =
          System.setProperty(
              "user.home", data.resolve("seed=[7]").toString()); // copies of remote parts go there
    }

    @AfterAll
    void stop() {
      System.setProperty("user.home", home);
      server.settingsWithCredential().keySet().forEach(System::clearProperty);
      server.close();
    }

    /** The study, in a folder whose name other readers take for a column and for a pattern. */
    private String study() {
      return server.folder() + "/step_size=99/a%5B1%5D";
    }

    private static String[] command(Path sweep, String study) {
      return new String[] {
        "run", sweep.toString(), "--out", study, "--segment-trials", "10", "--master", "local[2]"
      };
    }

    private static String said(String... command) {
      Result result = Gradsweep.run(command);
      assertThat(result.exit()).as(result.err()).isZero();
      return result.out();
    }

    private static String rows(String study, String sql) {
      return said("query", study, sql, "--format", "csv");
    }

    private void dieAt(String point, int count, Path sweep) throws Exception {
      Process process =
          DriverProcess.startWithFault(
              folder.resolve("log"),
              server.settings(),
              server.environment(),
              point,
              count,
              command(sweep, study()));
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isEqualTo(137);
    }

    @Test
    void aStudyThereSurvivesDeathsAndEqualsTheLocalOne() throws Exception {
      Path sweep = Gradsweep.write(folder, SWEEP);
      String local = folder.resolve("whole").toString();
      said(command(sweep, local));
      dieAt("BETWEEN_TRAJECTORIES_AND_TRIALS", 4, sweep);
      assertThat(said("status", study(), "--format", "csv")).contains("state,interrupted");
      dieAt("AFTER_TRIALS", 3, sweep);
      dieAt("REPLACEMENT_PUBLISHED", 1, sweep);
      String beforeCompaction = rows(study(), "SELECT count(*), sum(steps) FROM trials");
      dieAt("REPLACED_DELETED", 5, sweep);
      assertThat(rows(study(), "SELECT count(*), sum(steps) FROM trials"))
          .isEqualTo(beforeCompaction);
      said(command(sweep, study()));
      assertThat(said("compact", study())).isEqualTo("nothing to compact: 2 data files\n");
      assertThat(said("status", study(), "--format", "csv")).contains("state,finished");
      String trials =
          "SELECT * EXCLUDE (%s) FROM trials ORDER BY ALL".formatted(Gradsweep.PROVENANCE);
      assertThat(rows(study(), trials)).hasLineCount(201).isEqualTo(rows(local, trials));
      String steps = "SELECT * FROM trajectories ORDER BY ALL";
      assertThat(rows(study(), steps)).isEqualTo(rows(local, steps));
      assertThat(said("summarize", study())).isEqualTo(said("summarize", local));
      assertThat(said("summarize", study(), "--engine", "spark", "--master", "local[2]"))
          .isEqualTo(said("summarize", local));
      assertThat(Gradsweep.run(command(sweep, study())).err())
          .contains("nothing to do: all trials of the plan have a row");
      try (InputStream in = URI.create(study() + "/sweep.yaml").toURL().openStream()) {
        assertThat(in.readAllBytes()).asString().startsWith("sweep: "); // as simulations read data
      }
      String merged = server.folder() + "/merged";
      assertThat(said("merge", study(), local, "--out", merged))
          .startsWith("200 trials from 2 studies; 200 rows were there already");
      assertThat(rows(merged, trials)).isEqualTo(rows(local, trials));
      assertThat(rows(merged, steps)).isEqualTo(rows(local, steps));
    }

    @Test
    void ofTwoRunsThatBeginAtOnceOneIsRefusedInOneLine() throws Exception {
      Path sweep = Gradsweep.write(folder, SWEEP);
      String both = server.folder() + "/both";
      List<Path> logs = List.of(folder.resolve("log-0"), folder.resolve("log-1"));
      List<Process> runs = new ArrayList<>();
      for (Path log : logs) {
        runs.add(
            DriverProcess.startWithFault(
                log, server.settings(), server.environment(), "NONE", 1, command(sweep, both)));
      }
      List<Integer> ends = new ArrayList<>();
      for (int run = 0; run < 2; run++) {
        assertThat(runs.get(run).waitFor(2, TimeUnit.MINUTES)).isTrue();
        ends.add(runs.get(run).exitValue());
        if (ends.get(run) == 2) {
          assertThat(logs.get(run))
              .content()
              .containsOnlyOnce("Cannot write study: " + both)
              .containsOnlyOnce(" writes it; wait for it, or stop it)")
              .doesNotContain("Exception");
        } else {
          assertThat(ends.get(run)).as(Files.readString(logs.get(run))).isZero();
        }
      }
      assertThat(ends).as("one is done, the other is refused, or finds nothing to do").contains(0);
      assertThat(rows(both, "SELECT count(*) FROM trials")).endsWith("\n200\n");
    }
  }

  @Nested
  class OnHdfs extends Contract {
    @Override
    ServerProcess server(Path data) throws IOException {
      return ServerProcess.hdfs(data);
    }
  }

  @Nested
  class OnS3 extends Contract {
    @Override
    ServerProcess server(Path data) throws IOException {
      return ServerProcess.s3(data);
    }
  }
}
