package io.gradsweep.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.spark.SparkTables;
import io.gradsweep.driver.study.Study;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A study that is open on DuckDB and on Spark, for questions that both must answer alike. */
public final class BothEngines implements AutoCloseable {

  private final SparkRuntime spark;
  private final StudyView here;
  private final StudyView there;

  private BothEngines(SparkRuntime spark, StudyView here, StudyView there) {
    this.spark = spark;
    this.here = here;
    this.there = there;
  }

  public static BothEngines open(Path folder) throws IOException {
    Study study = Study.existing(folder.toUri());
    SparkRuntime spark =
        SparkRuntime.start(Optional.of("local[2]"), "test", Optional.empty(), Map.of());
    try {
      return new BothEngines(
          spark,
          StudyView.open(study),
          StudyView.open(study, (parts, plan) -> SparkTables.open(spark, parts, plan)));
    } catch (IOException | RuntimeException e) {
      spark.close();
      throw e;
    }
  }

  /** On DuckDB. */
  public StudyView here() {
    return here;
  }

  /** On Spark. */
  public StudyView there() {
    return there;
  }

  /** Requires that both give a query this answer, as CSV. */
  public void requireSame(String sql, String csv) {
    assertThat(csv(here, sql)).as("DuckDB: " + sql).isEqualTo(csv);
    assertThat(csv(there, sql)).as("Spark: " + sql).isEqualTo(csv);
  }

  /** The answer as CSV. */
  public static String csv(StudyView view, String sql) {
    return AnswerFormat.CSV.print(view.tables().answer(sql));
  }

  @Override
  public void close() {
    there.close();
    here.close();
    spark.close();
  }
}
