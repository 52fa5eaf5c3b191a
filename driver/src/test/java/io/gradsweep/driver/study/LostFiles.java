package io.gradsweep.driver.study;

import static io.gradsweep.driver.PlainStudy.trials;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Studies;
import io.gradsweep.driver.analysis.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Tests of a study that has lost files: of three generations, of nine trials and two times one;
 * three files of each table at first.
 */
abstract class LostFiles extends EveryReader {

  static final String PART = "trials/g0000-s00001.parquet";
  static final String STEPS = "trajectories/g0000-s00001.parquet";

  @BeforeAll
  static void runOnce() throws IOException {
    make(
        3,
        "sweep: s",
        "simulation: quadratic",
        "replicates: 9",
        "record: {points: 4}",
        "claims: [{claim: c, source: x, sql: 'SELECT count(*) FROM trials', expect: '> 5'}]");
    grow(11, "replicates=10");
    grow(11, "replicates=11");
  }

  @BeforeEach
  final void growSweep() throws IOException {
    Files.writeString(sweep, Files.readString(sweep).replace("replicates: 9", "replicates: 11"));
  }

  final Path other() throws IOException {
    return another("other");
  }

  final String only(String table) throws IOException {
    try (Stream<Path> files = Files.list(study.resolve(table))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0).getFileName().toString();
    }
  }

  final void isFinished() throws IOException {
    assertThat(Studies.status(study).title().state()).isEqualTo("finished");
    assertThat(Studies.notes(study)).noneMatch(note -> note.contains("gone"));
  }

  final void isNotFinished(String note) throws IOException {
    assertThat(Studies.status(study).title().state()).isNotEqualTo("finished");
    assertThat(Studies.status(study).troubles().notes()).anyMatch(each -> each.contains(note));
    assertThat(Studies.claims(study))
        .hasSize(1)
        .allMatch(claim -> claim.verdict() == Verdict.INCONCLUSIVE)
        .allMatch(claim -> claim.detail().contains("the study is not finished"));
    assertThat(Studies.notes(study)).anyMatch(each -> each.contains(note));
    assertThat(Studies.report(study)).contains(note.replace("'", "&#39;").split(" \\(")[0]);
    assertThat(Inventory.of(Study.existing(study.toUri())).lost())
        .anyMatch(each -> each.contains(note));
  }

  final void comesBack(String note, List<String> rows) throws IOException, SQLException {
    assertThat(again().session().notes()).anyMatch(each -> each.contains(note));
    assertThat(trials(study)).isEqualTo(rows);
    isFinished();
    assertThat(Studies.claims(study)).allMatch(claim -> claim.verdict() == Verdict.PASS);
    assertThat(again().session().notes())
        .anyMatch(each -> each.contains("nothing to do"))
        .noneMatch(each -> each.contains("gone"));
  }
}
