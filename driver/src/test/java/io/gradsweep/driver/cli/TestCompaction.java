package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trajectories;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.rewrite.CompactionLoop;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many small files become few large ones: before, meanwhile and after, every row counts once. */
class TestCompaction extends OnStudyCopies {

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {fault: [none, nan], step_size: 'linspace(0, 2.5, 10)', max_steps: [5, 50]}",
    "replicates: 5",
    "record: {points: 8}"
  };

  private static final String ALL =
      "SELECT (SELECT count(*) FROM trials) AS n, (SELECT count(DISTINCT trial_id) FROM trials) AS"
          + " d, (SELECT sum(steps) FROM trials) AS s, (SELECT count(*) FROM trajectories) AS t,"
          + " (SELECT sum(step) FROM trajectories) AS u";

  /** Twelve segments in 24 files. */
  @BeforeAll
  static void runOnce() throws IOException {
    make(17, SWEEP);
  }

  private static String[] command(Path sweep, Path study, String segmentTrials) {
    return new String[] {
      "run",
      sweep.toString(),
      "--out",
      study.toString(),
      "-q",
      "--segment-trials",
      segmentTrials,
      "--master",
      "local[2]"
    };
  }

  private Result compact() {
    Result result = run("compact", study.toString());
    assertThat(result.exit()).as(result.err()).isZero();
    return result;
  }

  private String ask(String... options) {
    Result result =
        run(
            Stream.concat(
                    Stream.of("query", study.toString(), ALL, "--format", "csv"),
                    Stream.of(options))
                .toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out();
  }

  private List<String> files(String table) throws IOException {
    try (Stream<Path> files = Files.list(study.resolve(table))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private int die(String point, int count, String... command) throws Exception {
    Process process = DriverProcess.startWithFault(folder.resolve("log-2"), point, count, command);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  @Test
  void everyRowIsTheSameAndTheFilesAreFew() throws IOException, SQLException {
    List<String> rows = Gradsweep.query(everything("trials"));
    List<String> steps = trajectories(study);
    String asked = ask();
    assertThat(files("trials")).hasSize(12);
    assertThat(compact().out()).isEqualTo("24 data files are 2 now\n");
    assertThat(files("trials")).hasSize(1).allMatch(name -> name.startsWith("c0000-00000-"));
    assertThat(files("trajectories")).isEqualTo(files("trials"));
    assertThat(Gradsweep.query(everything("trials"))).hasSize(200).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
    assertThat(ask()).isEqualTo(asked);
    assertThat(ask("--engine", "spark", "--master", "local[2]")).isEqualTo(asked);
    assertThat(compact().out()).isEqualTo("nothing to compact: 2 data files\n");
    assertThat(files("_files")).containsExactly("0000.json");
  }

  /** The first segment's row group is large; the second's rows are read and written again. */
  @Test
  void largeRowGroupsAreCopiedAsTheyAreAndSmallOnesAreNot() throws IOException, SQLException {
    Path large = folder.resolve("large.yaml");
    Files.write(
        large,
        List.of(
            "sweep: large",
            "simulation: quadratic",
            "grid: {fault: [none, nan], step_size: 'linspace(0, 2.5, 25500)', max_steps: [1]}",
            "record: {points: 2}"));
    study = folder.resolve("large");
    Result result = run(command(large, study, "50500"));
    assertThat(result.exit()).as(result.err()).isLessThan(2);
    List<String> rows = Gradsweep.query(everything("trials"));
    String asked = ask();
    String groups =
        "SELECT DISTINCT row_group_num_rows FROM parquet_metadata('%s/trials/*.parquet') ORDER BY 1";
    assertThat(Gradsweep.query(groups.formatted(study))).containsExactly("500", "50500");
    assertThat(compact().out()).isEqualTo("4 data files are 2 now\n");
    assertThat(Gradsweep.query(groups.formatted(study))).containsExactly("500", "50500");
    assertThat(Gradsweep.query(everything("trials"))).hasSize(51_000).isEqualTo(rows);
    assertThat(ask()).isEqualTo(asked);
    assertThat(ask("--engine", "spark", "--master", "local[2]")).isEqualTo(asked);
    assertThat(run("check", study.toString()).exit()).isZero();
  }

  /** Provenance too. */
  private String everything(String table) {
    return "SELECT * FROM read_parquet('%s/%s/*.parquet') ORDER BY ALL".formatted(study, table);
  }

  @Test
  void rowsStandInTheOrderOfThePlan() throws SQLException {
    String order = "SELECT trial_id FROM read_parquet('%s/%s/*.parquet')";
    List<String> trials = Gradsweep.query(order.formatted(study, "trials"));
    List<String> steps = Gradsweep.query(order.formatted(study, "trajectories"));
    compact();
    assertThat(Gradsweep.query(order.formatted(study, "trials"))).isEqualTo(trials);
    assertThat(Gradsweep.query(order.formatted(study, "trajectories"))).isEqualTo(steps);
  }

  @Test
  void othersReadTheSameColumnsInTheSameOrder() throws SQLException {
    String columns =
        "SELECT DISTINCT name, type, repetition_type, field_id FROM"
            + " parquet_schema('%s/%s/*.parquet') WHERE type IS NOT NULL";
    List<String> before = Gradsweep.query(columns.formatted(study, "trials") + " ORDER BY ALL");
    compact();
    assertThat(Gradsweep.query(columns.formatted(study, "trials") + " ORDER BY ALL"))
        .isEqualTo(before);
  }

  /** Parts of an older version lack columns, or have columns that are gone today. */
  @Test
  void filesOfDifferentColumnsAreUnitedByName() throws IOException, SQLException {
    Gradsweep.rewrite(study.resolve("trials/g0000-s00000.parquet"), "* EXCLUDE (rate, fault)");
    Gradsweep.rewrite(study.resolve("trials/g0000-s00005.parquet"), "*, 1.5::DOUBLE AS old");
    Gradsweep.rewrite(study.resolve("trajectories/g0000-s00002.parquet"), "* EXCLUDE (time)");
    String sql = "SELECT * FROM read_parquet('%s/%s/*.parquet', union_by_name = true) ORDER BY ALL";
    List<String> rows = Gradsweep.query(sql.formatted(study, "trials"));
    List<String> steps = Gradsweep.query(sql.formatted(study, "trajectories"));
    assertThat(compact().out()).isEqualTo("24 data files are 2 now\n");
    String columns = "fault, rate, old, status, trial_id";
    assertThat(
            Gradsweep.query(
                "SELECT %s FROM read_parquet('%s/trials/*.parquet') ORDER BY trial_id"
                    .formatted(columns, study)))
        .hasSize(rows.size())
        .anyMatch(row -> row.contains(" | 1.5 | "))
        .anyMatch(row -> row.startsWith("null | null | null | "));
    assertThat(sorted(Gradsweep.query(sql.formatted(study, "trials")))).isEqualTo(sorted(rows));
    assertThat(sorted(Gradsweep.query(sql.formatted(study, "trajectories"))))
        .isEqualTo(sorted(steps));
  }

  /** A file where a name has another type stays beside the others. */
  @Test
  void columnsOfOneNameAndTwoTypesAreNotMixed() throws IOException, SQLException {
    Gradsweep.rewrite(
        study.resolve("trials/g0000-s00005.parquet"), "* REPLACE (steps::DOUBLE AS steps)");
    String asked = ask();
    compact();
    assertThat(files("trials")).hasSize(3);
    assertThat(ask()).isEqualTo(asked);
  }

  private static List<String> sorted(List<String> rows) {
    return rows.stream().sorted().toList();
  }

  /** Without the dead writers, of which each has its own number. */
  private String status() {
    return run("status", study.toString(), "--format", "csv")
        .out()
        .replaceAll("(?m)^writer.*\\R", "");
  }

  /** Counts are of times that a point is reached; a compaction writes one pair of files here. */
  @ParameterizedTest
  @CsvSource({
    "REPLACEMENT_PUBLISHED, 1",
    "REPLACEMENT_PUBLISHED, 2",
    "LIST_PUBLISHED, 1",
    "REPLACED_DELETED, 7"
  })
  void deathAtAnyPointLosesNoRowAndDoublesNone(String point, int count) throws Exception {
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    String asked = ask();
    String status = status();
    assertThat(die(point, count, "compact", study.toString())).isEqualTo(137);
    assertThat(ask()).isEqualTo(asked);
    assertThat(status()).isEqualTo(status);
    compact();
    requireExact(rows, steps);
    assertThat(ask()).isEqualTo(asked);
  }

  private void requireExact(List<String> rows, List<String> steps)
      throws SQLException, IOException {
    assertThat(trials(study)).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
    assertThat(files("trials")).hasSize(1);
    assertThat(files("trajectories")).hasSize(1);
    assertThat(files("_tmp")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource("REPLACED_DELETED, 8")
  void theNextRunFinishesWhatACompactionLeft(String point, int count) throws Exception {
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    assertThat(die(point, count, "compact", study.toString())).isEqualTo(137);
    Result again = run(command(sweep, study, "17"));
    assertThat(again.exit()).isEqualTo(1); // some trials fail on purpose
    assertThat(again.err()).contains("nothing to do: all trials of the plan have a row");
    requireExact(rows, steps);
  }

  @Test
  void aCompactedStudyResumesAndGrowsAndIsCompactedAgain() throws IOException, SQLException {
    compact();
    assertThat(run(command(sweep, study, "17")).err())
        .contains("nothing to do: all trials of the plan have a row");
    String[] grown = SWEEP.clone();
    grown[3] = "replicates: 7";
    Path larger = write(folder, grown);
    Result plan = run("plan", larger.toString(), "--out", study.toString());
    assertThat(plan.out()).containsPattern("new +\\| 80").containsPattern("done +\\| 200");
    run(command(larger, study, "17"));
    assertThat(files("trials")).hasSize(1).allMatch(name -> name.startsWith("c0001-"));
    Path whole = folder.resolve("whole");
    InlineRun.run(larger, whole, 1000);
    assertThat(trials(study)).hasSize(280).isEqualTo(trials(whole));
    assertThat(trajectories(study)).isEqualTo(trajectories(whole));
    assertThat(ask()).startsWith("n,d,s,t,u\n280,280,");
  }

  /** Segments of five indices each; the filter leaves some of them, at any place, without rows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "step_size <= 0.3",
        "step_size >= 0.3",
        "step_size == 0.1 or step_size == 0.4",
        "step_size == 0.2",
        "step_size == 0.4"
      })
  void segmentsWithoutRowsAreCompactedAgainAndAgain(String filter) throws Exception {
    String[] filtered = {
      "sweep: f",
      "simulation: quadratic",
      "grid: {step_size: [0.1, 0.2, 0.3, 0.4], where: '" + filter + "'}",
      "replicates: 5",
      "record: {points: 4}"
    };
    Path small = write(folder, filtered);
    study = folder.resolve("filtered");
    InlineRun.runWithoutCompaction(small, study, 5);
    String compacted = files(4) + " data files are 2 now\n";
    assertThat(compact().out()).isEqualTo(compacted);
    filtered[3] = "replicates: 7";
    Path larger = write(folder, filtered);
    for (int time = 0; time < 2; time++) { // a plan of which others hold all adds empty segments
      Path sweep = time == 0 ? larger : write(folder, filtered[0], filtered[1], filtered[2]);
      Result grown = run("run", sweep.toString(), "--out", study.toString(), "-q", "--extend");
      assertThat(grown.exit()).as(grown.err()).isZero();
      compact();
      assertThat(compact().out()).isEqualTo("nothing to compact: 2 data files\n");
    }
    Path whole = folder.resolve("whole");
    filtered[3] = "replicates: 7";
    InlineRun.run(write(folder, filtered), whole, 1000);
    assertThat(trials(study)).isNotEmpty().isEqualTo(trials(whole));
    assertThat(trajectories(study)).isNotEmpty().isEqualTo(trajectories(whole));
    Path merged = folder.resolve("merged");
    Result result = run("merge", study.toString(), whole.toString(), "--out", merged.toString());
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(trials(merged)).isEqualTo(trials(whole));
    assertThat(trajectories(merged)).isEqualTo(trajectories(whole));
  }

  /** So many in both tables; of segments without rows, no file of recorded steps is there. */
  private long files(int segments) throws IOException {
    assertThat(files("trials")).hasSize(segments);
    return segments + files("trajectories").size();
  }

  @Test
  void repeatedTrialsReplaceTheirRowsAndNoOther() throws IOException, SQLException {
    compact();
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    String kept =
        "SELECT trial_id, started_at FROM read_parquet('%s/trials/*.parquet') WHERE max_steps = 5"
            + " AND status <> 'failed' ORDER BY 1";
    List<String> before = Gradsweep.query(kept.formatted(study));
    Result plan = run("plan", sweep.toString(), "--out", study.toString(), "--rerun", "failed");
    assertThat(plan.out()).containsPattern("new +\\| 100 ").containsPattern("segments +\\| 11 ");
    String[] again =
        Stream.concat(Stream.of(command(sweep, study, "17")), Stream.of("--rerun", "failed"))
            .toArray(String[]::new);
    Result repeated = run(again);
    assertThat(repeated.exit()).as(repeated.err()).isEqualTo(1);
    assertThat(trials(study)).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
    assertThat(Gradsweep.query(kept.formatted(study))).isEqualTo(before);
    assertThat(
            Gradsweep.query(
                "SELECT count(DISTINCT started_at) > 1 FROM read_parquet('%s/trials/*.parquet')"
                    .formatted(study)))
        .containsExactly("true");
  }

  @ParameterizedTest
  @CsvSource({"REPLACEMENT_PUBLISHED, 2", "LIST_PUBLISHED, 1"})
  void deathWhileSegmentsAreTakenOutIsMadeGood(String point, int count) throws Exception {
    compact();
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    String asked = ask();
    String[] again =
        Stream.concat(Stream.of(command(sweep, study, "17")), Stream.of("--rerun", "failed"))
            .toArray(String[]::new);
    assertThat(die(point, count, again)).isEqualTo(137);
    assertThat(ask()).isEqualTo(asked);
    compact();
    requireExact(rows, steps);
  }

  /** A run that was thought dead publishes a segment that lies in a compacted file by now. */
  @Test
  void whatALateTwinPublishesDoesNotCount() throws IOException, SQLException {
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    String asked = ask();
    String part = "g0000-s00003.parquet";
    for (String table : List.of("trials", "trajectories")) {
      Files.copy(study.resolve(table).resolve(part), folder.resolve(table + part));
    }
    compact();
    for (String table : List.of("trials", "trajectories")) {
      Files.copy(
          folder.resolve(table + part),
          study.resolve(table).resolve(part),
          StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(ask()).isEqualTo(asked);
    assertThat(run(command(sweep, study, "17")).err()).contains("nothing to do");
    requireExact(rows, steps);
  }

  @Test
  void aCompactedFileThatIsDeletedIsRunAgain() throws IOException, SQLException {
    List<String> rows = trials(study);
    compact();
    Path file = study.resolve("trials").resolve(files("trials").get(0));
    Files.writeString(file, "x");
    Result damaged = run("status", study.toString());
    assertThat(damaged.exit()).isEqualTo(2);
    assertThat(damaged.err())
        .contains(
            file.getFileName() + ": not a whole Parquet file (delete it, and 'gradsweep run'");
    Files.delete(file);
    assertThat(run("status", study.toString()).out()).contains("0 of 12");
    run(command(sweep, study, "17"));
    assertThat(trials(study)).isEqualTo(rows);
  }

  @Test
  void aDamagedListIsNamedAndChangesNothing() throws IOException {
    compact();
    for (String json : List.of("", "{", "null", "{}", "{\"number\": 0, \"files\": [{}]}")) {
      Files.writeString(study.resolve("_files/0000.json"), json);
      for (List<String> command :
          List.of(List.of("status"), List.of("compact"), List.of("summarize"))) {
        Result result = run(command.get(0), study.toString());
        assertThat(result.exit()).as(json + command).isEqualTo(2);
        assertThat(result.err())
            .contains("_files/0000.json is damaged, or not gradsweep's; restore it, or give");
      }
    }
    Result fresh =
        run(
            Stream.concat(Stream.of(command(sweep, study, "17")), Stream.of("--fresh", "--yes"))
                .toArray(String[]::new));
    assertThat(fresh.err()).contains("200 trials: ");
  }

  @Test
  void aReaderInALoopSeesTheSameRowsThroughout() throws Exception {
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    String asked = ask();
    AtomicInteger reads = new AtomicInteger();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> writer =
          thread.submit(
              () -> {
                CompactionLoop.run(study, () -> reads.get() < 3 && System.nanoTime() - end < 0);
                return null;
              });
      while (!writer.isDone()) {
        assertThat(ask()).isEqualTo(asked);
        reads.incrementAndGet();
      }
      writer.get();
      assertThat(reads).hasValueGreaterThan(1);
    } finally {
      thread.shutdownNow();
    }
    requireExact(rows, steps);
  }

  @Test
  void nobodyCompactsBesideAWriter() throws IOException {
    Path lock = study.resolve("_lock");
    ProcessHandle self = ProcessHandle.current();
    Files.writeString(
        lock,
        "{\"host\": \"%s\", \"process\": %d, \"processStart\": %d, \"since\": \"now\","
                .formatted(
                    InetAddress.getLocalHost().getHostName(),
                    self.pid(),
                    self.info().startInstant().orElseThrow().toEpochMilli())
            + " \"token\": \"t\"}");
    Result refused = run("compact", study.toString());
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("writes it; wait for it, or stop it");
    assertThat(files("trials")).hasSize(12);
    assertThat(IntStream.range(0, 12).mapToObj("g0000-s%05d.parquet"::formatted))
        .isEqualTo(files("trials"));
  }
}
