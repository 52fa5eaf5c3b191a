package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cluster.HdfsCluster;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A DataNode dies at a random moment while a study is written, and the run goes on. */
class DataNodeFaultsIT {

  private static final String TRIALS =
      "SELECT * EXCLUDE (%s) FROM trials ORDER BY ALL".formatted(Gradsweep.PROVENANCE);
  private static final String STEPS = "SELECT * FROM trajectories ORDER BY ALL";

  /** Those that can be killed. */
  private static final int DATA_NODES = 2;

  @TempDir private static Path shared;
  private static Undisturbed undisturbed;
  private static List<String> trials;
  private static List<String> steps;
  private static HdfsCluster hdfs;
  private static String home;

  @BeforeAll
  static void start() throws Exception {
    undisturbed = Undisturbed.in(shared);
    trials = Undisturbed.rows(undisturbed.study().toString(), TRIALS);
    steps = Undisturbed.rows(undisturbed.study().toString(), STEPS);
    hdfs = new HdfsCluster(shared, DATA_NODES);
    home = System.setProperty("user.home", shared.toString()); // copies of remote parts go there
  }

  @AfterAll
  static void stop() throws IOException {
    System.setProperty("user.home", home);
    hdfs.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void aRunOutlivesADataNode(long seed, @TempDir Path folder) throws Exception {
    while (hdfs.dataNodes().size() < DATA_NODES) {
      hdfs.startDataNode(); // the case before has done without
    }
    String again = Campaign.again(getClass(), seed);
    Random random = Campaign.random(seed);
    String study = hdfs.folder() + "/study-" + seed;
    Path log = folder.resolve("log");
    Process driver = DriverProcess.start(log, undisturbed.command(study));
    int parts = random.nextInt(undisturbed.segments());
    while (driver.isAlive() && hdfs.files(study + "/trials") < parts) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    hdfs.dataNodes().get(random.nextInt(hdfs.dataNodes().size())).destroyForcibly();
    assertThat(driver.waitFor(5, TimeUnit.MINUTES)).as("ends: " + again).isTrue();
    assertThat(driver.exitValue()).as(again + "\n" + Files.readString(log)).isZero();
    requireEqual(study, again);
    Campaign.tell(seed, "DataNode killed after %d of %d parts", parts, undisturbed.segments());
  }

  private static void requireEqual(String study, String again) {
    assertThat(Undisturbed.rows(study, TRIALS).equals(trials)).as(again).isTrue();
    assertThat(Undisturbed.rows(study, STEPS).equals(steps)).as(again).isTrue();
  }
}
