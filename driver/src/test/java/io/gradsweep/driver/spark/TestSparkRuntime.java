package io.gradsweep.driver.spark;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On Ctrl-C Spark's own hook may have stopped the context before ours asks it to cancel. */
class TestSparkRuntime {

  @Test
  void aStoppedRuntimeHasNothingToCancel() {
    SparkRuntime spark =
        SparkRuntime.start(Optional.of("local[1]"), "test", Optional.empty(), Map.of());
    spark.close();
    assertThatCode(spark::cancel).doesNotThrowAnyException();
  }
}
