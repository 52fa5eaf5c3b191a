package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three shards of a design, begun in a random order, and {@code kill -9} of a random one that
 * lives, {@code -Dfaults.row=N} times (1), as long as the study is not finished: its trials are
 * those of one undisturbed process.
 */
class RoundsFaultsIT {

  private static final int KILLS = Integer.getInteger("faults.row", 1);
  private static final int SHARDS = 3;
  private static final int KILLED = 137;
  private static final int MILLIS = KILLS > 1 ? 40 : 10;

  private static final List<String> REPLICATES =
      List.of(
          "simulation: draws",
          "parameters: {millis: %d}".formatted(MILLIS),
          "grid: {spread: [0.1, 0.5, 1], study: [0, 1]}",
          "replicates: {until: 'half_width(mean(draw)) <= 25%', max: 40}");

  /** Edges in as many replicates as make their median precise: both kinds of rounds. */
  private static final List<String> EDGES =
      List.of(
          "simulation: edges",
          "parameters: {millis: %d}".formatted(MILLIS),
          "grid: {width: [2, 8], step_size: 'geomspace(1e-2, 10, 4)'}",
          "replicates: {until: 'half_width(median(boundary)) <= 20%%', min: 5, max: %d}"
              .formatted(KILLS > 1 ? 20 : 8),
          "refine: {axis: step_size, boundary: \"status == 'converged'\", to: %s, probes: 1}"
              .formatted(KILLS > 1 ? "5%" : "40%"));

  /** In a longer campaign only: the edges have the rounds of both. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void killedShardsOfARuleEndAtTheTrialsOfOneProcess(long seed, @TempDir Path folder)
      throws Exception {
    assumeTrue(KILLS > 1, "one kill");
    new Case(folder, seed, REPLICATES).run();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void killedShardsOfEdgesEndAtTheTrialsOfOneProcess(long seed, @TempDir Path folder)
      throws Exception {
    new Case(folder, seed, EDGES).run();
  }

  static LongStream seeds() {
    return Campaign.seeds();
  }

  /** A study whose shards are killed, and what it must come to. */
  private static final class Case {

    private final Path folder;
    private final long seed;
    private final Random random;
    private final String again;
    private final Path sweep;
    private final Path study;
    private final Process[] shards = new Process[SHARDS];

    Case(Path folder, long seed, List<String> design) throws IOException {
      this.folder = folder;
      this.seed = seed;
      random = Campaign.random(seed);
      again = Campaign.again(RoundsFaultsIT.class, seed) + " -Dfaults.row=" + KILLS;
      List<String> lines = new ArrayList<>(List.of("sweep: s"));
      lines.addAll(design);
      sweep = Gradsweep.write(folder, lines.toArray(String[]::new));
      study = folder.resolve("study");
    }

    void run() throws Exception {
      Path whole = folder.resolve("whole");
      Undisturbed.finish(command(sweep, whole));
      List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
      Collections.shuffle(order, random);
      for (int shard : order) {
        start(shard);
      }
      Campaign.tell(seed, "%d of %d kills before the end", kill(), KILLS);
      finish();
      assertThat(trials(study)).as(again).isEqualTo(trials(whole));
      assertThat(study.resolve("_SUCCESS")).as(again).exists();
    }

    /** Kills shards, and starts them again or leaves what they held to the others. */
    private int kill() throws Exception {
      int kills = 0;
      while (kills < KILLS && !isFinished()) {
        TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(4000));
        int victim = random.nextInt(SHARDS);
        if (shards[victim].isAlive()) {
          OutsideKill.of(shards[victim].toHandle(), random);
          kills++;
        }
        if (random.nextBoolean() || KILLS > 1) {
          start(victim);
        }
      }
      return kills;
    }

    private boolean isFinished() {
      return Files.exists(study.resolve("_SUCCESS"));
    }

    /**
     * A round may wait for a shard that has ended in order: it runs again, as an array job would.
     */
    private void finish() throws Exception {
      for (int turn = 0; turn < 20; turn++) {
        for (int shard = 0; shard < SHARDS; shard++) {
          assertThat(shards[shard].waitFor(5, TimeUnit.MINUTES)).as(again).isTrue();
          assertThat(shards[shard].exitValue())
              .as(again + "\n" + Files.readString(log(shard)))
              .isIn(0, KILLED);
        }
        if (isFinished()) {
          return;
        }
        for (int shard = 0; shard < SHARDS; shard++) {
          start(shard);
        }
      }
    }

    private void start(int shard) throws IOException {
      shards[shard] =
          DriverProcess.start(log(shard), command(sweep, study, "--shard", shard + "/" + SHARDS));
    }

    private Path log(int shard) {
      return folder.resolve("log-" + shard);
    }
  }

  private static String[] command(Path sweep, Path study, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("run", sweep.toString(), "--out", study.toString(), "--master", "local[1]"));
    command.addAll(List.of("--segment-trials", "10", "-q"));
    command.addAll(Arrays.asList(more));
    return command.toArray(String[]::new);
  }

  private static List<String> trials(Path study) {
    return Undisturbed.rows(
        study.toString(),
        "SELECT * EXCLUDE (%s) FROM trials ORDER BY trial_id".formatted(Gradsweep.PROVENANCE));
  }
}
