package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.query;
import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.faults.OutsideKill;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials that take their JVM with them become rows; what runs beside them is unharmed. */
class TestPoison {

  private static final String NEIGHBOURS = "max_steps: [5, 50]";

  /** The trials that end nothing, without the others. */
  @TempDir private static Path alone;

  @TempDir private Path folder;

  @BeforeAll
  static void runAlone() throws IOException {
    InlineRun.run(sweep(alone, ""), alone.resolve("study"), 8);
    alone = alone.resolve("study");
  }

  private Path study(String name) {
    return folder.resolve(name);
  }

  private Path sweep(String poison, String... more) throws IOException {
    return sweep(folder, poison, more);
  }

  private static Path sweep(Path folder, String poison, String... more) throws IOException {
    String[] lines = {
      "sweep: s",
      "simulation: poison",
      "grid:",
      "  - {poison: none, step_size: 'linspace(0, 2, 20)', " + NEIGHBOURS + "}",
      poison.isEmpty() ? "" : "  - {poison: " + poison + "}",
      "replicates: 2",
      "record: {points: 8}"
    };
    return write(folder, Stream.concat(Stream.of(lines), Stream.of(more)).toArray(String[]::new));
  }

  private String[] command(Path sweep, String name, String... options) {
    return command(8, sweep, name, options);
  }

  private String[] command(int segmentTrials, Path sweep, String name, String... options) {
    String[] always = {
      "run",
      sweep.toString(),
      "--out",
      study(name).toString(),
      "-q",
      "--segment-trials",
      Integer.toString(segmentTrials),
      "--master",
      "local[2]"
    };
    return Stream.concat(Stream.of(always), Stream.of(options)).toArray(String[]::new);
  }

  private int runInProcess(String... command) throws Exception {
    Process process = DriverProcess.startInHeap(folder.resolve("log"), 512, command);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
    return process.exitValue();
  }

