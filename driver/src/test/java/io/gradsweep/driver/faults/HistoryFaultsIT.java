package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of one study: grids that grow and shrink, kills, shards of which only one comes,
 * failures that stop a run, repetitions, compactions. Every count is checked after every step; at
 * the end the study is that of a fresh run of the last sweep.
 */
class HistoryFaultsIT {

  private static final int MOST_EIGHTHS = 9;
  private static final String DROPPED = "--extend";

  private static final List<String> POINTS =
      List.of(
          "ROW_WRITTEN", "BEFORE_TRAJECTORIES", "BETWEEN_TRAJECTORIES_AND_TRIALS", "AFTER_TRIALS");

  /** The events of one step of a study's history, before most of which its sweep may change. */
  private enum Step {
    RUN,
    KILL,
    SHARD,
    STOP,
    RERUN,
    COMPACT
  }

  /** A sweep of eighths, of trials that fail or do not, and of replicates. */
  private record Grid(Set<Integer> eighths, Set<String> faults, int replicates) {

    String text() {
      return Stream.of(
              "sweep: s",
              "simulation: quadratic",
              "grid: {fault: [%s], step_size: [%s]}".formatted(String.join(", ", faults), values()),
              "replicates: " + replicates,
              "record: {points: 4}",
              "")
          .collect(Collectors.joining("\n"));
    }

    private String values() {
      return eighths.stream().map(e -> Double.toString(e / 8.0)).collect(Collectors.joining(", "));
    }

    /** The same set of trials in SQL, without any plan. */
    String condition() {
      return "step_size IN (%s) AND fault IN (%s) AND replicate < %d"
          .formatted(
              values(),
              faults.stream().map("'%s'"::formatted).collect(Collectors.joining(", ")),
              replicates);
    }

    long size() {
      return (long) eighths.size() * faults.size() * replicates;
    }

    static Grid random(Random random) {
      Set<Integer> eighths = new TreeSet<>();
      while (eighths.size() < 2 + random.nextInt(4)) {
        eighths.add(1 + random.nextInt(MOST_EIGHTHS));
      }
      Set<String> faults = random.nextInt(3) == 0 ? Set.of("none") : Set.of("none", "throws");
      return new Grid(eighths, new TreeSet<>(faults), 2 + random.nextInt(5));
    }
  }

  private Random random;
  private String again;
  private Path folder;
  private Path study;
  private Path sweep;
  private Grid grid;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void anyHistoryEndsAsAFreshRunOfItsLastSweep(long seed, @TempDir Path temporary)
      throws Exception {
    random = Campaign.random(seed);
    again = Campaign.again(getClass(), seed);
    folder = temporary;
    study = folder.resolve("study");
    sweep = folder.resolve("s.yaml");
    grid = Grid.random(random);
    Files.writeString(sweep, grid.text());
    List<Step> steps = new ArrayList<>(List.of(Step.values()));
    steps.add(Step.KILL);
    Collections.shuffle(steps, random);
    for (Step step : steps) {
      boolean whole = take(step);
      Campaign.tell(seed, "%s of %s: %s", step, grid, counted(whole));
    }
    change(); // at last another sweep, and a run that nothing disturbs
    take(Step.RUN);
    counted(true);
    requireFresh();
  }

  private void change() throws IOException {
    if (random.nextInt(3) > 0) {
      grid = Grid.random(random);
      Files.writeString(sweep, grid.text());
    }
  }

  /** Takes a step; whether the study's plan is the sweep's for certain afterwards. */
  private boolean take(Step step) throws Exception {
    switch (step) {
      case RUN -> {
        change();
        run();
      }
      case KILL -> {
        change();
        kill();
        return false;
      }
      case SHARD -> {
        change();
        run("--shard", random.nextInt(3) + "/3");
      }
      case STOP -> {
        change();
        run("--max-failures", "0");
      }
      case RERUN -> run("--rerun", random.nextBoolean() ? "failed" : "failed,converged");
      case COMPACT -> {
        if (hasPlan()) { // else a kill came before it
          assertThat(Gradsweep.run("compact", study.toString()).exit()).as(again).isZero();
        }
        return false;
      }
    }
    return true;
  }

