package io.gradsweep.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules of style that no compiler checks. */
class TestSources {

  private static final int MOST_LINES = 300;
  private static final Pattern WHAT = Pattern.compile("/\\*\\*\\s*(\\*\\s*)?What\\b");
  private static final Pattern DEFAULT = Pattern.compile("\\bdefault ->");

  private static final List<Path> SOURCES = new ArrayList<>();

  @BeforeAll
  static void find() throws IOException {
    for (String module : List.of("results-schema", "sweeps", "workers", "driver")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(SOURCES::add);
      }
    }
    assertThat(SOURCES).hasSizeGreaterThan(700);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<Path> main() {
    return SOURCES.stream().filter(file -> file.toString().contains("/src/main/"));
  }

  @Test
  void noMainFileHasMoreThanThreeHundredLines() {
    assertThat(main().filter(file -> text(file).lines().count() > MOST_LINES)).isEmpty();
  }

  @Test
  void noCommentBeginsWithWhat() {
    assertThat(SOURCES.stream().filter(file -> WHAT.matcher(text(file)).find())).isEmpty();
  }

  /** A choice that is declared and forgotten must not run as another one. */
  @Test
  void noSimulationHasADefaultOverItsChoices() {
    assertThat(
            main()
                .filter(file -> file.toString().contains("/simulations/"))
                .filter(file -> DEFAULT.matcher(text(file)).find()))
        .isEmpty();
  }
}