  private void requireNeighboursAsIfAlone(String name) throws IOException, SQLException {
    assertThat(trials(study(name)).stream().filter(row -> row.contains(" | none | ")))
        .hasSize(80)
        .isEqualTo(trials(alone));
    assertThat(
            query(
                "SELECT s.* FROM read_parquet('%s/trajectories/*') s JOIN read_parquet('%s/trials/*')"
                        .formatted(study(name), study(name))
                    + " t USING (trial_id) WHERE poison = 'none' ORDER BY ALL"))
        .isEqualTo(Gradsweep.trajectories(alone));
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private List<String> column(String name, String columns) throws SQLException {
    return query(
        "SELECT DISTINCT %s FROM read_parquet('%s/trials/*') WHERE poison <> 'none' ORDER BY ALL"
            .formatted(columns, study(name)));
  }

  private String poisonedTrial(String name) throws SQLException {
    return column(name, "min(trial_id)").get(0);
  }

  private void requireNoMarks(String name) throws IOException {
    try (Stream<Path> marks = Files.list(study(name).resolve("_started"))) {
      assertThat(marks).isEmpty();
    }
  }

  @Test
  void aTrialThatCallsExitIsARowAfterOneCommand() throws Exception {
    assertThat(runInProcess(command(sweep("exit"), "a"))).as(said()).isEqualTo(1);
    assertThat(said())
        .contains(
            "this process was ended by System.exit, called at io.gradsweep.workers.Poison.act(")
        .contains("; from here on, trials have processes of their own")
        .contains("failed ×2: exited: System.exit(3)")
        .contains("\n  replay: gradsweep replay " + study("a"))
        .contains("\n  log: " + study("a") + "/_logs/g0000-s00010.txt")
        .contains("82 trials: 80 converged, 2 failed")
        .doesNotContain("interrupted");
    assertThat(Files.readString(study("a").resolve("_logs/g0000-s00010.txt")))
        .startsWith("failed: exited: System.exit(3)\ntrial ")
        .contains("Poison.act(Poison.java:");
    requireNeighboursAsIfAlone("a");
    requireNoMarks("a");
    Result replay = run("replay", study("a").toString(), poisonedTrial("a"));
    assertThat(replay.exit()).isEqualTo(1);
    assertThat(replay.err()).contains("the replay equals the row, bit for bit");
    Result rerun = run(command(sweep("exit"), "a", "--rerun", "failed")); // here, and it survives
    assertThat(rerun.exit()).isEqualTo(1);
    assertThat(rerun.err()).contains("82 trials: 80 converged, 2 failed");
  }

  @Test
  void aTrialThatCrashesIsARowWhenTheCommandIsGivenAgain() throws Exception {
    String[] command = command(sweep("[crash, stack, heap]"), "a");
    assertThat(runInProcess(command)).isEqualTo(134);
    assertThat(study("a").resolve("_started")).isNotEmptyDirectory();
    assertThat(runInProcess(command)).as(said()).isEqualTo(1);
    assertThat(said())
        .contains("failed ×2: crashed: SIGSEGV in V [libjvm.so")
        .contains("failed ×2: exhausted: java.lang.StackOverflowError\n")
        .contains("failed ×2: exhausted: java.lang.OutOfMemoryError: Java heap space\n")
        .contains("86 trials: 80 converged, 6 failed");
    requireNeighboursAsIfAlone("a");
    requireNoMarks("a");
  }

  @Test
  void aTrialThatHangsOrExhaustsAHeapThatItSharesIsARow() throws Exception {
    Path sweep = sweep("[hang, heap]", "time_limit: 1s");
    assertThat(runInProcess(command(sweep, "a"))).as(said()).isEqualTo(1);
    assertThat(column("a", "poison, status, reason"))
        .containsExactly(
            "hang | timed_out | time limit of 1 s used up; the trial did not stop when asked",
            "heap | failed | exhausted: java.lang.OutOfMemoryError: Java heap space");
    requireNeighboursAsIfAlone("a");
    requireNoMarks("a");
  }

  /** It ends the command, the process that guards it, and all that runs beside it. */
  @Test
  void aTrialThatEndsItsContainerKeepsNoOtherFromItsRow() throws Exception {
    String[] command = command(5, sweep("container"), "a", "replicates=1");
    Path mark = study("a").resolve("_started/g0000-s00008.json");
    assertThat(runInContainer(command)).as(said()).isEqualTo(137); // in its worker
    assertThat(mark).content().contains("\"attempts\" : 1");
    Files.writeString(mark, "{\"attempts\": 2, \"ends\": {}}"); // and guarded
    assertThat(runInContainer(command)).as(said()).isEqualTo(137);
    String named = Files.readString(mark);
    assertThat(named).contains("\"attempts\" : 3", "\"running\" : \"");
    String id = named.replaceAll("(?s).*\"running\" : \"(.*?)\".*", "$1");
    Files.writeString(mark, named.replace("{ }", "{\"" + id + "\": 2}"));
    assertThat(run("status", study("a").toString()).out()).contains("\n put last ");
    assertThat(run("status", study("a").toString(), "--format", "json").out())
        .contains(id + " ran when its processes ended, 3 times in a row, for an unknown reason")
        .contains("on_failure: {lost: N}");
    assertThat(runInContainer(command)).as(said()).isEqualTo(137);
    assertThat(said()).contains(id, "it runs last, alone, and has no row yet");
    assertThat(
            query(
                "SELECT status, count(*) FROM read_parquet('%s/trials/*') GROUP BY ALL"
                    .formatted(study("a"))))
        .containsExactly("converged | 40");
    assertThat(run("status", study("a").toString(), "--format", "json").out())
        .contains("\"putLast\" : [ {", "\"ends\" : 4");
    Path giving = sweep("container", "on_failure: {lost: 4}");
    Result booked = run(command(5, giving, "a", "replicates=1"));
    assertThat(booked.exit()).as(booked.err()).isEqualTo(1);
    assertThat(booked.err())
        .contains("failed ×1: lost: its processes ended 4 times in a row, for an unknown reason")
        .contains("41 trials: 40 converged, 1 failed");
    requireNoMarks("a");
  }

  /** If one process asks for it, all of them are killed: status 137. */
  private int runInContainer(String... command) throws Exception {
    Path marker = folder.resolve("killed");
    Process driver =
        DriverProcess.startWithFault(
            folder.resolve("log"),
            Map.of("poison.container", marker.toString()),
            Map.of(),
            "NONE",
            1,
            command);
    while (driver.isAlive() && !Files.exists(marker)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    OutsideKill.of(driver.toHandle(), new Random(1));
    Files.deleteIfExists(marker);
    return driver.waitFor();
  }

  @Test
  void aRepetitionKeepsTheLogOfTheFailuresThatItKeeps() throws Exception {
    Path sweep = sweep("stack");
    assertThat(run(command(sweep, "a")).exit()).isEqualTo(1);
    Path log = study("a").resolve("_logs/g0000-s00010.txt");
    String before = Files.readString(log);
    assertThat(before).contains("java.lang.StackOverflowError\n\tat io.gradsweep");
    Result kept = run(command(sweep, "a", "--rerun", "converged"));
    assertThat(kept.err()).contains("\n  log: " + log);
    assertThat(Files.readString(log)).isEqualTo(before);
    Result repeated = run(command(sweep, "a", "--rerun", "failed"));
    assertThat(repeated.err()).contains("failed ×2").contains("\n  log: " + log);
    assertThat(Files.readString(log)).startsWith(before.substring(0, 60));
  }

  @Test
  void aPlanLooksAtTrialsThatEndTheirJvm() throws Exception {
    String[] lines = {"sweep: s", "simulation: poison", "grid: {poison: [exit, halt]}"};
    Result plan = run("plan", write(folder, lines).toString(), "--out", study("a").toString());
    assertThat(plan.exit()).as(plan.err()).isZero();
    assertThat(study("a")).doesNotExist();
  }
}
