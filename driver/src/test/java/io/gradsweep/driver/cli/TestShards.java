package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Array jobs without any cluster: several processes on one study, at the same time. */
class TestShards {

  private static final int SHARDS = 4;

  @TempDir private Path folder;

  private Process start(Path sweep, int shard) throws IOException {
    return DriverProcess.start(
        log(shard),
        "run",
        sweep.toString(),
        "--out",
        folder.resolve("study").toString(),
        "--shard",
        shard + "/" + SHARDS,
        "--segment-trials",
        "5",
        "--master",
        "local[1]",
        "-q");
  }

  private Path log(int shard) {
    return folder.resolve("log-" + shard);
  }

  @Test
  void fourProcessesShareAStudyAndTheLastOneFinishesIt() throws Exception {
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: 'linspace(0, 2.5, 20)', max_steps: [5, 50]}",
            "replicates: 5",
            "record: {points: 8}");
    List<Process> processes = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      processes.add(start(sweep, shard));
    }
    for (int shard = 0; shard < SHARDS; shard++) {
      assertThat(processes.get(shard).waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(processes.get(shard).exitValue()).as(Files.readString(log(shard))).isZero();
    }
    Path whole = folder.resolve("whole");
    assertThat(Gradsweep.run("run", sweep.toString(), "--out", whole.toString(), "-q").exit())
        .isZero();
    Path study = folder.resolve("study");
    assertThat(Gradsweep.trials(study)).hasSize(200).isEqualTo(Gradsweep.trials(whole));
    assertThat(Gradsweep.trajectories(study)).isEqualTo(Gradsweep.trajectories(whole));
    assertThat(study.resolve("_SUCCESS")).exists();
    try (Stream<Path> files = Files.list(study)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("_lock") || name.endsWith(".tmp"));
    }
  }

  /** Others still run; and what is replaced by half is known by its mark alone. */
  @Test
  void aShardThatIsStoppedForgivesItsOwnAttemptsAlone() throws Exception {
    Path sweep =
        Gradsweep.write(
            folder, "sweep: s", "simulation: quadratic", "grid: {fault: sleeps}", "replicates: 40");
    Process shard = start(sweep, 0);
    Path marks = folder.resolve("study/_started");
    while (shard.isAlive() && !Files.exists(marks.resolve("g0000-s00000.json"))) {
      Thread.sleep(5);
    }
    String first = "{\"attempts\": 1, \"running\": null, \"ends\": {}}";
    String stop = "stop-12345678-1234-1234-1234-123456789abc.json";
    for (String name : List.of("g0000-s00001.json", "g0000-s00004.json", stop)) {
      Files.writeString(marks.resolve(name), first);
    }
    Files.writeString(folder.resolve("study/trials/g0000-s00004.parquet"), "");
    shard.destroy();
    assertThat(shard.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(shard.exitValue()).as(Files.readString(log(0))).isEqualTo(130);
    assertThat(marks.toFile().list())
        .containsExactlyInAnyOrder("g0000-s00001.json", "g0000-s00004.json", stop);
  }

  /** A shard that never began is not dead: what is left is its own. */
  @Test
  void aShardTakesOverFromOneThatDiedAndFromNoOther() throws Exception {
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: 'linspace(0, 2, 20)'}",
            "replicates: 5");
    Path study = folder.resolve("study");
    Process dies =
        DriverProcess.startWithFault(log(1), "ROW_WRITTEN", 12, command(sweep, study, 1, 3));
    assertThat(dies.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(dies.exitValue()).as(Files.readString(log(1))).isEqualTo(137);
    Gradsweep.Result helper = Gradsweep.run(command(sweep, study, 0, 3));
    assertThat(helper.exit()).as(helper.err()).isZero();
    assertThat(helper.err()).contains("taking over from shard 1 of 3, which died");
    assertThat(study.resolve("trials").toFile().list())
        .hasSize(14) // of 20 segments of five, those of numbers 0 and 1 modulo 3
        .noneMatch(name -> name.equals("g0000-s00002.parquet"));
    Gradsweep.Result last = Gradsweep.run(command(sweep, study, 2, 3));
    assertThat(last.err()).doesNotContain("taking over");
    assertThat(study.resolve("_SUCCESS")).exists();
    assertThat(Gradsweep.trials(study)).hasSize(100).doesNotHaveDuplicates();
  }

  private static String[] command(Path sweep, Path study, int shard, int shards) {
    return new String[] {
      "run",
      sweep.toString(),
      "--out",
      study.toString(),
      "--shard",
      shard + "/" + shards,
      "--segment-trials",
      "5",
      "--master",
      "local[1]",
      "-q"
    };
  }
}
