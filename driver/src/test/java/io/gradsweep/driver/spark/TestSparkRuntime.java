package io.gradsweep.driver.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.junit.jupiter.api.Test;

/** A context in this JVM. */
class TestSparkRuntime {

  private static SparkRuntime start(Map<String, String> settings) {
    return SparkRuntime.start(Optional.of("local[1]"), "test", Optional.empty(), settings);
  }

  /** Its page of metrics takes a web server's classes, a sixth of a start of Spark. */
  @Test
  void aRunWithoutAPageLoadsNoWebServer() {
    try (SparkRuntime spark = start(Map.of())) {
      assertThat(spark.webPage()).isEmpty();
      assertThat(SparkEnv.get().metricsSystem().getServletHandlers()).isEmpty();
    }
  }

  /** On Ctrl-C Spark's own hook may have stopped the context before ours asks it to cancel. */
  @Test
  void aStoppedRuntimeHasNothingToCancel() {
    SparkRuntime spark = start(Map.of());
    spark.close();
    assertThatCode(spark::cancel).doesNotThrowAnyException();
  }
}
