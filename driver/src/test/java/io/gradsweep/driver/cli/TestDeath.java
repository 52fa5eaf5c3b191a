package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trajectories;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process dies at named points, or at any; a second run ends as if nothing had happened. */
class TestDeath {

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'linspace(0, 2.5, 10)', max_steps: [5, 50]}",
    "replicates: 10",
    "record: {points: 8}"
  };

  private static final String[] GROWN = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'linspace(0, 2.5, 10)', max_steps: [5, 7, 50]}",
    "replicates: 10",
    "record: {points: 8}"
  };

  @TempDir private Path folder;

  private Path study(String name) {
    return folder.resolve(name);
  }

  private String[] command(Path sweep, String name) {
    return command(sweep, name, "10");
  }

  private String[] command(Path sweep, String name, String segmentTrials) {
    return new String[] {
      "run",
      sweep.toString(),
      "--out",
      study(name).toString(),
      "-q",
      "--segment-trials",
      segmentTrials,
      "--master",
      "local[2]"
    };
  }

  private void runWhole(Path sweep, String name) {
    Result result = run(command(sweep, name));
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private int dieAt(String point, int count, Path sweep, String name) throws Exception {
    return dieAt(point, count, command(sweep, name));
  }

  private int dieAt(String point, int count, String... command) throws Exception {
    Process process = DriverProcess.startWithFault(folder.resolve("log"), point, count, command);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private void requireEqualStudies(String one, String other) throws SQLException, IOException {
    assertThat(trials(study(one))).isEqualTo(trials(study(other)));
    assertThat(trajectories(study(one))).isEqualTo(trajectories(study(other)));
    try (Stream<Path> temporaries = Files.list(study(one).resolve("_tmp"))) {
      assertThat(temporaries).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ROW_WRITTEN, 57",
    "BEFORE_TRAJECTORIES, 3",
    "BETWEEN_TRAJECTORIES_AND_TRIALS, 1",
    "BETWEEN_TRAJECTORIES_AND_TRIALS, 9",
    "AFTER_TRIALS, 5"
  })
  void deathAtAPointLosesNoTrialAndDoublesNone(String point, int count) throws Exception {
    Path sweep = write(folder, SWEEP);
    runWhole(sweep, "whole");
    assertThat(dieAt(point, count, sweep, "a")).isEqualTo(137);
    Result status = run("status", study("a").toString(), "--format", "csv");
    assertThat(status.out()).contains("state,interrupted");
    // what a reader counts now is whole segments: ten trials each, no trajectory without its trial
    String counts =
        run(
                "query",
                study("a").toString(),
                "--format",
                "csv",
                "SELECT (SELECT count(*) FROM trials) % 10, (SELECT count(*) FROM trajectories"
                    + " WHERE trial_id NOT IN (SELECT trial_id FROM trials))")
            .out();
    assertThat(counts).endsWith("\n0,0\n");
    runWhole(sweep, "a");
    requireEqualStudies("a", "whole");
  }

  @Test
  void anExceptionInTheMiddleOfAWritePublishesNothingShort() throws Exception {
    Path sweep = write(folder, SWEEP);
    runWhole(sweep, "whole");
    assertThat(dieAt("ROW_WRITTEN!", 25, sweep, "a")).isEqualTo(3);
    assertThat(Files.readString(folder.resolve("log")))
        .contains("Cannot finish the sweep: ")
        .contains("injected at ROW_WRITTEN")
        .doesNotContain("\tat ");
    runWhole(sweep, "a");
    requireEqualStudies("a", "whole");
  }

  @Test
  void deathDuringGrowthIsMadeGood() throws Exception {
    runWhole(write(folder, SWEEP), "a");
    Path sweep = write(folder, GROWN);
    runWhole(sweep, "whole");
    assertThat(dieAt("AFTER_TRIALS", 4, sweep, "a")).isEqualTo(137);
    runWhole(sweep, "a");
    requireEqualStudies("a", "whole");
  }

  @Test
  void killNineAtAnyMomentIsMadeGood() throws Exception {
    Path sweep = write(folder, SWEEP);
    runWhole(sweep, "whole");
    Process process = DriverProcess.start(folder.resolve("log"), command(sweep, "a"));
    Path trials = study("a").resolve("trials");
    while (process.isAlive() && !(Files.exists(trials) && trials.toFile().list().length > 2)) {
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
    runWhole(sweep, "a");
    requireEqualStudies("a", "whole");
  }

  /** A run that was thought dead publishes a segment that another has published since. */
  @Test
  void aLateTwinCannotPublishTwice() throws Exception {
    Path sweep = write(folder, SWEEP);
    assertThat(run(command(sweep, "whole", "40")).exit()).isZero();
    assertThat(dieAt("BEFORE_TRAJECTORIES", 2, command(sweep, "a", "40"))).isEqualTo(137);
    for (String table : new String[] {"trials", "trajectories"}) {
      Files.copy(
          study("whole").resolve(table + "/g0000-s00004.parquet"),
          study("a").resolve(table + "/g0000-s00004.parquet"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    runWhole(sweep, "a");
    requireEqualStudies("a", "whole");
  }

  @Test
  void aSecondWriterIsRefusedAndAReaderIsNot() throws Exception {
    String[] slow = SWEEP.clone();
    slow[2] = "grid: {fault: sleeps, step_size: 'linspace(0, 2.5, 10)'}";
    Path sweep = write(folder, slow);
    Process first = DriverProcess.start(folder.resolve("log"), command(sweep, "a"));
    Path lock = study("a").resolve("_lock");
    while (first.isAlive() && !Files.exists(study("a").resolve("_plan/0000.json"))) {
      Thread.sleep(5);
    }
    String status = "";
    while (first.isAlive() && !status.contains("\"segmentsInFlight\" : 2")) {
      status = run("status", study("a").toString(), "--format", "json").out();
    }
    assertThat(status)
        .contains("\"state\" : \"running\"", "\"process\" : " + first.pid(), "\"slots\" : 2")
        .contains("\"master\" : \"local[2]\"", "\"webPage\" : null");
    Result second = run(command(sweep, "a"));
    assertThat(second.exit()).isEqualTo(2);
    assertThat(second.err())
        .contains("process %d on ".formatted(first.pid()))
        .contains("writes it; wait for it, or stop it");
    first.destroy();
    assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(first.exitValue()).isEqualTo(130);
    assertThat(Files.readString(folder.resolve("log")))
        .contains("interrupted; what is published stays. To go on:\n  gradsweep run ");
    assertThat(lock).doesNotExist();
  }
}
