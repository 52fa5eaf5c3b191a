package io.gradsweep.driver.job;

import static io.gradsweep.driver.PlainStudy.query;
import static io.gradsweep.driver.PlainStudy.trajectories;
import static io.gradsweep.driver.PlainStudy.trials;
import static io.gradsweep.driver.PlainStudy.write;
import static io.gradsweep.driver.Studies.compact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.Studies;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.rewrite.CompactedStudy;
import io.gradsweep.driver.status.StudyStatus.Progress;
import io.gradsweep.results.outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compacted study is run, grown, repeated and merged as any other. */
class TestCompactedStudies extends CompactedStudy {

  @Test
  void aCompactedStudyResumesAndGrowsAndIsCompactedAgain() throws IOException, SQLException {
    compact(study);
    assertThat(again().session().notes())
        .contains("nothing to do: all trials of the plan have a row");
    String[] grown = SWEEP.clone();
    grown[3] = "replicates: 7";
    Path larger = write(folder, grown);
    Work work = SweepRun.of(larger, study).look();
    assertThat(work.trials().pending()).isEqualTo(80);
    assertThat(work.trials().done()).isEqualTo(200);
    SweepRun.of(larger, study).segments(17).inline();
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
    String compacted = files(4) + " data files are 2 now";
    assertThat(compact(study).words()).isEqualTo(compacted);
    filtered[3] = "replicates: 7";
    Path larger = write(folder, filtered);
    for (int time = 0; time < 2; time++) { // a plan of which others hold all adds empty segments
      Path sweep = time == 0 ? larger : write(folder, filtered[0], filtered[1], filtered[2]);
      SweepRun.of(sweep, study).extending().inline();
      compact(study);
      assertThat(compact(study).words()).isEqualTo("nothing to compact: 2 data files");
    }
    Path whole = folder.resolve("whole");
    InlineRun.run(write(folder, filtered), whole, 1000);
    assertThat(trials(study)).isNotEmpty().isEqualTo(trials(whole));
    assertThat(trajectories(study)).isNotEmpty().isEqualTo(trajectories(whole));
    Path merged = folder.resolve("merged");
    Studies.merge(merged, study, whole);
    assertThat(trials(merged)).isEqualTo(trials(whole));
    assertThat(trajectories(merged)).isEqualTo(trajectories(whole));
  }

  /** So many in both tables; of segments without rows, no file of recorded steps is there. */
  private long files(int segments) throws IOException {
    assertThat(files("trials")).hasSize(segments);
    return segments + files("trajectories").size();
  }

  /** One of five segments has the trials that failed. */
  @Test
  void repeatedTrialsReplaceTheirRowsAndNoOther() throws IOException, SQLException {
    sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid: [{step_size: [0.1, 0.2, 0.3, 0.4]}, {fault: nan}]",
            "replicates: 2",
            "record: {points: 4}");
    study = folder.resolve("failing");
    InlineRun.runWithoutCompaction(sweep, study, 2);
    compact(study);
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    String started =
        "SELECT trial_id, started_at FROM read_parquet('%s/trials/*.parquet') WHERE status %s 'failed'"
            + " ORDER BY 1";
    List<String> kept = query(started.formatted(study, "<>"));
    List<String> replaced = query(started.formatted(study, "="));
    Work work = SweepRun.of(sweep, study).repeating(Status.FAILED).look();
    assertThat(work.trials().pending()).isEqualTo(2);
    assertThat(work.pending()).hasSize(1);
    SweepRun.of(sweep, study).repeating(Status.FAILED).inline();
    assertThat(trials(study)).hasSize(10).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
    assertThat(query(started.formatted(study, "<>"))).hasSize(8).isEqualTo(kept);
    assertThat(query(started.formatted(study, "=")))
        .hasSize(2)
        .doesNotContainAnyElementsOf(replaced);
  }

  @Test
  void aCompactedFileThatIsDeletedIsRunAgain() throws IOException, SQLException {
    List<String> rows = trials(study);
    compact(study);
    Path file = study.resolve("trials").resolve(files("trials").get(0));
    Files.writeString(file, "x");
    assertThatThrownBy(() -> Studies.status(study))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(
            file.getFileName() + ": not a whole Parquet file (delete it, and 'gradsweep run'");
    Files.delete(file);
    assertThat(Studies.status(study).counts().segments()).isEqualTo(new Progress(0, 12, false));
    again().inline();
    assertThat(trials(study)).isEqualTo(rows);
  }

  @Test
  void aDamagedListIsNamedAndChangesNothing() throws IOException {
    compact(study);
    List<ThrowingCallable> reading =
        List.of(() -> Studies.status(study), () -> compact(study), () -> Studies.summaries(study));
    for (String json : List.of("", "{", "null", "{}", "{\"number\": 0, \"files\": [{}]}")) {
      Files.writeString(study.resolve("_files/0000.json"), json);
      for (ThrowingCallable read : reading) {
        assertThatThrownBy(read)
            .as(json)
            .isInstanceOf(RequestException.class)
            .hasMessageContaining(
                "_files/0000.json is damaged, or not gradsweep's; restore it, or give");
      }
    }
    assertThat(again().fresh().session().result().facts().trials()).isEqualTo(200);
  }
}
