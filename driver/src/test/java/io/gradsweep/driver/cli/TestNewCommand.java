package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.sweeps.spec.Sweep;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TestNewCommand {

  @TempDir private Path folder;

  private final StringWriter said = new StringWriter();

  private int write(String... arguments) {
    return new CommandLine(new NewCommand(folder))
        .setOut(new PrintWriter(said))
        .setErr(new PrintWriter(said))
        .setExecutionExceptionHandler(new ExceptionReport())
        .execute(arguments);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "python, my_descent, my_descent.py, my-descent",
    "python, MyDescent2, MyDescent2.py, my-descent2",
    "java, MyDescent, MyDescent.java, my-descent",
    "java, my-descent, my-descent.java, my-descent"
  })
  void aSimulationAndItsSweepAreWritten(
      String language, String name, String code, String simulation) throws IOException {
    assertThat(write(language, name)).as(said.toString()).isZero();
    assertThat(files()).contains(code, name + ".yaml");
    String text = Files.readString(folder.resolve(code));
    assertThat(text).contains("\"" + simulation + "\"").contains("MIT-0").doesNotContain("@FILE@");
    assertThat(text.lines().findFirst()).hasValueSatisfying(line -> line.contains("MIT-0"));
    Sweep sweep =
        SweepReader.read(
            Files.readString(folder.resolve(name + ".yaml")),
            "s.yaml",
            other -> Optional.empty(),
            List.of(),
            true);
    assertThat(sweep.simulation()).isEqualTo(simulation);
    assertThat(said.toString()).contains("run %s.yaml --code %s".formatted(name, code));
  }

  /** The helper comes along, so that the file can be run by hand; one that is there stays. */
  @Test
  void theHelperIsWrittenOnceAndIsNeverOverwritten() throws IOException {
    assertThat(write("python", "one")).isZero();
    assertThat(files()).containsExactly("gradsweep.py", "one.py", "one.yaml");
    Files.writeString(folder.resolve("gradsweep.py"), "my own");
    assertThat(write("python", "two")).isZero();
    assertThat(folder.resolve("gradsweep.py")).hasContent("my own");
    assertThat(write("java", "Three")).isZero();
    assertThat(files()).hasSize(7);
  }

  @ParameterizedTest
  @CsvSource({"s.py", "s.yaml"})
  void nothingIsOverwritten(String inTheWay) throws IOException {
    Files.writeString(folder.resolve(inTheWay), "mine");
    assertThat(write("python", "s")).isEqualTo(2);
    assertThat(said.toString())
        .contains(
            "Cannot write: %s (it is there already, and is not overwritten)"
                .formatted(folder.resolve(inTheWay)));
    assertThat(files()).containsExactly(inTheWay);
    assertThat(folder.resolve(inTheWay)).hasContent("mine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "python | 2x           | must be letters and digits, at most 60, such as my-descent",
        "python | a/b          | must be letters and digits",
        "python | ../x         | must be letters and digits",
        "java   | x y          | must be letters and digits",
        "java   | café         | must be letters and digits",
        "python | numpy        | it would hide Python's own 'numpy'",
        "python | gradsweep    | it would hide Python's own 'gradsweep'",
        "java   | string       | it would hide Java's own 'String'",
        "python | attention    | gradsweep has one of that name",
        "java   | KlDivergence | gradsweep has one of that name",
      })
  void aNameThatCannotBeIsRefused(String language, String name, String why) throws IOException {
    assertThat(write(language, name)).isEqualTo(2);
    assertThat(said.toString())
        .startsWith("Cannot name simulation: '" + name + "' (")
        .contains(why);
    assertThat(files()).isEmpty();
  }

  @Test
  void anotherLanguageIsRefused() throws IOException {
    assertThat(write("julia", "x")).isEqualTo(2);
    assertThat(said.toString())
        .startsWith("Cannot write simulation in: julia (must be java or python");
    assertThat(files()).isEmpty();
  }
}
