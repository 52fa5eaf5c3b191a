package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.workers.program.InstalledProgram.works;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.workers.program.NeedsPython;
import io.gradsweep.workers.program.PythonHelper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on simulations of one's own: its examples are run, its commands are read. */
class TestOwnPage {

  private static final Path PAGE = Path.of("../docs/your-own-simulation.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
  private static final Pattern ERROR = Pattern.compile("final_error[ |]+([-0-9.eE+]+)");

  @TempDir private Path folder;

  private String page;

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(PAGE);
  }

  private List<String> blocks(String language) {
    return BLOCK
        .matcher(page)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  private Path program(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  /** One trial in the foreground. */
  private static String tried(Path code, String... values) {
    List<String> arguments = new ArrayList<>(List.of("try", code.toString()));
    arguments.addAll(List.of(values));
    Result result = run(arguments.toArray(String[]::new));
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    return result.out();
  }

  private static double error(String printed) {
    Matcher found = ERROR.matcher(printed);
    assertThat(found.find()).as(printed).isTrue();
    return Double.parseDouble(found.group(1));
  }

  /** With numpy; by hand it has the numbers that it has in a sweep. */
  @Test
  @NeedsPython
  void theExamplesInPythonRun() throws Exception {
    assumeTrue(works("python3", "-c", "import numpy"), "no numpy here: skipped");
    List<String> python = blocks("python");
    Path one = program("my_descent.py", python.get(0));
    String batch = "import numpy as np, gradsweep\n" + python.get(1) + "\ngradsweep.main()\n";
    String[] values = {"step_size=0.1", "replicate=3", "seed=18"};
    String swept = tried(one, values);
    assertThat(swept).containsPattern("status +\\| converged");
    assertThat(tried(program("my_batch.py", batch), values))
        .containsPattern("status +\\| converged");
    PythonHelper.writeInto(folder);
    List<String> command = new ArrayList<>(List.of("python3", one.toString()));
    command.addAll(List.of(values));
    Process byHand = new ProcessBuilder(command).start();
    String printed = new String(byHand.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(error(printed)).isEqualTo(error(swept));
  }

  @Test
  void theExampleInJavaRuns() throws IOException {
    Path code = program("JavaDescent.java", blocks("java").get(0));
    assertThat(tried(code, "step_size=0.2")).containsPattern("status +\\| converged");
  }

  @Test
  void theExampleInRRuns() throws IOException {
    assumeTrue(works("Rscript", "-e", "library(jsonlite)"), "no R with jsonlite here: skipped");
    Path code = program("descent.R", blocks("r").get(0));
    assertThat(tried(code, "step_size=0.5")).containsPattern("status +\\| converged");
  }

  /** The lines that the page lets a program print are read as they are. */
  @Test
  void theDescriptionIsOne() throws IOException {
    Path code =
        program("described.sh", "#!/bin/sh\ncat <<'END'\n" + blocks("json").get(0) + "END\n");
    Result described = run("describe", "my-descent", "--code", code.toString());
    assertThat(described.exit()).as(described.err()).isZero();
    assertThat(described.out()).contains("step_size", "length of one step", "width", "gap");
  }

  @Test
  void theCommandsAreCommands() {
    List<String> commands =
        blocks("").stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("gradsweep "))
            .toList();
    assertThat(commands).hasSizeGreaterThan(5);
    for (String command : commands) {
      String[] words = command.split(" +");
      String[] arguments = List.of(words).subList(1, words.length).toArray(String[]::new);
      assertThat(Main.commandLine().parseArgs(arguments).hasSubcommand()).as(command).isTrue();
    }
  }
}
