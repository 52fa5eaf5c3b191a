package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trajectories;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process dies in the middle, or its write fails; a second run ends as if nothing had happened.
 * {@code TestSegmentDeath} has the points at which it may die.
 */
class TestDeath {

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'linspace(0, 2.5, 10)', max_steps: [5, 50]}",
    "replicates: 10",
    "record: {points: 8}"
  };

  @TempDir private Path folder;

  private Path study(String name) {
    return folder.resolve(name);
  }

  private String[] command(Path sweep, String name) {
    return new String[] {
      "run",
      sweep.toString(),
      "--out",
      study(name).toString(),
      "-q",
      "--segment-trials",
      "10",
      "--master",
      "local[2]"
    };
  }

  private void runWhole(Path sweep, String name) {
    Result result = run(command(sweep, name));
    assertThat(result.exit()).as(result.err()).isZero();
  }

  /** Equal to a study that nothing has disturbed. */
  private void requireWhole(Path sweep, String name) throws SQLException, IOException {
    runWhole(sweep, name);
    InlineRun.run(sweep, study("whole"), 10);
    assertThat(trials(study(name))).isEqualTo(trials(study("whole")));
    assertThat(trajectories(study(name))).isEqualTo(trajectories(study("whole")));
    try (Stream<Path> temporaries = Files.list(study(name).resolve("_tmp"))) {
      assertThat(temporaries).isEmpty();
    }
  }

  @Test
  void anExceptionInTheMiddleOfAWritePublishesNothingShort() throws Exception {
    Path sweep = write(folder, SWEEP);
    Process process =
        DriverProcess.startWithFault(
            folder.resolve("log"), "ROW_WRITTEN!", 25, command(sweep, "a"));
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(3);
    assertThat(Files.readString(folder.resolve("log")))
        .contains("Cannot finish the sweep: ")
        .contains("injected at ROW_WRITTEN")
        .doesNotContain("\tat ");
    requireWhole(sweep, "a");
  }

  @Test
  void killNineAtAnyMomentIsMadeGood() throws Exception {
    Path sweep = write(folder, SWEEP);
    Process process = DriverProcess.start(folder.resolve("log"), command(sweep, "a"));
    Path trials = study("a").resolve("trials");
    while (process.isAlive() && !(Files.exists(trials) && trials.toFile().list().length > 2)) {
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
    requireWhole(sweep, "a");
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
