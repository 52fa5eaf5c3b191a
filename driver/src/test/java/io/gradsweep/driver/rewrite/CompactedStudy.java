package io.gradsweep.driver.rewrite;

import static io.gradsweep.driver.PlainStudy.trajectories;
import static io.gradsweep.driver.PlainStudy.trials;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Studies;
import io.gradsweep.driver.job.StudyCopies;
import io.gradsweep.driver.job.SweepRun;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/** Tests of a study of twelve segments in 24 files, which become two. */
public abstract class CompactedStudy extends StudyCopies {

  protected static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {fault: [none, nan], step_size: 'linspace(0, 2.5, 10)', max_steps: [5, 50]}",
    "replicates: 5",
    "record: {points: 8}"
  };

  protected static final String ALL =
      "SELECT (SELECT count(*) FROM trials) AS n, (SELECT count(DISTINCT trial_id) FROM trials) AS"
          + " d, (SELECT sum(steps) FROM trials) AS s, (SELECT count(*) FROM trajectories) AS t,"
          + " (SELECT sum(step) FROM trajectories) AS u";

  @BeforeAll
  static void runOnce() throws IOException {
    make(17, SWEEP);
  }

  protected final String ask() throws IOException {
    return Studies.csv(study, ALL);
  }

  protected final SweepRun again() throws IOException {
    return SweepRun.of(sweep, study).segments(17);
  }

  protected final void requireExact(List<String> rows, List<String> steps)
      throws SQLException, IOException {
    assertThat(trials(study)).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
    assertThat(files("trials")).hasSize(1);
    assertThat(files("trajectories")).hasSize(1);
    assertThat(files("_tmp")).isEmpty();
  }
}
