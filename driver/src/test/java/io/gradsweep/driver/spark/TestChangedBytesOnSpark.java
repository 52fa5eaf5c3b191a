package io.gradsweep.driver.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.study.ChangedBytes;
import io.gradsweep.driver.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A data file of which bytes have changed is named if Spark reads it, too. */
class TestChangedBytesOnSpark extends ChangedBytes {

  private static SparkRuntime spark;

  @BeforeAll
  static void start() {
    spark = SparkRuntime.start(Optional.of("local[1]"), "test", Optional.empty(), Map.of());
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private <T> T read(StudyView.Reader<T> reader) throws IOException {
    return StudyView.read(
        Study.existing(study.toUri()),
        (parts, plan) -> SparkTables.open(spark, parts, plan),
        reader);
  }

  private void requireNamed(String message, StudyView.Reader<?> reader) {
    assertThatThrownBy(() -> read(reader))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("Exception");
  }

  @ParameterizedTest
  @CsvSource({PART + ", trials", STEPS + ", trajectories"})
  void theFileIsNamed(String name, String table) throws IOException {
    Path file = study.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int at : new int[] {8, whole.length / 3, whole.length - 100, whole.length - 6}) {
      byte[] bytes = whole.clone();
      bytes[at] ^= 0x10;
      Files.write(file, bytes);
      requireNamed(
          name + ": ",
          view -> AnswerFormat.CSV.print(view.tables().answer("SELECT * FROM " + table)));
      requireNamed(
          name + ": ",
          view -> {
            view.requireIntact();
            return view.summary(List.of("step_size"), List.of(), List.of());
          });
    }
  }

  @Test
  void aFileThatIsCutShortIsNamed() throws IOException {
    byte[] whole = Files.readAllBytes(study.resolve(PART));
    Files.write(study.resolve(PART), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(study.resolve(STEPS), "x");
    for (String wrong : List.of(PART, STEPS)) {
      requireNamed(
          wrong + ": not a whole Parquet file",
          view -> AnswerFormat.CSV.print(view.tables().answer("SELECT count(*) FROM trials")));
      Files.write(study.resolve(PART), whole);
    }
  }
}
