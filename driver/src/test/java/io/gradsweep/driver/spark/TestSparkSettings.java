package io.gradsweep.driver.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.workers.api.Vectors;
import io.gradsweep.workers.numeric.BlasKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /**
   * Trials run in lanes there, and are compiled as late as the launcher has it, unless somebody has
   * chosen these options.
   */
  @Test
  void executorsHaveTheLaunchersOptions() throws IOException {
    String options = "spark.executor.defaultJavaOptions";
    List<String> given = List.of(settings(Map.of()).get(options).split(" "));
    String vectors = "--add-modules=" + Vectors.MODULE;
    assertThat(given.contains(vectors)).isEqualTo(Vectors.areInThisJava());
    Matcher launchers =
        Pattern.compile("-XX:Tier4\\w+=\\d+").matcher(Files.readString(Path.of("../gradsweep")));
    assertThat(given)
        .filteredOn(option -> !option.equals(vectors))
        .isNotEmpty()
        .isEqualTo(launchers.results().map(MatchResult::group).toList());
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
