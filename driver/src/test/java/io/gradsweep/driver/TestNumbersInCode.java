package io.gradsweep.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that another program reads has the same digits in every language. */
class TestNumbersInCode {

  /** A number in text that another program reads: SQL, the name of a file, a filled number. */
  private static final Pattern NUMBER_IN_CODE =
      Pattern.compile(
          "\"[^\"]*%,?0\\d*d[^\"]*\"\\s*\\.formatted"
              + "|\"(?!Cannot )[^\"]*(SELECT|CAST|LIMIT|OVER|\\.parquet|\\.json|1e)[^\"]*%[0-9.,]*[dfeg]"
              + "|\"(?!Cannot )[^\"]*%[0-9.,]*[dfeg][^\"]*(SELECT|CAST|LIMIT|OVER|\\.parquet|\\.json)");

  @ParameterizedTest
  @ValueSource(strings = {"results-schema", "sweeps", "workers", "driver"})
  void noNumberIsWrittenInTheMachinesDigits(String module) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.readString(file)
            .lines()
            .filter(line -> !line.contains("Locale.ROOT") && NUMBER_IN_CODE.matcher(line).find())
            .forEach(line -> found.add(file + ": " + line.strip()));
      }
    }
    assertThat(found).isEmpty();
  }

  /** The rule finds what it is for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "return \"g%04d-s%05d\".formatted(generation, segment);",
        "\"SELECT * FROM trials LIMIT %d\"",
        "? \"(SELECT *, ntile(%d) OVER (\"",
        "return \"part-%d.parquet\".formatted(n);"
      })
  void aNumberInCodeIsFound(String line) {
    assertThat(NUMBER_IN_CODE.matcher(line).find()).isTrue();
  }
}
