package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cluster.ServerProcess;
import io.gradsweep.driver.study.DriverProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A publication that succeeds, and nobody is told. */
class LostReplyFaultsIT {

  private static final int TRIALS = 400;
  private static final double SHARE = 0.1;
  private static final String ENDPOINT = "spark.hadoop.fs.s3a.endpoint";

  @TempDir private static Path shared;
  private static Undisturbed undisturbed;

  @BeforeAll
  static void runOnce() throws Exception {
    undisturbed = Undisturbed.in(shared, TRIALS, "max_steps: [5, 50]");
  }

  private static void requireEnd(Process driver, Path log, String again) throws Exception {
    assertThat(driver.waitFor(5, TimeUnit.MINUTES)).as("ends: " + again).isTrue();
    assertThat(driver.exitValue()).as(again + "\n" + Files.readString(log)).isZero();
  }

  /** Spark runs the task again, which finds its own part published. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void aTaskThatDoesNotKnowThatItHasPublishedIsRunAgain(long seed, @TempDir Path folder)
      throws Exception {
    String again = Campaign.again(getClass(), seed);
    int count = 1 + Campaign.random(seed).nextInt(undisturbed.segments());
    Path study = folder.resolve("study");
    Path log = folder.resolve("log");
    String[] command = undisturbed.commandOn("local[2,2]", study.toString());
    requireEnd(DriverProcess.startWithFault(log, "AFTER_TRIALS!", count, command), log, again);
    undisturbed.requireEqual(study, again);
    assertThat(Files.readString(Path.of(log + ".spark"))).contains("injected at AFTER_TRIALS");
  }

  /** The client repeats the upload, and the store says that the name is taken: by itself. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void anUploadWhoseAnswerIsLostIsRecognised(long seed, @TempDir Path folder) throws Exception {
    String again = Campaign.again(getClass(), seed);
    Random random = Campaign.random(seed);
    Path log = folder.resolve("log");
    try (ServerProcess s3 = ServerProcess.s3(folder);
        ForgetfulProxy proxy =
            new ForgetfulProxy(URI.create(s3.settings().get(ENDPOINT)).getPort(), random, SHARE)) {
      Map<String, String> settings = new HashMap<>(s3.settings());
      settings.put(ENDPOINT, "http://127.0.0.1:" + proxy.port());
      String[] command = undisturbed.command(s3.folder() + "/study");
      requireEnd(
          DriverProcess.startWithFault(log, settings, s3.environment(), "NONE", 1, command),
          log,
          again);
      assertThat(proxy.forgotten()).as(again).isPositive();
      Campaign.tell(seed, "%d answers of the store lost", proxy.forgotten());
      undisturbed.requireEqual(
          folder.resolve("s3").resolve(URI.create(s3.folder()).getHost()).resolve("study"), again);
    }
  }
}
