package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.study.DriverProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two drivers come to the study of a dead one at about the same time, and find its lock. */
class TwoDriversFaultsIT {

  private static final int TRIALS = 2000;

  @TempDir private static Path shared;
  private static Undisturbed undisturbed;

  @BeforeAll
  static void runOnce() throws Exception {
    undisturbed = Undisturbed.in(shared, TRIALS, "max_steps: [5, 50]");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void oneTakesTheLockOverAndTheOtherIsRefused(long seed, @TempDir Path folder) throws Exception {
    String again = Campaign.again(getClass(), seed);
    Random random = Campaign.random(seed);
    Path study = folder.resolve("study");
    String[] command = undisturbed.command(study);
    int rows = 1 + random.nextInt(TRIALS - 1);
    Process dead =
        DriverProcess.startWithFault(folder.resolve("dead"), "ROW_WRITTEN", rows, command);
    assertThat(dead.waitFor()).as(again).isEqualTo(137);
    assertThat(study.resolve("_lock")).exists();

    List<Process> drivers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      drivers.add(DriverProcess.start(folder.resolve("log-" + i), command));
      TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
    }
    List<Integer> ends = new ArrayList<>();
    String said = "";
    for (int i = 0; i < 2; i++) {
      assertThat(drivers.get(i).waitFor(3, TimeUnit.MINUTES)).as("ends: " + again).isTrue();
      ends.add(drivers.get(i).exitValue());
      said += Files.readString(folder.resolve("log-" + i));
    }
    Campaign.tell(seed, "after a death at row %d, two drivers ended with %s", rows, ends);
    // 0 twice where the second came when the first was done: it had nothing to do
    assertThat(ends).as(said).contains(0).allMatch(end -> end == 0 || end == 2);
    assertThat(said)
        .containsAnyOf("writes it; wait for it, or stop it", "nothing to do: all trials");
    undisturbed.requireEqual(study, again);
  }
}
