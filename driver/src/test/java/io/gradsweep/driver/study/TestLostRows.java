package io.gradsweep.driver.study;

import static io.gradsweep.driver.PlainStudy.query;
import static io.gradsweep.driver.PlainStudy.rewrite;
import static io.gradsweep.driver.PlainStudy.rewriteSweep;
import static io.gradsweep.driver.PlainStudy.trajectories;
import static io.gradsweep.driver.PlainStudy.trials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.Studies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows that were written and are gone are named: files of fewer rows, and of recorded steps. */
class TestLostRows extends LostFiles {

  @Test
  void lostTrajectoriesAreNamedAndComeBack() throws IOException, SQLException {
    Path other = other();
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    Files.delete(study.resolve(STEPS));
    everyReaderAndCopierNames(STEPS + ": gone, with the ", other);
    everyReaderAndCopierNames(
        " rows that were written (restore it; or delete %s, and 'gradsweep run'".formatted(PART),
        other);
    Files.delete(study.resolve(PART));
    again().inline();
    assertThat(trials(study)).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
  }

  @Test
  void trajectoriesOfFewerRowsAreNamed() throws IOException, SQLException {
    Path other = other();
    rewrite(study.resolve(STEPS), "* REPLACE (unnest([step, step + 1]) AS step)");
    everyReaderAndCopierNames(STEPS + ": ", other);
  }

  @Test
  void trialsOfFewerRowsAreNamed() throws IOException, SQLException {
    Path other = other();
    rewrite(study.resolve(PART), "* REPLACE (unnest([steps, steps]) AS steps)");
    everyReaderAndCopierNames(PART + ": 6 rows, of 3 that were written", other);
  }

  @Test
  void lostTrajectoriesOfACompactedFileAreNamed() throws IOException {
    Path other = other();
    Studies.compact(study);
    String name = only("trajectories");
    Files.delete(study.resolve("trajectories").resolve(name));
    everyReaderAndCopierNames("trajectories/" + name + ": gone, with the ", other);
  }

  /** A file of another segment is whole and has right sums. */
  @Test
  void aFileInThePlaceOfAnotherIsNoticed() throws IOException {
    for (String table : List.of("trials", "trajectories")) {
      Files.copy(
          study.resolve(table + "/g0002-s00000.parquet"),
          study.resolve(table + "/g0000-s00001.parquet"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    String note = "trials: 9 rows, of 11 that were written (a foreign file replaces one";
    isNotFinished(note);
    assertThatThrownBy(() -> again().session())
        .isInstanceOf(RequestException.class)
        .hasMessageContainingAll("Cannot finish study", "9 rows, of 11 that were written");
    isNotFinished(note);
  }

  /** As 0.1 wrote them: nothing in a part says what was recorded beside it. */
  private void forgetSteps() throws IOException, SQLException {
    try (Stream<Path> parts = Files.list(study.resolve("trials"))) {
      for (Path part : parts.toList()) {
        String facts =
            query(
                    "SELECT decode(value) FROM parquet_kv_metadata('%s') WHERE decode(key) ="
                            .formatted(part)
                        + " 'gradsweep.part'")
                .get(0);
        assertThat(facts).containsPattern("\"steps\" : \\d+");
        Path rewritten = folder.resolve("older");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            Statement statement = connection.createStatement()) {
          statement.execute(
              "COPY (FROM read_parquet('%s')) TO '%s' (FORMAT parquet, KV_METADATA {'gradsweep.part': '%s'})"
                  .formatted(part, rewritten, facts.replaceAll(",\\s*\"steps\" : \\d+", "")));
        }
        Files.move(rewritten, part, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** The sweep asks for recorded steps, and the other parts have theirs. */
  @Test
  void lostTrajectoriesOfTheFirstReleaseAreNamedAndComeBack() throws IOException, SQLException {
    forgetSteps();
    isFinished();
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    Files.delete(study.resolve(STEPS));
    String note =
        "%s: gone (restore it; or delete %s, and 'gradsweep run' runs its trials again)"
            .formatted(STEPS, PART);
    isNotFinished(note);
    assertThat(again().session().notes()).anyMatch(each -> each.contains(note));
    Studies.compact(study);
    assertThat(study.resolve(PART)).exists(); // or nothing would ask for its steps any more
    isNotFinished(note);
    Files.delete(study.resolve(PART));
    again().inline();
    isFinished();
    assertThat(trials(study)).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
  }

  /** A simulation need not record anything, and what is recorded may have changed. */
  @Test
  void whatNothingTellsOfIsSaid() throws IOException, SQLException {
    forgetSteps();
    try (Stream<Path> files = Files.list(study.resolve("trajectories"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    String doubt = STEPS + ": missing, or never written, which gradsweep 0.1 did not record";
    Studies.requireIntact(study);
    Studies.claims(study);
    Studies.summaries(study);
    assertThat(Studies.notes(study)).anyMatch(note -> note.contains(doubt));
    assertThat(Studies.status(study).title().state()).isEqualTo("finished");
    assertThat(Studies.status(study).troubles().notes()).anyMatch(note -> note.contains(doubt));
    assertThat(Studies.report(study)).contains(doubt);
    rewriteSweep(study, "record: {points: 4, spacing: log}", "record: none");
    assertThat(Studies.notes(study))
        .noneMatch(note -> note.contains(PART) || note.contains(STEPS))
        .anyMatch(note -> note.contains("g0001-s00000"));
  }
}
