package io.gradsweep.driver.job;

import static io.gradsweep.driver.PlainStudy.query;
import static io.gradsweep.driver.PlainStudy.trajectories;
import static io.gradsweep.driver.PlainStudy.trials;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A segment that was begun and not ended is run guarded, and gives the same rows. */
class TestMarkedSegments extends StudyCopies {

  private List<String> rows;
  private List<String> steps;

  /** Five segments. */
  @BeforeAll
  static void runOnce() throws IOException {
    make(
        16,
        "sweep: s",
        "simulation: quadratic",
        "grid: {step_size: 'linspace(0, 2, 20)', max_steps: [5, 50]}",
        "replicates: 2",
        "record: {points: 8}");
  }

  @BeforeEach
  void remember() throws SQLException {
    rows = trials(study);
    steps = trajectories(study);
  }

  /** The remains of a dead run as a resume finds them: in a study of few files, not compacted. */
  private void leaveMark(int segment, String json) throws IOException {
    Path marks = Files.createDirectories(study.resolve("_started"));
    Files.writeString(marks.resolve("g0000-s%05d.json".formatted(segment)), json);
    Files.delete(study.resolve("trials/g0000-s%05d.parquet".formatted(segment)));
  }

  private void requireSameRowsAndNoMarks() throws IOException, SQLException {
    assertThat(trials(study)).hasSize(80).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
    assertThat(files("_started")).isEmpty();
  }

  @Test
  void aSegmentWithAMarkIsRunGuardedAndGivesTheSameRows() throws Exception {
    leaveMark(1, "{\"attempts\": 1, \"running\": null, \"blamed\": []}");
    leaveMark(2, "no JSON");
    SweepRun.of(sweep, study).inline();
    requireSameRowsAndNoMarks();
    assertThat(
            query(
                "SELECT attempt, count(*) FROM read_parquet('%s/trials/*') GROUP BY ALL ORDER BY ALL"
                    .formatted(study)))
        .containsExactly("0 | 48", "1 | 32");
  }

  /** Unseen ends are blamed on no trial, however often they occur. */
  @Test
  void aTrialThatRanAtThreeEndsInARowIsPutLastAndNamed() throws Exception {
    String third = "read_parquet('%s/trials/g0000-s00003.parquet')".formatted(study);
    String id = query("SELECT trial_id FROM " + third).get(0);
    leaveMark(3, "{\"attempts\": 5, \"running\": \"%s\", \"ends\": {\"%s\": 2}}".formatted(id, id));
    leaveMark(
        1, "{\"attempts\": 3, \"running\": \"x\", \"blamed\": [\"%s\"]}".formatted(id)); // 0.1's
    SweepRun.of(sweep, study).session(); // which runs what is put last when all else is done
    requireSameRowsAndNoMarks();
    assertThat(query("SELECT trial_id FROM " + third)).hasSize(16).endsWith(id);
  }
}
