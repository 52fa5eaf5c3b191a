package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.workers.program.InstalledProgram.works;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.workers.program.NeedsPython;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * The sweeps that are shipped with their code, and those that {@code new} writes, from end to end.
 */
@NeedsPython
class OwnSweepsIT {

  private static final Path OWN = Path.of("../sweeps/own");
  private static final Path DESCENT = OWN.resolve("descent");

  @TempDir private Path folder;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void forgetTheCode() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private Path study(Path sweep, String... options) {
    Path out = folder.resolve("study-" + System.nanoTime());
    List<String> arguments = new ArrayList<>(List.of("run", sweep.toString(), "--quick", "-q"));
    arguments.addAll(List.of("--out", out.toString()));
    arguments.addAll(List.of(options));
    Result result = run(arguments.toArray(String[]::new));
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    forgetTheCode();
    return out.resolveSibling(out.getFileName() + "-quick");
  }

  private static void claimsHold(Path study) {
    Result result = run("verify", study.toString());
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("PASS");
  }

  /** Rows and trajectories: each rounding is the same in all of them. */
  @Test
  void oneDescentInThreeLanguagesGivesEqualRowsToTheLastBit() throws Exception {
    Path sweep = DESCENT.resolve("descent.yaml");
    Path java = study(sweep, "--code", DESCENT.resolve("Descent.java").toString());
    claimsHold(java);
    List<String> rows = Gradsweep.trials(java);
    List<String> steps = Gradsweep.trajectories(java);
    assertThat(rows).hasSize(15);
    assertThat(steps).hasSizeGreaterThan(15 * 20);
    Path python = study(sweep, "--code", DESCENT.resolve("descent.py").toString());
    assertThat(Gradsweep.trials(python)).isEqualTo(rows);
    assertThat(Gradsweep.trajectories(python)).isEqualTo(steps);
    assumeTrue(works("gcc", "--version"), "no gcc here: the descent in C is skipped");
    Path compiled = folder.resolve("descent");
    assertThat(
            works(
                "gcc",
                "-O2",
                "-ffp-contract=off",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-o",
                compiled.toString(),
                DESCENT.resolve("descent.c").toString(),
                "-lm"))
        .isTrue();
    Path c = study(sweep, "--code", compiled.toString());
    assertThat(Gradsweep.trials(c)).isEqualTo(rows);
    assertThat(Gradsweep.trajectories(c)).isEqualTo(steps);
  }

  @Test
  void aSimulationInBashRunsAndIsFitForASweep() {
    assumeTrue(works("jq", "--version"), "no jq here: the simulation in bash is skipped");
    String code = DESCENT.resolve("halving.sh").toString();
    claimsHold(study(DESCENT.resolve("halving.yaml"), "--code", code, "replicates=2"));
    Result result = run("try", code);
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
  }

  @Test
  void sharpnessSettlesAtTwoOverTheStepSize() {
    assumeTrue(works("python3", "-c", "import numpy"), "no numpy here: skipped");
    Path eos = OWN.resolve("edge-of-stability");
    claimsHold(
        study(
            eos.resolve("edge-of-stability.yaml"),
            "--code",
            eos.resolve("edge_of_stability.py").toString()));
  }

  @Test
  void methodsOfScipyAreCompared() {
    assumeTrue(works("python3", "-c", "import scipy"), "no scipy here: skipped");
    Path scipy = OWN.resolve("scipy-methods");
    claimsHold(
        study(
            scipy.resolve("scipy-methods.yaml"),
            "--code",
            scipy.resolve("scipy_methods.py").toString()));
  }

  @Test
  void glpkAgreesWithItsManualAndWithTheTheorem() {
    assumeTrue(works("glpsol", "--version"), "no glpsol here: skipped");
    Path glpk = OWN.resolve("glpk");
    claimsHold(
        study(
            glpk.resolve("glpk.yaml"),
            "--code",
            glpk.resolve("glpk.py").toString(),
            "--files",
            glpk.resolve("manual.mod").toString(),
            glpk.resolve("assignment.mod").toString()));
  }

  /** From nothing to a table; and what is written keeps the contract. */
  @ParameterizedTest
  @CsvSource({"python, my_own, my_own.py", "java, MyOwn, MyOwn.java"})
  void whatNewWritesRunsAtOnceAndIsFitForASweep(String language, String name, String file)
      throws IOException {
    Path here = Files.createDirectory(folder.resolve("here"));
    CommandLine command = new CommandLine(new NewCommand(here));
    command.setOut(new PrintWriter(new StringWriter()));
    assertThat(command.execute(language, name)).isZero();
    String code = here.resolve(file).toString();
    claimsHold(study(here.resolve(name + ".yaml"), "--code", code));
    Result tried = run("try", code);
    assertThat(tried.exit()).as(tried.out() + tried.err()).isZero();
    assertThat(tried.out()).doesNotContain("BROKEN");
    forgetTheCode();
    Result one = run("try", code, "step_size=0.2", "replicate=3", "seed=18");
    assertThat(one.out()).containsPattern("status +\\| converged").containsPattern("seed +\\| 18");
  }
}
