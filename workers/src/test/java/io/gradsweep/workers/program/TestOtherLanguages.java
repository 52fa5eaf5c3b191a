package io.gradsweep.workers.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Faults of programs in C and bash are the rows that those of Python are. */
@Timeout(60)
class TestOtherLanguages {

  /** Each fault, and the reason in its row; empty for a trial like any other. */
  private static final Map<String, String> REASONS =
      Map.of(
          "abort", "killed: signal 6",
          "segv", "killed: signal 11",
          "exit", "exited: status 3, without an answer",
          "print", "simulation returned a line that is no answer: 'a stray word'",
          "list", "simulation returned a line that is no answer: '[1, 2]'",
          "long", "simulation returned an answer of more than 16 MB",
          "nan", "simulation returned NaN for final_error",
          "errors", "");

  @TempDir private Path folder;

  static boolean hasCompiler() {
    return InstalledProgram.works("cc", "--version");
  }

  @Test
  @EnabledIf("hasCompiler")
  void faultsOfCAreRows() throws Exception {
    Path program = folder.resolve("faulty");
    Process compiler =
        new ProcessBuilder(
                "cc", "-O1", "-o", program.toString(), Programs.file("faulty.c").toString(), "-lm")
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).isZero();
    requireRows(program);
  }

  @Test
  void faultsOfBashAreRows() throws IOException {
    Path program = folder.resolve("faulty.sh");
    Files.copy(Programs.file("faulty.sh"), program);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    requireRows(program);
  }

  private void requireRows(Path file) throws IOException {
    Program program = new Program("faulty", List.of(file.toString()), folder);
    try (ProgramSimulation faulty = new ProgramSimulation(program, Description.of(program))) {
      List<Trial> trials = new ArrayList<>();
      for (String what : REASONS.keySet()) {
        for (String each : List.of("nothing", what, "nothing")) {
          trials.add(Programs.trial(faulty, trials.size(), Map.of("what", ParamValue.of(each))));
        }
      }
      List<TrialRun> runs = Programs.run(faulty, trials, 0);
      assertThat(runs).extracting(TrialRun::trial).isEqualTo(trials);
      for (TrialRun run : runs) {
        String what = run.trial().params().value("what").text();
        Outcome outcome = run.outcome();
        assertThat(outcome.reason().orElse("")).as(what).isEqualTo(REASONS.getOrDefault(what, ""));
        boolean good = outcome.reason().isEmpty();
        assertThat(outcome.status()).isEqualTo(good ? Status.CONVERGED : Status.FAILED);
        assertThat(Double.isNaN(outcome.finalError())).isNotEqualTo(good);
      }
      Trial hanging = Programs.trial(faulty, 0, Map.of("what", ParamValue.of("hang")));
      assertThat(Programs.run(faulty, List.of(hanging), 300).get(0).outcome().status())
          .isEqualTo(Status.TIMED_OUT);
    }
  }
}
