package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trajectories;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.workers.Quadratic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One sweep file becomes a study: whole, the same however it is run, and only as far as asked. */
class TestRun {

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'linspace(0, 2.5, 11)', max_steps: [5, 50]}",
    "replicates: 5",
    "record: {points: 8}"
  };

  @TempDir private Path folder;

  @BeforeEach
  void hold() {
    Quadratic.hold();
  }

  @AfterEach
  void release() {
    Quadratic.release();
  }

  private Path study(String name) {
    return folder.resolve(name);
  }

  private Result runInto(String name, Path sweep, String... options) {
    return run(
        Stream.concat(
                Stream.of("run", sweep.toString(), "--out", study(name).toString(), "-q"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void rowsDoNotDependOnCoresOrSegments() throws IOException, SQLException {
    Path sweep = write(folder, SWEEP);
    Result one = runInto("one", sweep, "--master", "local[1]");
    assertThat(one.exit()).as(one.err()).isZero();
    assertThat(runInto("two", sweep, "--master", "local[2]").exit()).isZero();
    Result small = runInto("small", sweep, "--segment-trials", "7");
    assertThat(small.exit()).isZero();
    assertThat(small.err()).contains("compacted: 32 data files are 2 now");
    assertThat(trials(study("one"))).hasSize(110);
    for (String other : List.of("two", "small")) {
      assertThat(trials(study(other))).isEqualTo(trials(study("one")));
      assertThat(trajectories(study(other))).isEqualTo(trajectories(study("one")));
    }
    assertThat(study("small").resolve("_SUCCESS")).exists();
    assertThat(run("status", study("small").toString()).out()).contains("16 of 16");
    assertThat(one.out()).contains("step_size", "success");
    assertThat(one.err()).contains("110 trials: ");
  }

  @Test
  void anotherFixedValueIsRefusedByNameAndExtendKeepsBoth() throws IOException, SQLException {
    runInto("a", write(folder, SWEEP));
    String[] other = SWEEP.clone();
    other[2] = "grid: {step_size: 'linspace(0, 2.5, 11)', max_steps: 7}";
    Path sweep = write(folder, other);
    List<String> before = trials(study("a"));
    Result refused = runInto("a", sweep);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("another sweep ran there; give another --out, or --extend to keep both")
        .contains("max_steps: 5, 50 before, 7 now");
    assertThat(trials(study("a"))).isEqualTo(before);
    Result extended = runInto("a", sweep, "--extend");
    assertThat(extended.exit()).as(extended.err()).isZero();
    assertThat(trials(study("a"))).hasSize(165);
    assertThat(query("SELECT count(*), min(max_steps), max(max_steps) FROM trials"))
        .contains("55,7,7");
    assertThat(query("SELECT count(*) FROM all_trials")).contains("165");
    assertThat(
            run("summarize", study("a").toString(), "--by", "max_steps", "--format", "csv").out())
        .contains("\n7,55,")
        .doesNotContain("\n50,");
  }

  private String query(String sql) {
    return run("query", study("a").toString(), sql, "--format", "csv").out();
  }

  @Test
  void faultsAreRowsAndTheirNeighboursAreUnharmed() throws IOException, SQLException {
    String[] faulty = {
      "sweep: s",
      "simulation: quadratic",
      "grid: {fault: [none, throws, nan, loops], step_size: [0.1, 0.2]}",
      "time_limit: 2s"
    };
    Result result = runInto("faulty", write(folder, faulty));
    assertThat(result.exit()).isEqualTo(1);
    List<String> rows = trials(study("faulty"));
    assertThat(rows).hasSize(8);
    assertThat(rows.stream().filter(row -> row.contains("| failed | unexpected: "))).hasSize(2);
    assertThat(rows.stream().filter(row -> row.contains("simulation returned NaN"))).hasSize(2);
    assertThat(rows.stream().filter(row -> row.contains("| timed_out | time limit of 2 s")))
        .hasSize(2);
    assertThat(rows.stream().filter(row -> row.contains("| converged | "))).hasSize(2);
    assertThat(result.err())
        .contains("failed ×2: simulation returned NaN for final_error")
        .contains("failed ×2: unexpected: java.lang.IllegalStateException: broken on purpose")
        .contains("timed_out ×2: ")
        .contains("replay: gradsweep replay ");
    String id = result.err().split("replay " + study("faulty") + " ")[1].substring(0, 32);
    Result replayed = run("replay", study("faulty").toString(), id);
    assertThat(replayed.err()).contains("the replay equals the row, bit for bit");
    assertThat(replayed.exit()).isEqualTo(1);
  }

  @Test
  void rerunRepeatsTheAskedStatusesAlone() throws IOException, SQLException {
    String[] faulty = {
      "sweep: s",
      "simulation: quadratic",
      "grid: {fault: [none, sleeps], step_size: [0.1, 0.2, 0.3]}",
      "time_limit: 1s",
      "record: {points: 4}"
    };
    Path sweep = write(folder, faulty);
    Result first = runInto("a", sweep, "--segment-trials", "4", "--rerun=failed");
    String hint = "3 trials timed out; to run them again, maybe with a longer --time-limit: ";
    assertThat(first.err()).contains(hint);
    String command = first.err().split(hint)[1].lines().findFirst().orElseThrow();
    assertThat(command)
        .startsWith("gradsweep run ")
        .endsWith(" --segment-trials 4 --rerun timed_out")
        .doesNotContain("failed");
    String told = run("status", study("a").toString(), "--format", "csv").out();
    String file = study("a").resolve("sweep.yaml").toString();
    assertThat(told)
        .contains("gradsweep run %s --out %s --rerun timed_out".formatted(file, study("a")));
    assertThat(query("SELECT count(*) FROM trials WHERE status = 'timed_out'")).contains("\n3\n");
    String kept = query("SELECT trial_id, started_at FROM trials WHERE fault = 'none' ORDER BY 1");
    // as status says it
    Result again = runInto("a", Path.of(file), "--rerun", "timed_out", "--time-limit", "1m");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.err()).doesNotContain("timed out; to run");
    assertThat(run("status", study("a").toString()).out()).doesNotContain("timed_out");
    assertThat(trials(study("a"))).hasSize(6);
    assertThat(query("SELECT count(*) FROM trials WHERE status = 'converged'")).contains("\n6\n");
    assertThat(query("SELECT trial_id, started_at FROM trials WHERE fault = 'none' ORDER BY 1"))
        .isEqualTo(kept);
    assertThat(
            query(
                "SELECT count(DISTINCT trial_id), count(*) = count(DISTINCT (trial_id, step))"
                    + " FROM trajectories"))
        .contains("6,true");
    assertThat(runInto("a", sweep, "--rerun", "late").err())
        .contains("Cannot read status: 'late' (must be one of converged, ");
  }

  @Test
  void freshDeletesOnlyWhatRunsLeft() throws IOException, SQLException {
    Path sweep = write(folder, SWEEP);
    runInto("a", sweep);
    Files.writeString(study("a").resolve("notes.txt"), "mine");
    String[] other = SWEEP.clone();
    other[3] = "replicates: 2";
    Path smaller = write(folder, other);
    assertThat(runInto("a", smaller, "--fresh").err())
        .contains("(no terminal to confirm on; give --yes)");
    assertThat(trials(study("a"))).hasSize(110);
    Files.delete(study("a").resolve("notes.txt"));
    assertThat(runInto("a", smaller, "--fresh", "--yes").exit()).isZero();
    assertThat(trials(study("a"))).hasSize(44);
  }

  @Test
  void aFolderThatHoldsSomethingElseIsRefused() throws IOException {
    Path sweep = write(folder, SWEEP);
    Files.createDirectories(study("other"));
    Files.writeString(study("other").resolve("thesis.tex"), "years of work");
    Result refused = runInto("other", sweep);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("(holds other files, such as 'thesis.tex'; give another --out)");
    assertThat(Files.list(study("other"))).hasSize(1);
  }

  @Test
  void quickResultsGoBesideTheOthers() throws IOException, SQLException {
    String[] quick =
        Stream.concat(Stream.of(SWEEP), Stream.of("quick: {replicates: 1}")).toArray(String[]::new);
    assertThat(runInto("a", write(folder, quick), "--quick").exit()).isZero();
    assertThat(trials(study("a-quick"))).hasSize(22);
    assertThat(study("a")).doesNotExist();
  }
}
