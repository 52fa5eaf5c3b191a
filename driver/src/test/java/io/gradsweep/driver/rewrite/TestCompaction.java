package io.gradsweep.driver.rewrite;

import static io.gradsweep.driver.PlainStudy.query;
import static io.gradsweep.driver.PlainStudy.rewrite;
import static io.gradsweep.driver.PlainStudy.trajectories;
import static io.gradsweep.driver.Studies.compact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.Studies;
import io.gradsweep.driver.analysis.BothEngines;
import io.gradsweep.driver.job.InlineRun;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many small files become few large ones, in which every row is as it was. */
class TestCompaction extends CompactedStudy {

  private void requireSameOnBothEngines(String asked) throws IOException {
    try (BothEngines engines = BothEngines.open(study)) {
      engines.requireSame(ALL, asked);
    }
  }

  @Test
  void everyRowIsTheSameAndTheFilesAreFew() throws IOException, SQLException {
    List<String> rows = query(everything("trials"));
    List<String> steps = trajectories(study);
    String asked = ask();
    assertThat(files("trials")).hasSize(12);
    assertThat(compact(study).words()).isEqualTo("24 data files are 2 now");
    assertThat(files("trials")).hasSize(1).allMatch(name -> name.startsWith("c0000-00000-"));
    assertThat(files("trajectories")).isEqualTo(files("trials"));
    assertThat(query(everything("trials"))).hasSize(200).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
    requireSameOnBothEngines(asked);
    assertThat(compact(study).words()).isEqualTo("nothing to compact: 2 data files");
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
    InlineRun.run(large, study, 50_500);
    Path before = Files.createDirectory(folder.resolve("before"));
    Folder.copy(study, before);
    String asked = ask();
    String groups =
        "SELECT DISTINCT row_group_num_rows FROM parquet_metadata('%s/trials/*.parquet') ORDER BY 1";
    assertThat(query(groups.formatted(study))).containsExactly("500", "50500");
    assertThat(compact(study).words()).isEqualTo("4 data files are 2 now");
    assertThat(query(groups.formatted(study))).containsExactly("500", "50500");
    String less =
        "SELECT count(*) FROM (FROM read_parquet('%s') EXCEPT ALL FROM read_parquet('%s'))";
    String then = before + "/trials/*.parquet";
    String now = study + "/trials/*.parquet";
    assertThat(query("SELECT count(*) FROM read_parquet('%s')".formatted(now)))
        .containsExactly("51000");
    assertThat(query(less.formatted(then, now))).containsExactly("0");
    assertThat(query(less.formatted(now, then))).containsExactly("0");
    requireSameOnBothEngines(asked);
    Studies.requireIntact(study);
  }

  /** Provenance too. */
  private String everything(String table) {
    return "SELECT * FROM read_parquet('%s/%s/*.parquet') ORDER BY ALL".formatted(study, table);
  }

  @Test
  void rowsStandInTheOrderOfThePlan() throws IOException, SQLException {
    String order = "SELECT trial_id FROM read_parquet('%s/%s/*.parquet')";
    List<String> trials = query(order.formatted(study, "trials"));
    List<String> steps = query(order.formatted(study, "trajectories"));
    compact(study);
    assertThat(query(order.formatted(study, "trials"))).isEqualTo(trials);
    assertThat(query(order.formatted(study, "trajectories"))).isEqualTo(steps);
  }

  @Test
  void othersReadTheSameColumnsInTheSameOrder() throws IOException, SQLException {
    String columns =
        "SELECT DISTINCT name, type, repetition_type, field_id FROM"
            + " parquet_schema('%s/%s/*.parquet') WHERE type IS NOT NULL ORDER BY ALL";
    List<String> before = query(columns.formatted(study, "trials"));
    compact(study);
    assertThat(query(columns.formatted(study, "trials"))).isEqualTo(before);
  }

  /** Parts of an older version lack columns, or have columns that are gone today. */
  @Test
  void filesOfDifferentColumnsAreUnitedByName() throws IOException, SQLException {
    rewrite(study.resolve("trials/g0000-s00000.parquet"), "* EXCLUDE (rate, fault)");
    rewrite(study.resolve("trials/g0000-s00005.parquet"), "*, 1.5::DOUBLE AS old");
    rewrite(study.resolve("trajectories/g0000-s00002.parquet"), "* EXCLUDE (time)");
    String sql = "SELECT * FROM read_parquet('%s/%s/*.parquet', union_by_name = true) ORDER BY ALL";
    List<String> rows = query(sql.formatted(study, "trials"));
    List<String> steps = query(sql.formatted(study, "trajectories"));
    assertThat(compact(study).words()).isEqualTo("24 data files are 2 now");
    String columns = "fault, rate, old, status, trial_id";
    assertThat(
            query(
                "SELECT %s FROM read_parquet('%s/trials/*.parquet') ORDER BY trial_id"
                    .formatted(columns, study)))
        .hasSize(rows.size())
        .anyMatch(row -> row.contains(" | 1.5 | "))
        .anyMatch(row -> row.startsWith("null | null | null | "));
    assertThat(sorted(query(sql.formatted(study, "trials")))).isEqualTo(sorted(rows));
    assertThat(sorted(query(sql.formatted(study, "trajectories")))).isEqualTo(sorted(steps));
  }

  /** A file where a name has another type stays beside the others. */
  @Test
  void columnsOfOneNameAndTwoTypesAreNotMixed() throws IOException, SQLException {
    rewrite(study.resolve("trials/g0000-s00005.parquet"), "* REPLACE (steps::DOUBLE AS steps)");
    String asked = ask();
    compact(study);
    assertThat(files("trials")).hasSize(3);
    assertThat(ask()).isEqualTo(asked);
  }

  private static List<String> sorted(List<String> rows) {
    return rows.stream().sorted().toList();
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
    assertThatThrownBy(() -> compact(study))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("writes it; wait for it, or stop it");
    assertThat(files("trials")).hasSize(12);
    assertThat(IntStream.range(0, 12).mapToObj("g0000-s%05d.parquet"::formatted))
        .isEqualTo(files("trials"));
  }
}
