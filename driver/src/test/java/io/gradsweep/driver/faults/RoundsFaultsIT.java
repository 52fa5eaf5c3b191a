package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three shards of a design, begun in a random order, and {@code kill -9} of a random one, {@code
 * -Dfaults.row=N} times (1): its trials are those of one undisturbed process.
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

  /** The longer campaign runs both; a short one the second, which has the rounds of both. */
  static Stream<Arguments> cases() {
    return Campaign.seeds()
        .boxed()
        .flatMap(
            seed ->
                KILLS > 1
                    ? Stream.of(arguments(seed, REPLICATES), arguments(seed, EDGES))
                    : Stream.of(arguments(seed, EDGES)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("cases")
  void killedShardsEndAtTheTrialsOfOneProcess(long seed, List<String> design, @TempDir Path folder)
      throws Exception {
    List<String> lines = new ArrayList<>(List.of("sweep: s"));
    lines.addAll(design);
    Path sweep = Gradsweep.write(folder, lines.toArray(String[]::new));
    Path whole = folder.resolve("whole");
    Undisturbed.finish(command(sweep, whole));
    Random random = Campaign.random(seed);
    Path study = folder.resolve("study");
    String again = Campaign.again(getClass(), seed);
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
    Collections.shuffle(order, random);
    Process[] shards = new Process[SHARDS];
    for (int shard : order) {
      shards[shard] = start(folder, sweep, study, shard);
    }
    for (int kill = 0; kill < KILLS; kill++) {
      TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(4000));
      int victim = random.nextInt(SHARDS);
      if (shards[victim].isAlive()) {
        OutsideKill.of(shards[victim].toHandle(), random);
      }
      if (random.nextBoolean() || KILLS > 1) {
        shards[victim] = start(folder, sweep, study, victim);
      } // else the others take over what it leaves
    }
    finish(folder, sweep, study, shards, again);
    assertThat(trials(study)).as(again).isEqualTo(trials(whole));
    assertThat(study.resolve("_SUCCESS")).as(again).exists();
  }

  /** A round may wait for a shard that has ended in order: it runs again, as an array job would. */
  private static void finish(Path folder, Path sweep, Path study, Process[] shards, String again)
      throws Exception {
    for (int turn = 0; turn < 20; turn++) {
      for (int shard = 0; shard < SHARDS; shard++) {
        assertThat(shards[shard].waitFor(5, TimeUnit.MINUTES)).as(again).isTrue();
        assertThat(shards[shard].exitValue())
            .as(again + "\n" + Files.readString(folder.resolve("log-" + shard)))
            .isIn(0, KILLED);
      }
      if (Files.exists(study.resolve("_SUCCESS"))) {
        return;
      }
      for (int shard = 0; shard < SHARDS; shard++) {
        shards[shard] = start(folder, sweep, study, shard);
      }
    }
  }

  private static Process start(Path folder, Path sweep, Path study, int shard) throws IOException {
    return DriverProcess.start(
        folder.resolve("log-" + shard), command(sweep, study, "--shard", shard + "/" + SHARDS));
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
