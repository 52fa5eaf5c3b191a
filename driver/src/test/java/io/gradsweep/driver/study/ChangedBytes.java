package io.gradsweep.driver.study;

import io.gradsweep.driver.job.StudyCopies;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** Tests of a study of which bytes change. */
public abstract class ChangedBytes extends StudyCopies {

  protected static final String PART = "trials/g0000-s00001.parquet";
  protected static final String STEPS = "trajectories/g0000-s00001.parquet";

  @BeforeAll
  static void runOnce() throws IOException {
    make(
        30,
        "sweep: s",
        "simulation: quadratic",
        "grid: {step_size: [0.1, 0.3, 2.5]}",
        "replicates: 30",
        "record: {points: 8}",
        "claims: [{claim: c, source: x, sql: 'SELECT count(*) FROM trials', expect: '> 5'}]");
  }
}
