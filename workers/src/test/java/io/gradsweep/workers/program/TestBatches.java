package io.gradsweep.workers.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which trials share a batch changes no row, and a fault in one is a row of one trial. */
@Timeout(60)
class TestBatches {

  private static final int AT_FAULT = 6;

  private static ProgramSimulation batches;

  @BeforeAll
  static void describe() throws IOException {
    batches = Programs.python("batches.py");
  }

  @AfterAll
  static void end() {
    batches.close();
  }

  private static Trial trial(long replicate, long width, String what) {
    return Programs.trial(
        batches, replicate, Map.of("width", ParamValue.of(width), "what", ParamValue.of(what)));
  }

  /** Of two widths, so that batches of different lengths come about. */
  private static List<Trial> trials(String what) {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      trials.add(trial(i, i < 10 ? 8 : 9, i == AT_FAULT ? what : "nothing"));
    }
    return trials;
  }

  private static void assertGood(TrialRun run) {
    long replicate = run.trial().replicate();
    assertThat(run.outcome().status()).as(run.outcome().toString()).isEqualTo(Status.CONVERGED);
    assertThat(run.outcome().measurements())
        .containsExactly(
            0.5 * replicate, Streams.of(run.trial()).seed(Streams.Scope.REPLICATE, "init"));
    assertThat(run.trajectory().size()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          abort  | failed    | killed: signal 6
          hang   | timed_out | time limit of 0.2 s used up
          print  | failed    | simulation returned a line that is no answer: 'stray'
          failed | failed    | of its own
          text   | failed    | simulation returned 'text' for gap (must be a number)
          short  | failed    | simulation returned 0 of ids (the batch has 1 trial)
          nan    | failed    | simulation returned NaN for gap
          """)
  void aFaultIsTheRowOfOneTrial(String what, String status, String reason) throws IOException {
    List<Trial> trials = trials(what);
    List<TrialRun> runs = Programs.run(batches, trials, what.equals("hang") ? 200 : 0);
    assertThat(runs).extracting(TrialRun::trial).isEqualTo(trials);
    TrialRun fault = runs.get(AT_FAULT);
    assertThat(fault.outcome().reason().orElseThrow()).startsWith(reason);
    assertThat(fault.outcome().status().word()).isEqualTo(status);
    runs.stream().filter(run -> run != fault).forEach(TestBatches::assertGood);
  }

  @Test
  void eachTrialOfABatchHasItsFolder(@TempDir Path kept) throws IOException {
    RunSettings settings = new RunSettings(Recording.NONE, Optional.empty(), Optional.of(kept));
    batches.runner(settings, false).run(trials("scratch").iterator(), run -> {});
    for (Trial trial : trials("scratch")) {
      Path state = settings.scratch(trial).orElseThrow().resolve("state");
      assertThat(Files.exists(state)).isEqualTo(trial.replicate() == AT_FAULT);
      assertThat(state.getParent()).isDirectory();
    }
  }

  @Test
  void trialsAloneHaveTheSameRows() throws IOException {
    List<TrialRun> together = Programs.run(batches, trials("nothing"), 0);
    List<TrialRun> alone = new ArrayList<>();
    batches.runner(Programs.settings(0), true).run(trials("nothing").iterator(), alone::add);
    assertThat(alone)
        .extracting(TrialRun::outcome)
        .isEqualTo(together.stream().map(TrialRun::outcome).toList());
  }
}