  private boolean hasPlan() {
    return Files.exists(study.resolve("_plan/0000.json"));
  }

  private String[] command(String... more) {
    return Stream.concat(
            Stream.of(
                "run",
                sweep.toString(),
                "--out",
                study.toString(),
                DROPPED,
                "-q",
                "--master",
                "local[2]",
                "--segment-trials",
                Integer.toString(2 + random.nextInt(9))),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private void run(String... more) {
    Result result = Gradsweep.run(command(more));
    assertThat(result.exit()).as(again + "\n" + result.err()).isIn(0, 1);
  }

  private void kill() throws Exception {
    Path log = folder.resolve("log");
    String point = POINTS.get(random.nextInt(POINTS.size()));
    Process driver = DriverProcess.startWithFault(log, point, 1 + random.nextInt(30), command());
    assertThat(driver.waitFor(3, TimeUnit.MINUTES)).as(again).isTrue();
    assertThat(driver.exitValue()).as(again + "\n" + Files.readString(log)).isIn(0, 1, 137);
  }

  /** Checks all counts that a study has, and returns them. */
  private String counted(boolean whole) {
    if (!hasPlan()) {
      return "nothing there";
    }
    long rows = number("SELECT count(*) FROM all_trials");
    assertThat(number("SELECT count(DISTINCT trial_id) FROM all_trials")).as(again).isEqualTo(rows);
    long wanted = number("SELECT count(*) FROM all_trials WHERE " + grid.condition());
    if (whole) {
      assertThat(number("SELECT count(*) FROM trials")).as(again).isEqualTo(wanted);
    }
    Result plan = Gradsweep.run("plan", sweep.toString(), "--out", study.toString(), DROPPED);
    assertThat(plan.exit()).as(again + "\n" + plan.err()).isZero();
    assertThat(row(plan, "done")).as(again).isEqualTo(wanted);
    assertThat(row(plan, "new")).as(again).isEqualTo(grid.size() - wanted);
    Result status = Gradsweep.run("status", study.toString());
    assertThat(row(status, "trials with a row")).as(again).isEqualTo(rows);
    return "%d of %d trials have a row, %d rows".formatted(wanted, grid.size(), rows);
  }

  private long number(String sql) {
    return Long.parseLong(Undisturbed.rows(study.toString(), sql).get(0));
  }

  private long row(Result table, String what) {
    Matcher row = Pattern.compile("(?m)^ *" + what + " +\\| *(\\d+)").matcher(table.out());
    assertThat(row.find()).as(again + "\n" + table.out()).isTrue();
    return Long.parseLong(row.group(1));
  }

  private void requireFresh() throws IOException {
    Path fresh = folder.resolve("fresh");
    Result result =
        Gradsweep.run(
            "run", sweep.toString(), "--out", fresh.toString(), "-q", "--master", "local[2]");
    assertThat(result.exit()).as(result.err()).isIn(0, 1);
    for (String sql :
        List.of(
            "SELECT * EXCLUDE (%s) FROM trials ORDER BY ALL".formatted(Gradsweep.PROVENANCE),
            "SELECT s.* FROM trajectories s JOIN trials USING (trial_id) ORDER BY ALL")) {
      assertThat(Undisturbed.rows(study.toString(), sql))
          .as(again)
          .isEqualTo(Undisturbed.rows(fresh.toString(), sql));
    }
    assertThat(number("SELECT count(*) FROM trials")).as(again).isEqualTo(grid.size());
    requireAtRest();
  }

  private void requireAtRest() throws IOException {
    try (Stream<Path> files = Files.walk(study)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> study.relativize(f).toString()))
          .as(again)
          .contains("_SUCCESS")
          .noneMatch(name -> name.startsWith("_tmp/") || name.startsWith("_started/"))
          .noneMatch(name -> name.startsWith("_lock") || name.endsWith(".tmp"));
    }
  }
}
