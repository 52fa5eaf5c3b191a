package io.gradsweep.driver.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.PlainStudy;
import io.gradsweep.driver.Studies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Tests of a grid that loses a value in mid-sweep: nine step sizes of ten replicates, a segment for
 * each replicate, of which four are published.
 */
public abstract class InterruptedStudy extends StudyCopies {

  protected static final String NINE = "step_size: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]";
  protected static final String EIGHT = "step_size: [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9]";

  @BeforeAll
  static void runOnce() throws IOException {
    make(9, lines(NINE));
  }

  @BeforeEach
  final void interrupt() throws IOException {
    Files.delete(study.resolve("_SUCCESS"));
    for (int segment = 4; segment < 10; segment++) {
      Files.move(part(0, segment), folder.resolve(part(0, segment).getFileName()));
    }
  }

  protected final Path part(int generation, int segment) {
    return study.resolve("trials/g%04d-s%05d.parquet".formatted(generation, segment));
  }

  private static String[] lines(String grid) {
    return new String[] {
      "sweep: s",
      "simulation: quadratic",
      "grid: {%s}".formatted(grid),
      "replicates: 10",
      "record: none"
    };
  }

  protected final Path sweep(String grid) throws IOException {
    return PlainStudy.write(folder, lines(grid));
  }

  /** Rows of the current plan, and of all plans. */
  protected final String counts() throws IOException {
    return value("SELECT (SELECT count(*) FROM trials), count(*) FROM all_trials");
  }

  /** The first row of an answer. */
  protected final String value(String sql) throws IOException {
    return Studies.csv(study, sql).lines().skip(1).findFirst().orElseThrow();
  }

  /** The current plan's rows are those of a study in which nothing else was ever run. */
  protected final void requireFresh(String grid) throws IOException {
    Path fresh = folder.resolve("fresh");
    InlineRun.run(sweep(grid), fresh, 100);
    String rows = "SELECT * EXCLUDE (%s) FROM trials ORDER BY ALL".formatted(PlainStudy.PROVENANCE);
    assertThat(Studies.csv(study, rows)).isEqualTo(Studies.csv(fresh, rows));
  }
}
