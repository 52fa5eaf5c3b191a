package io.gradsweep.driver.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import io.gradsweep.workers.run.Simulations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One file of source, loaded without a build; and what is said of one that cannot be. */
class TestOwnCode {

  /** A whole simulation, in which single pieces are replaced. */
  private static final String SOURCE =
      """
      import io.gradsweep.results.outcome.*;
      import io.gradsweep.results.random.Streams;
      import io.gradsweep.results.trial.*;
      import io.gradsweep.workers.api.*;
      import java.util.List;
      public class Own implements Simulation {
        private static final SimulationSpec SPEC = new SimulationSpec("own-halving", 1, "Halves.", "",
            List.of(ParameterSpec.real("start", "first value").above(0).defaultsTo(1)), List.of(),
            List.of());
        public SimulationSpec spec() { return SPEC; }
        public double cost(Params params) { return 1; }
        public Outcome run(Trial trial, Streams streams, Recorder recorder) {
          return new OutcomeBuilder(SPEC).status(Status.CONVERGED).finalError(0).build();
        }
      }
      """;

  @TempDir private Path folder;

  private ClassLoader before;

  @BeforeEach
  void remember() {
    before = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void forget() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static List<Path> load(Path... code) {
    return OwnCode.load(List.of(code), List.of(), "python3");
  }

  /** Hash of the simulation, loaded as by a process of its own. */
  private String hash(List<Path> code, List<Path> files) {
    forget();
    OwnCode.load(code, files, "python3");
    return OwnCode.hash(Simulations.find("own-halving"));
  }

  private void isRefused(Path code, String message) {
    assertThatThrownBy(() -> load(code))
        .isInstanceOf(RequestException.class)
        .hasMessage(message.replace("FILE", code.toString()));
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void aFileOfSourceIsASimulation() throws IOException {
    List<Path> archives = load(write("Own.java", SOURCE));
    assertThat(archives).hasSize(1).allSatisfy(archive -> assertThat(archive).exists());
    assertThat(Simulations.find("own-halving").spec().version()).isEqualTo(1);
  }

  @Test
  void aFileMayHaveAnotherNameAPackageAMarkAndHelpers() throws IOException {
    String helper = "class Help { static Status status() { return Status.CONVERGED; } }";
    Path file =
        write(
            "second try.java",
            "\uFEFFpackage lab.own;\n"
                + SOURCE.replace("Status.CONVERGED", "Help.status()")
                + helper);
    load(file);
    assertThat(Simulations.find("own-halving").getClass().getName()).isEqualTo("lab.own.Own");
  }

  /** The example of the documentation, of twenty lines. */
  @Test
  void anAnnotatedClassIsASimulation() {
    load(Path.of("../sweeps/own/descent/Descent.java"));
    assertThat(Simulations.find("own-descent").spec().parameterNames())
        .containsExactlyInAnyOrder("step_size", "width");
  }

  @Test
  void severalFilesAreLoadedTogether() throws IOException {
    Path other = write("b/Second.java", SOURCE.replace("Own ", "Second ").replace("own-", "two-"));
    load(write("Own.java", SOURCE), other);
    assertThat(Simulations.find("own-halving")).isNotNull();
    assertThat(Simulations.find("two-halving")).isNotNull();
  }

  @Test
  void classesOfOneNameInTwoFilesAreRefused() throws IOException {
    Path one = write("a/Own.java", SOURCE);
    Path other = write("b/Own.java", SOURCE.replace("own-", "two-"));
    Path same = write("c/Own.java", SOURCE);
    for (Path second : List.of(other, same)) {
      assertThatThrownBy(() -> load(one, second))
          .hasMessage(
              "Cannot use code: %s and %s (both have a class Own; must be different names)",
              one, second);
    }
    String helper = "class Help { static final int N = 1; }";
    Path first = write("d/First.java", SOURCE.replace("Own ", "First ").replace("own-", "d-"));
    Path second = write("e/Second.java", SOURCE.replace("Own ", "Second ").replace("own-", "e-"));
    Files.writeString(first, Files.readString(first) + helper);
    Files.writeString(second, Files.readString(second) + helper.replace("1", "2"));
    assertThatThrownBy(() -> load(first, second)).hasMessageContaining("both have a class Help");
  }

  @Test
  void twoFilesMayTakeOneHelperAlong() throws IOException {
    Path help = write("Help.java", "class Help { static final int N = 1; }");
    Path first = write("d/First.java", SOURCE.replace("Own ", "First ").replace("own-", "d-"));
    Path second = write("e/Second.java", SOURCE.replace("Own ", "Second ").replace("own-", "e-"));
    OwnCode.load(List.of(first, second), List.of(help), "python3");
    assertThat(Simulations.find("e-halving")).isNotNull();
  }

  @Test
  void everyErrorOfTheCompilerIsALine() throws IOException {
    Path file =
        write(
            "Own.java",
            SOURCE.replace("return 1;", "return \"one\";").replace("build()", "bild()"));
    isRefused(
        file,
        """
        Cannot compile FILE: 2 problems
          line 11: incompatible types: String cannot be converted to double: public double cost(Params params) { return "one"; }
          line 13: cannot find symbol; symbol: method bild(); location: class OutcomeBuilder: return new OutcomeBuilder(SPEC).status(Status.CONVERGED).finalError(0).bild();""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          public class Own         | class Own               | class Own must be public
          public class Own         | public abstract class Own | it has no simulation: no class that extends OwnSimulation or implements Simulation
          private static final     | private Own() {} private static final | class Own must have a public constructor without arguments
          private static final     | public Own(int a) {} private static final | class Own must have a public constructor without arguments
          import java.util.List;   | import java.util.List; class Two extends Own {} | it has 2 simulations, Own and Two; a file has one
          own-halving              | kl-divergence           | its simulation kl-divergence has the name of one that is there already, io.gradsweep.workers.simulations.kldivergence.KlDivergence
          own-halving              | Own Halving             | class Own: Cannot name simulation: 'Own Halving' (must be kebab-case)
          "first value").above(0)  | "first value").above(2) | class Own: Cannot use start: 1.0 (must be a real number above 2)
          return SPEC              | return null             | class Own: its spec() is null
          private static final     | static { Object o = null; o.hashCode(); } private static final | class Own: java.lang.NullPointerException at line 7: Cannot invoke "Object.hashCode()" because "o" is null
          """)
  void aFaultOfTheClassIsOneSentence(String piece, String instead, String reason)
      throws IOException {
    isRefused(
        write("Own.java", SOURCE.replace(piece, instead)),
        "Cannot use code: FILE (%s)".formatted(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none.java | Cannot read code: FILE (no such file)
          notes.txt | Cannot use code: FILE (must be a .jar, .java or .py file, or a program that may be run)
          empty.jar | Cannot read code: FILE (must be a jar file)
          a.java    | Cannot read code: FILE (not UTF-8 text)
          b.java    | Cannot use code: FILE (it has no simulation: no class that extends OwnSimulation or implements Simulation)
          folder    | Cannot use code: FILE (a folder; must be a .jar, .java or .py file, or a program that may be run)
          """)
  void aWrongFileIsNamed(String name, String message) throws IOException {
    write("notes.txt", "x");
    write("empty.jar", "x");
    write("b.java", "");
    Files.write(folder.resolve("a.java"), new byte[] {(byte) 0xC3, 'x'});
    Files.createDirectory(folder.resolve("folder"));
    isRefused(folder.resolve(name), message);
  }

  @Test
  void whatRunsIsHashed() throws IOException {
    Path own = write("Own.java", SOURCE);
    String hash = hash(List.of(own), List.of());
    assertThat(hash).hasSize(64);
    Path copy = write("copy/Other.java", SOURCE);
    assertThat(hash(List.of(copy), List.of())).isEqualTo(hash);
    Path changed = write("Changed.java", SOURCE + "// changed");
    assertThat(hash(List.of(changed), List.of())).isNotEqualTo(hash);
    Path data = write("data/points.csv", "1,2");
    String withData = hash(List.of(own), List.of(data.getParent()));
    assertThat(withData).isNotEqualTo(hash);
    Files.writeString(data, "1,3");
    assertThat(hash(List.of(own), List.of(data.getParent()))).isNotEqualTo(withData);
  }

  @Test
  void filesBesideAreHelpersAndResources() throws IOException {
    Path help = write("Help.java", "class Help { static final String NAME = \"own-halving\"; }");
    Path data = write("data/points.csv", "1,2");
    Path own = write("Own.java", SOURCE.replace("\"own-halving\"", "Help.NAME"));
    OwnCode.load(List.of(own), List.of(help, data.getParent()), "python3");
    Class<?> type = Simulations.find("own-halving").getClass();
    assertThat(type.getResourceAsStream("/data/points.csv")).hasContent("1,2");
    assertThatThrownBy(
            () -> OwnCode.load(List.of(own), List.of(folder.resolve("none.csv")), "python3"))
        .hasMessage("Cannot read files: %s (no such file)", folder.resolve("none.csv"));
    assertThatThrownBy(() -> OwnCode.load(List.of(), List.of(data), "python3"))
        .hasMessage("Cannot use files: %s (they go with --code FILE)", data);
  }
}
