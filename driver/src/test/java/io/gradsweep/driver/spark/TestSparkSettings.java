package io.gradsweep.driver.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.workers.api.Vectors;
import io.gradsweep.workers.numeric.BlasKernel;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class TestSparkSettings {

  private static final Optional<String> MASTER = Optional.of("spark://h:7077");
  private static final String KERNEL = "spark.executorEnv.OPENBLAS_CORETYPE";

  private static SparkConf settings(Map<String, String> given) {
    return SparkSettings.of(MASTER, "test", Optional.empty(), given);
  }

  @Test
  void executorsComputeWithTheKernelOfMostMachines() {
    SparkConf conf = settings(Map.of());
    BlasKernel.environment()
        .forEach(
            (name, value) -> assertThat(conf.get("spark.executorEnv." + name)).isEqualTo(value));
    assertThat(conf.get("spark.executorEnv.OPENBLAS_NUM_THREADS")).isEqualTo("1");
    assertThat(conf.get("spark.executorEnv.LC_ALL")).containsIgnoringCase("utf");
  }

  /** Trials run in lanes there, unless somebody has chosen these options. */
  @Test
  void executorsHaveVectorsIfThisJavaHasThem() {
    String options = "spark.executor.defaultJavaOptions";
    String added = Vectors.areInThisJava() ? "--add-modules=" + Vectors.MODULE : "";
    assertThat(settings(Map.of()).get(options, "")).isEqualTo(added);
    assertThat(settings(Map.of(options, "-Da=b")).get(options)).isEqualTo("-Da=b");
    SparkConf local = SparkSettings.of(Optional.of("local[2]"), "test", Optional.empty(), Map.of());
    assertThat(local.contains(options)).isFalse();
  }

  /** On a cluster there is one; locally somebody may choose. */
  @Test
  void aRunWithAPageKeepsSparksPageOfMetrics() {
    String page = "spark.metrics.conf.driver.sink.servlet.class";
    SparkConf local = SparkSettings.of(Optional.of("local[2]"), "test", Optional.empty(), Map.of());
    assertThat(local.get(page)).isEqualTo(NoMetricsPage.class.getName());
    assertThat(settings(Map.of()).contains(page)).isFalse();
    SparkConf chosen =
        SparkSettings.of(Optional.of("local[2]"), "test", Optional.empty(), Map.of(page, "a.B"));
    assertThat(chosen.get(page)).isEqualTo("a.B");
  }

  @Test
  void whatSomebodyHasChosenCounts() {
    assertThat(settings(Map.of(KERNEL, "Zen")).get(KERNEL)).isEqualTo("Zen");
    System.setProperty(KERNEL, "SkylakeX"); // as spark-submit does with its --conf
    try {
      assertThat(settings(Map.of()).get(KERNEL)).isEqualTo("SkylakeX");
    } finally {
      System.clearProperty(KERNEL);
    }
  }
}
