package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cluster.Archives;
import io.gradsweep.driver.cluster.StandaloneCluster;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} from outside, many times in a row on one study, one to eight seconds apart:
 * {@code -Dfaults.row=N} kills, of all processes at once or of the JVM that runs a guarded trial,
 * with and without a trial that kills its own JVM; by default two, with such a trial.
 */
class OutsideKillFaultsIT {

  private static final int FEW = 2;
  private static final int KILLS = Integer.getInteger("faults.row", FEW);
  private static final int LEAST_MILLIS = 1000;
  private static final int MOST_MILLIS = 8000;

  private static final int KILLED = 137;

  /** The processes that are killed. A run whose children alone are killed goes on meanwhile. */
  private enum Victim {
    ALL(120),
    CHILD(300);

    private final int trialsPerKill; // of 20 ms each

    Victim(int trialsPerKill) {
      this.trialsPerKill = trialsPerKill;
    }
  }

  static Stream<Arguments> cases() {
    return Campaign.seeds()
        .boxed()
        .flatMap(
            seed ->
                Stream.of(Victim.values())
                    .flatMap(
                        victim ->
                            (KILLS > FEW ? Stream.of(false, true) : Stream.of(true))
                                .map(poison -> Arguments.of(seed, victim, poison))));
  }

  @TempDir private static Path shared;
  private static final Map<String, Undisturbed> UNDISTURBED = new HashMap<>();

  /** The study of a kind of case, which is run once. */
  private static Undisturbed undisturbed(Victim victim, boolean poison) throws Exception {
    String kind = "%s-%s".formatted(victim, poison);
    if (!UNDISTURBED.containsKey(kind)) {
      UNDISTURBED.put(
          kind, undisturbed(Files.createDirectory(shared.resolve(kind)), victim, poison));
    }
    return UNDISTURBED.get(kind);
  }

  private static Undisturbed undisturbed(Path folder, Victim victim, boolean poison)
      throws Exception {
    return Undisturbed.guarded(
        folder,
        "sweep: s",
        "simulation: poison",
        "grid:",
        "  - {poison: slow, step_size: 'linspace(0, 2, %d)'}"
            .formatted(KILLS * victim.trialsPerKill),
        poison ? "  - {poison: killed}" : "",
        "record: {points: 4}");
  }

  @ParameterizedTest(name = "seed {0}, {1}, poison: {2}")
  @MethodSource("cases")
  void killsInARowAreHeldAgainstNoTrial(
      long seed, Victim victim, boolean poison, @TempDir Path folder) throws Exception {
    Undisturbed undisturbed = undisturbed(victim, poison);
    Random random = Campaign.random(seed);
    Path study = folder.resolve("study");
    Path log = folder.resolve("log");
    if (victim == Victim.CHILD) {
      Undisturbed.guard(study);
    }
    int kills = 0;
    Process driver = DriverProcess.start(log, undisturbed.command(study));
    while (kills < KILLS && driver.isAlive()) {
      driver.waitFor(moment(random), TimeUnit.MILLISECONDS);
      kills += kill(victim, driver, random) ? 1 : 0;
      if (!driver.isAlive() && driver.exitValue() == KILLED && kills < KILLS) {
        driver = DriverProcess.start(log, undisturbed.command(study));
      }
    }
    requireEqual(undisturbed, study, driver, log, Campaign.again(getClass(), seed));
    Campaign.tell(seed, "%d kills of %s, poison: %s", kills, victim, poison);
  }

  private static int moment(Random random) {
    return LEAST_MILLIS + random.nextInt(MOST_MILLIS - LEAST_MILLIS);
  }

  private static boolean kill(Victim victim, Process driver, Random random) throws Exception {
    if (!driver.isAlive()) {
      return false;
    }
    if (victim == Victim.CHILD) {
      return OutsideKill.ofChild(driver.toHandle(), random);
    }
    OutsideKill.of(driver.toHandle(), random);
    return true;
  }

  private static void awaitEnd(Process driver, Path study, Path log, String again)
      throws Exception {
    boolean ended = driver.waitFor(5, TimeUnit.MINUTES);
    assertThat(ended)
        .as(
            "ends within five minutes: %s%n%d parts published%n%s",
            again, Undisturbed.parts(study), Files.readString(log))
        .isTrue();
  }

  private static void requireEqual(
      Undisturbed undisturbed, Path study, Process driver, Path log, String again)
      throws Exception {
    awaitEnd(driver, study, log, again);
    Process last = driver;
    while (last.exitValue() == KILLED) { // by a trial of its own, too
      last = DriverProcess.start(log, undisturbed.command(study));
      awaitEnd(last, study, log, again);
    }
    assertThat(last.exitValue())
        .as(again + "\n" + Files.readString(log))
        .isEqualTo(undisturbed.exit());
    assertThat(
            Undisturbed.rows(
                study.toString(), "SELECT reason FROM trials WHERE reason LIKE 'lost%'"))
        .as(again + "\n" + Files.readString(log))
        .isEmpty();
    undisturbed.requireEqual(study, again);
  }

  /** The command with its executors, or one executor with what it has started. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void killsOnAClusterAreHeldAgainstNoTrial(long seed, @TempDir Path folder) throws Exception {
    Undisturbed undisturbed = undisturbed(Victim.ALL, true);
    Random random = Campaign.random(seed);
    Path study = folder.resolve("study");
    Path log = folder.resolve("log");
    try (StandaloneCluster cluster = new StandaloneCluster(folder, Archives.spark(), 2, Map.of())) {
      Process driver = submit(cluster, undisturbed, study, log);
      for (int kills = 0; kills < KILLS; kills++) {
        driver.waitFor(LEAST_MILLIS + moment(random), TimeUnit.MILLISECONDS);
        List<ProcessHandle> executors = cluster.executors();
        if (!executors.isEmpty() && random.nextBoolean()) {
          OutsideKill.of(executors.get(random.nextInt(executors.size())), random);
        } else {
          OutsideKill.of(driver.toHandle(), random);
        }
        if (!driver.isAlive()) {
          driver = submit(cluster, undisturbed, study, log);
        }
      }
      requireEqual(undisturbed, study, driver, log, Campaign.again(getClass(), seed));
    }
  }

  private static Process submit(
      StandaloneCluster cluster, Undisturbed undisturbed, Path study, Path log) throws IOException {
    List<String> arguments = new ArrayList<>(Arrays.asList(undisturbed.command(study)));
    int master = arguments.indexOf("--master");
    arguments.subList(master, master + 2).clear(); // spark-submit's
    arguments.addAll(List.of("--jar", Archives.testSimulations().toString()));
    return cluster.submit(log, List.of(), Archives.cluster(), arguments.toArray(String[]::new));
  }
}
