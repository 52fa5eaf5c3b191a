package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code kill -9} of the driver at random moments of a run, several times on one study. */
class DriverKillFaultsIT {

  private static final int SLOTS = 2;
  private static final int MOST_KILLS = 2;

  @TempDir private static Path shared;
  private static Undisturbed undisturbed;
  private static long undisturbedMillis;

  @BeforeAll
  static void runOnce() throws Exception {
    undisturbed = Undisturbed.in(shared);
    long start = System.nanoTime();
    Process process = start(shared.resolve("timed"), shared.resolve("log"));
    assertThat(process.waitFor()).as(Files.readString(shared.resolve("log"))).isZero();
    undisturbedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private static Process start(Path study, Path log) throws IOException {
    return DriverProcess.start(log, undisturbed.command(study));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void killsAtAnyMomentLoseTheSegmentsInFlightAtMost(long seed, @TempDir Path folder)
      throws Exception {
    String again = Campaign.again(getClass(), seed);
    Random random = Campaign.random(seed);
    Path study = folder.resolve("study");
    Set<String> published = Set.of();
    int kills = 1 + random.nextInt(MOST_KILLS);
    for (int kill = 0; kill < kills; kill++) {
      Process driver = start(study, folder.resolve("log"));
      String moment = await(driver, study, random);
      boolean died = kill(driver);
      Set<String> now = Undisturbed.published(study);
      assertThat(now.containsAll(published)).as("published before stays: " + again).isTrue();
      assertThat(inFlight(study)).as(again).isLessThanOrEqualTo(SLOTS);
      published = now;
      Campaign.tell(
          seed,
          "driver %s %s, %d of %d trials published",
          died ? "killed" : "ended before it was to be killed",
          moment,
          published.size(),
          undisturbed.size());
    }
    String said = Undisturbed.finish(undisturbed.command(study));
    if (published.size() < undisturbed.size()) {
      assertThat(said).as(again).contains(published.size() + " there already");
    }
    assertThat(Undisturbed.published(study).containsAll(published))
        .as("nothing published is run again: " + again)
        .isTrue();
    undisturbed.requireEqual(study, again);
  }

  /** Half of the moments are times, which hit all that a run does; half hit the segments. */
  private static String await(Process driver, Path study, Random random) throws Exception {
    if (random.nextBoolean()) {
      long millis = (long) (random.nextDouble() * undisturbedMillis);
      driver.waitFor(millis, TimeUnit.MILLISECONDS);
      return "after %d of %d ms".formatted(millis, undisturbedMillis);
    }
    int there = Undisturbed.parts(study);
    int parts = there + random.nextInt(Math.max(1, undisturbed.segments() - there));
    while (driver.isAlive() && Undisturbed.parts(study) < parts) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return "after %d of %d parts".formatted(parts, undisturbed.segments());
  }

  /** False where the process has ended by itself. */
  private static boolean kill(Process process) throws Exception {
    if (!process.isAlive()) {
      return false;
    }
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly().waitFor();
    for (ProcessHandle child : children) {
      CompletableFuture<ProcessHandle> end = child.onExit();
      end.get(1, TimeUnit.MINUTES); // nobody outlives the driver
    }
    return true;
  }

  /** Segments that were begun and are not published. */
  private static long inFlight(Path study) throws IOException {
    Path temporaries = study.resolve("_tmp");
    if (!Files.exists(temporaries)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(temporaries)) {
      return files.filter(file -> file.getFileName().toString().startsWith("trials-g")).count();
    }
  }
}
