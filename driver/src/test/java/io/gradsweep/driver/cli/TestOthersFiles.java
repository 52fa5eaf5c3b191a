package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that gradsweep has not written are never deleted, and nothing is before all is checked. */
class TestOthersFiles extends OnStudyCopies {

  private static final String NOTES = "what took a week to write";

  @BeforeAll
  static void runOnce() throws IOException {
    make(2, "sweep: s", "simulation: quadratic", "replicates: 4", "record: {points: 4}");
  }

  private void put(String name) throws IOException {
    Path file = study.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, NOTES);
  }

  private Result fresh(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of("run", sweep.toString(), "--out", study.toString(), "-q", "--fresh", "--yes"));
    command.addAll(List.of(options));
    return run(command.toArray(String[]::new));
  }

  @Test
  void aFreshStartNamesAllThatIsForeignAndDeletesNothing() throws IOException {
    put("README");
    put("trials/notes/today.txt");
    Map<String, String> before = Folder.contents(folder);
    Result result = fresh();
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "Cannot delete results: %s (has files that are not gradsweep's; move them away first)\n"
                    .formatted(study)
                + "  README\n  trials/notes\n");
    assertThat(Folder.contents(folder)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.csv",
        "trials/mine.parquet",
        "trials/_mine.parquet",
        "trials/g0000-s00000.parquet.bak",
        "trials/g0000-s00000 (copy).parquet",
        "trials/g0000-s00009.parquet/inside.txt",
        "trajectories/x.parquet",
        "_plan/notes.txt",
        "_files/0000.json.orig",
        "_tmp/scratch.tmp",
        "_started/why.txt",
        "_logs/mine.txt"
      })
  void aFreshStartStopsAtAnyFileOfAnotherName(String name) throws IOException {
    put(name);
    Map<String, String> before = Folder.contents(folder);
    Result result = fresh();
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    String named = name.endsWith("inside.txt") ? "trials/g0000-s00009.parquet" : name;
    assertThat(result.err()).contains("\n  " + named + "\n");
    assertThat(Folder.contents(folder)).isEqualTo(before);
  }

  @Test
  void whatSystemsLeaveEverywhereIsNoObstacleAndStays() throws IOException, SQLException {
    List<String> rows = trials(study);
    List<String> names = List.of(".DS_Store", "trials/.DS_Store", "_notes.txt", ".git/config");
    for (String name : names) {
      put(name);
    }
    Result result = fresh();
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(trials(study)).isEqualTo(rows);
    for (String name : names) {
      assertThat(study.resolve(name)).hasContent(NOTES);
    }
  }

  /** A sweep that is wrong, a simulation that is not here, a Spark that does not start. */
  @Test
  void aFreshStartDeletesNothingWhereItCannotRun() throws IOException {
    Map<String, String> before = Folder.contents(folder);
    assertThat(fresh("--master", "nonsense").exit()).isEqualTo(2);
    assertThat(fresh("--max-failures", "-1").exit()).isEqualTo(2);
    assertThat(fresh("--rerun", "everything").exit()).isEqualTo(2);
    assertThat(fresh("nonsense=1").exit()).isEqualTo(2);
    Result noSpark = fresh("--conf", "spark.scheduler.mode=nonsense");
    assertThat(noSpark.exit()).as(noSpark.err()).isEqualTo(3);
    Path other = write(Files.createDirectory(folder.resolve("o")), "sweep: s", "simulation: none");
    Result result =
        run("run", other.toString(), "--out", study.toString(), "--fresh", "--yes", "-q");
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    Files.delete(other);
    Files.delete(other.getParent());
    assertThat(Folder.contents(folder)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trials/mine.parquet",
        "trials/g0000-s00000 (copy).parquet",
        "trajectories/.x.parquet",
      })
  void foreignTablesAreNamedAndNotCounted(String name) throws IOException {
    String counted = run("query", study.toString(), "SELECT count(*) FROM trials").out();
    put(name);
    String note = name + ": not gradsweep's, and not counted";
    assertThat(run("status", study.toString(), "--format", "csv").out()).contains(note);
    assertThat(run("status", study.toString(), "--format", "json").out())
        .contains(note, "\"state\" : \"finished\"");
    assertThat(run("verify", study.toString()).err()).contains(note);
    Result result = run("query", study.toString(), "SELECT count(*) FROM trials");
    assertThat(result.out()).isEqualTo(counted);
    assertThat(result.err()).contains(note);
    assertThat(study.resolve(name)).hasContent(NOTES);
  }

  @Test
  void clearingUpAndCompactionLeaveWhatIsForeign() throws IOException, SQLException {
    List<String> names =
        List.of(
            "_tmp/notes.0f8fad5b-d9cb-469f-a165-70867728950e.tmp",
            "_tmp/scratch",
            "_started/why.txt",
            "_logs/mine.txt",
            "trials/g0000-s00000.parquet.bak",
            "notes.0f8fad5b-d9cb-469f-a165-70867728950e.tmp");
    List<String> rows = trials(study);
    for (String name : names) {
      put(name);
    }
    Result more = run("run", sweep.toString(), "replicates=6", "--out", study.toString(), "-q");
    assertThat(more.exit()).as(more.err()).isZero();
    assertThat(trials(study)).hasSize(6).containsAll(rows);
    Result compacted = run("compact", study.toString());
    assertThat(compacted.out() + compacted.err()).contains("are 2 now");
    for (String name : names) {
      assertThat(study.resolve(name)).hasContent(NOTES);
    }
  }

  @Test
  void aMergeThatDiedLeavesWhatSomebodyHasPutBeside() throws IOException {
    Path merged = Files.createDirectories(folder.resolve("merged/trials")).getParent();
    Files.writeString(merged.resolve("_merge.json"), "{\"studies\": []}");
    Files.writeString(merged.resolve("trials/mine.parquet"), NOTES);
    Path other = another("other");
    Map<String, String> before = Folder.contents(folder);
    Result result = run("merge", study.toString(), other.toString(), "--out", merged.toString());
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains("trials/mine.parquet");
    assertThat(Folder.contents(folder)).isEqualTo(before);
  }

  @Test
  void anEmptyFolderOfTheUsersStays() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    for (Path out : List.of(mine, folder.resolve("new"))) {
      Result result =
          run(
              "run",
              sweep.toString(),
              "--out",
              out.toString(),
              "--conf",
              "spark.scheduler.mode=nonsense");
      assertThat(result.exit()).as(result.err()).isEqualTo(3);
    }
    assertThat(mine).isEmptyDirectory();
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void aReportTakesThePlaceOfNoDevice() {
    Result result = run("report", study.toString(), "--output", "/dev/null", "--force");
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains("/dev/null");
  }
}
