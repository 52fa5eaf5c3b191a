package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A sweep, and the study that it comes to where nothing fails. */
final class Undisturbed {

  private static final String STUDY = "undisturbed";
  private static final int CONFIGURATIONS = 40;
  private static final int MOST_SEGMENTS = 100;
  private static final int LEAST_PER_SEGMENT = 10;

  /** All that may lie in a study at rest. */
  private static final String FILES =
      "manifest[.]json|sweep[.]yaml|_SUCCESS|(_plan|_files)/[0-9]+[.]json"
          + "|_logs/g[0-9]+-s[0-9]+[.]txt|(trials|trajectories)/(g[0-9]+-s[0-9]+|c[0-9]+-[0-9]+-[0-9a-f]+)[.]parquet";

  private final Path sweep;
  private final Path study;
  private final int exit;
  private final List<String> trials;
  private final List<String> trajectories;

  private Undisturbed(Path sweep, Path study, int exit) throws SQLException {
    this.sweep = sweep;
    this.study = study;
    this.exit = exit;
    trials = Gradsweep.trials(study);
    trajectories = Gradsweep.trajectories(study);
  }

  /** Runs the sweep of the campaign in this process. */
  static Undisturbed in(Path folder) throws IOException, SQLException {
    return in(folder, Campaign.TRIALS, "max_steps: [5, 50]");
  }

  /**
   * Runs a sweep in this process.
   *
   * @param values of the trivial simulation's other parameters, two in all
   */
  static Undisturbed in(Path folder, int trials, String values) throws IOException, SQLException {
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: 'linspace(0, 2.5, 20)', %s}".formatted(values),
            "replicates: " + trials / CONFIGURATIONS,
            "record: {points: 8}");
    Path study = folder.resolve(STUDY);
    finish(command(sweep, study.toString(), trials, "local[2]"));
    Undisturbed undisturbed = new Undisturbed(sweep, study, 0);
    assertThat(undisturbed.trials).hasSize(trials);
    return undisturbed;
  }

  /** Runs any sweep, each trial guarded: it may kill its JVM. */
  static Undisturbed guarded(Path folder, String... lines) throws IOException, SQLException {
    guard(folder.resolve(STUDY));
    return of(folder, lines);
  }

  /** Runs any sweep. */
  static Undisturbed of(Path folder, String... lines) throws IOException, SQLException {
    Path sweep = Gradsweep.write(folder, lines);
    Path study = folder.resolve(STUDY);
    Result result = Gradsweep.run(command(sweep, study.toString(), 0, "local[2]"));
    assertThat(result.exit()).as(result.err()).isBetween(0, 1);
    return new Undisturbed(sweep, study, result.exit());
  }

  /** Has all trials of a study guarded, from the first. */
  static void guard(Path study) throws IOException {
    Files.createDirectories(study.resolve("_started"));
    Files.writeString(study.resolve("_started/poison"), "[]");
  }

  /** The status that a run of the whole sweep ends with. */
  int exit() {
    return exit;
  }

  private static String[] command(Path sweep, String study, int trials, String master) {
    return new String[] {
      "run",
      sweep.toString(),
      "--out",
      study,
      "--segment-trials",
      Integer.toString(perSegment(trials)),
      "--master",
      master
    };
  }

  private static int perSegment(int trials) {
    return Math.max(LEAST_PER_SEGMENT, trials / MOST_SEGMENTS);
  }

  /** Segments that the study is cut into. */
  int segments() {
    return trials.size() / perSegment(trials.size());
  }

  /** The command that makes the sweep's study in a folder. */
  String[] command(String study) {
    return commandOn("local[2]", study);
  }

  String[] commandOn(String master, String study) {
    return command(sweep, study, trials.size(), master);
  }

  String[] command(Path study) {
    return command(study.toString());
  }

  int size() {
    return trials.size();
  }

  /** Runs a command that has to end well, and returns what it said beside its answer. */
  static String finish(String... command) {
    Result result = Gradsweep.run(command);
    assertThat(result.exit()).as(result.err()).isZero();
    return result.err();
  }

  /** Folder of the study with which it is compared. */
  Path study() {
    return study;
  }

  /** Fails unless a study is whole, at rest, and equal but for provenance. */
  void requireEqual(Path study, String again) throws SQLException, IOException {
    List<String> rows = Gradsweep.trials(study);
    assertThat(ids(rows)).as(again).hasSameSizeAs(rows).hasSameSizeAs(trials);
    assertThat(rows.equals(trials)).as("equal trials: " + again).isTrue();
    assertThat(Gradsweep.trajectories(study).equals(trajectories))
        .as("equal trajectories: " + again)
        .isTrue();
    requireAtRest(study, again);
  }

  /** The first column of sorted columns is the identity. */
  private static Set<String> ids(List<String> rows) {
    Set<String> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.substring(0, row.indexOf(' '))));
    return ids;
  }

  private static void requireAtRest(Path study, String again) throws IOException {
    try (Stream<Path> files = Files.walk(study)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> study.relativize(f).toString()))
          .as(again)
          .contains("_SUCCESS")
          .allMatch(name -> name.matches(FILES));
    }
  }

  /** Parts of trials in a study on the local disk. */
  static int parts(Path study) {
    String[] names = study.resolve("trials").toFile().list();
    return names == null ? 0 : names.length;
  }

  /** Trials that readers see, each with what would differ if it were run again. */
  static Set<String> published(Path study) {
    if (!Files.exists(study.resolve("_plan/0000.json"))) {
      return Set.of();
    }
    return Set.copyOf(
        rows(study.toString(), "SELECT trial_id, started_at, wall_time_ns FROM all_trials"));
  }

  /** An answer of gradsweep's, without its head. */
  static List<String> rows(String study, String sql) {
    Result result = Gradsweep.run("query", study, sql, "--format", "csv");
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out().lines().skip(1).toList();
  }
}
