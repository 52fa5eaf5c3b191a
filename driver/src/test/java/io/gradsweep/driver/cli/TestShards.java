package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.job.InlineRun;
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

  private static final int SHARDS = 3;

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
  void threeProcessesShareAStudyAndTheLastOneFinishesIt() throws Exception {
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
    InlineRun.run(sweep, whole, 100);
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
}
