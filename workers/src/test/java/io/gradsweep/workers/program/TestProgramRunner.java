package io.gradsweep.workers.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Recording.Spacing;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of a program is one row, and its neighbours are as they would be without it. */
@Timeout(60)
class TestProgramRunner {

  /** Trials before and behind the one at fault: more than are under way at once. */
  private static final int BEFORE = 5;

  private static final int TRIALS = 60;

  private static ProgramSimulation faulty;

  @TempDir private Path folder;

  @BeforeAll
  static void describe() throws IOException {
    faulty = Programs.python("faulty.py");
  }

  @AfterAll
  static void end() {
    faulty.close();
  }

  private Trial trial(long replicate, String what, double start) {
    return Programs.trial(
        faulty,
        replicate,
        Map.of(
            "what", ParamValue.of(what),
            "start", ParamValue.of(start),
            "folder", ParamValue.of(folder.toString())));
  }

  private List<Trial> trials(String what, double start) {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < TRIALS; i++) {
      boolean fault = i == BEFORE || i == BEFORE + 1;
      trials.add(trial(i, fault ? what : "nothing", fault ? start : 1));
    }
    return trials;
  }

  /** The outcome of the trials at fault; all others are as they should be. */
  private TrialRun oneOf(String what, double start, long limitMillis) throws IOException {
    List<Trial> trials = trials(what, start);
    List<TrialRun> runs = Programs.run(faulty, trials, limitMillis);
    assertThat(runs).extracting(TrialRun::trial).isEqualTo(trials);
    for (TrialRun run : runs) {
      long replicate = run.trial().replicate();
      if (replicate != BEFORE && replicate != BEFORE + 1) {
        assertGood(run);
      }
    }
    assertThat(runs.get(BEFORE).outcome().status())
        .isEqualTo(runs.get(BEFORE + 1).outcome().status());
    assertThat(runs.get(BEFORE).outcome().reason())
        .isEqualTo(runs.get(BEFORE + 1).outcome().reason());
    return runs.get(BEFORE);
  }

  private static void assertGood(TrialRun run) {
    long replicate = run.trial().replicate();
    assertThat(run.outcome().reason()).isEmpty();
    assertThat(run.outcome().status()).isEqualTo(Status.CONVERGED);
    assertThat(run.outcome().steps()).isEqualTo(20);
    assertThat(run.outcome().finalError()).isEqualTo(0x1p-20);
    String seed = Streams.of(run.trial()).seed(Streams.Scope.REPLICATE, "init");
    assertThat(run.outcome().measurements())
        .containsExactly(0x1p-20, seed, replicate, replicate % 2 == 0);
    assertThat(run.outcome().rate().points()).isEqualTo(21);
    assertThat(run.outcome().rate().rate())
        .isCloseTo(Math.log(2), org.assertj.core.data.Offset.offset(1e-12));
    assertThat(run.trajectory().size()).isEqualTo(21);
    assertThat(run.trajectory().metric(20, 0)).isEqualTo(0x1p-20);
    assertThat(run.wallNanos()).isNotNegative();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          abort                | killed: signal 6
          exit                 | exited: status 3, without an answer
          exit quietly         | exited: status 0, without an answer
          print                | simulation returned a line that is no answer: 'a stray word'
          print two lists      | simulation returned a line that is no answer: '[1, 2]'
          list                 | simulation returned a line that is no answer: '[1, 2]'
          null                 | simulation returned a line that is no answer: 'null'
          twice                | simulation returned two values for steps (must be one)
          gap twice            | simulation returned two values for gap (must be one)
          print an object      | simulation returned no JSON: '{'stray': 1}'
          nan                  | simulation returned NaN for final_error
          long                 | simulation returned an answer of more than 16 MB
          failed               | ValueError: of width
          no gap               | simulation returned no gap (declared as a measurement)
          text                 | simulation returned 'small' for gap (must be a number)
          unknown              | simulation returned unknown key 'stesp' (did you mean 'steps'?)
          status               | simulation returned status timed_out, which only the runner decides
          huge count           | simulation returned 9223372036854775808 for count (must be a whole number, at most 2^63-1)
          """)
  void aFaultIsARow(String what, String reason) throws IOException {
    Outcome outcome = oneOf(what, 1, 0).outcome();
    assertThat(outcome.reason()).contains(reason);
    assertThat(outcome.status()).isEqualTo(Status.FAILED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          print without an end | simulation returned a line that is no answer: 'a stray word{
          broken               | simulation returned no JSON: '{
          broken in two        | simulation returned no JSON: '{
          text id              | for id (must be a whole number, at most 2^63-1)
          wrong id             | which was not asked for
          no id                | simulation returned no id (asked:
          """)
  void aFaultWhoseWordsHoldAnIdIsARow(String what, String reason) throws IOException {
    for (TrialRun run : Programs.run(faulty, trials(what, 1), 0)) {
      long replicate = run.trial().replicate();
      if (replicate == BEFORE || replicate == BEFORE + 1) {
        assertThat(run.outcome().reason().orElseThrow()).contains(reason.strip());
        assertThat(run.outcome().status()).isEqualTo(Status.FAILED);
      } else {
        assertGood(run);
      }
    }
  }

  /** The second answer is nobody's, and no trial behind it suffers from it. */
  @Test
  void anAnswerThatComesTwiceHarmsNoNeighbour() throws IOException {
    Outcome outcome = oneOf("answer twice", 1, 0).outcome();
    assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
  }

  /** It has its row already; the log of the trial behind it says what was printed. */
  @Test
  void aPrintBehindAnAnswerHarmsNoNeighbour() throws IOException {
    List<Trial> trials = trials("print behind", 1);
    List<TrialRun> runs = Programs.run(faulty, trials, 0);
    assertThat(runs).extracting(TrialRun::trial).isEqualTo(trials);
    runs.forEach(TestProgramRunner::assertGood);
    assertThat(runs.get(BEFORE + 2).words().printed().get())
        .isEqualTo(
            "Run again, alone in a fresh process: simulation returned a line that is no answer:"
                + " 'done'\n");
  }

  /** Of which there is no other one behind it, and no time limit. */
  @ParameterizedTest
  @ValueSource(strings = {"list", "null", "broken", "print", "no id"})
  void theLastTrialNeedNotWaitForAnAnswer(String what) throws IOException {
    Outcome outcome = Programs.run(faulty, List.of(trial(0, what, 1)), 0).get(0).outcome();
    assertThat(outcome.reason().orElseThrow()).startsWith("simulation returned ");
  }

  /** The next trial's answer comes before its own. */
  @Test
  void anAnswerOutOfOrderIsARow() throws IOException {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < TRIALS; i++) {
      trials.add(trial(i, i == BEFORE ? "answer late" : "nothing", 1));
    }
    List<TrialRun> runs = Programs.run(faulty, trials, 0);
    assertThat(runs.get(BEFORE).outcome().reason().orElseThrow())
        .matches("simulation returned id \\d+ before id \\d+ \\(must be in their order\\)");
    runs.remove(BEFORE);
    runs.forEach(TestProgramRunner::assertGood);
  }

  /** An answer that is still owed to a runner is not taken for an answer to the next one. */
  @Test
  void noIdIsGivenTwice() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertGood(Programs.run(faulty, List.of(trial(i, "answer twice", 1)), 0).get(0));
    }
  }

  @Test
  void aDeathThatDoesNotComeAgainIsNoRow() throws IOException {
    List<TrialRun> runs =
        Programs.run(faulty, List.of(trial(0, "nothing", 1), trial(1, "abort once", 1)), 0);
    runs.forEach(TestProgramRunner::assertGood);
  }

  @ParameterizedTest
  @CsvSource({"hang", "hang with children", "close"})
  void whatDoesNotAnswerInTimeIsARow(String what) throws IOException {
    Outcome outcome = oneOf(what, 1, 300).outcome();
    if (what.equals("close")) {
      assertThat(outcome.reason()).contains("exited: it closed its output");
    } else {
      assertThat(outcome.status()).isEqualTo(Status.TIMED_OUT);
      assertThat(outcome.reason()).contains("time limit of 0.3 s used up");
    }
    assertThat(ProcessHandle.current().descendants().flatMap(p -> p.info().command().stream()))
        .noneMatch(command -> command.endsWith("sleep"));
  }

  /**
   * They have no parent any more; one is still of its group, the other is of a session of its own.
   */
  @Test
  void noChildOutlivesAProgramThatHasEnded() throws IOException {
    assertThat(oneOf("orphan", 1, 0).outcome().reason())
        .contains("exited: status 5, without an answer");
    List<String> children = Files.readAllLines(folder.resolve("children"));
    assertThat(children).hasSizeGreaterThanOrEqualTo(8);
    if (Files.exists(Path.of("/proc/self/environ"))) { // elsewhere sessions are out of sight
      assertThat(children).noneMatch(TestProgramRunner::isSleeping);
    }
  }

  /** Whether a process is there that is no zombie: nobody may wait for one in a container. */
  private static boolean isSleeping(String pid) {
    return ProcessHandle.of(Long.parseLong(pid))
        .flatMap(process -> process.info().command())
        .filter(command -> command.endsWith("sleep"))
        .isPresent();
  }

  /** A gigabyte in two trials, of which some thousand characters are kept. */
  @Test
  void muchThatIsWrittenToItsErrorsIsHeard() throws IOException {
    List<TrialRun> runs = Programs.run(faulty, trials("errors", 500_000), 0);
    runs.stream()
        .filter(run -> !run.trial().params().value("what").text().equals("errors"))
        .forEach(TestProgramRunner::assertGood);
    assertThat(runs.get(BEFORE).outcome().status()).isEqualTo(Status.CONVERGED);
    String said = runs.get(TRIALS - 1).words().printed().get();
    assertThat(said).contains("bytes left out").hasSizeBetween(1000, 10_000);
  }

  @Test
  void theErrorsOfAFailureAreItsDetails() throws IOException {
    TrialRun run = oneOf("failed", 1, 0);
    assertThat(run.words().details().get()).startsWith("Traceback of width\n");
    assertThat(run.words().printed().get()).isEmpty();
  }

  @Test
  void divergedTrialsMayHaveNoNumbers() throws IOException {
    TrialRun run = oneOf("nan diverged", 1, 0);
    assertThat(run.outcome().status()).isEqualTo(Status.DIVERGED);
    assertThat(run.outcome().measurements()[0]).isNull();
    assertThat(run.trajectory().size()).isEqualTo(21);
  }

  @Test
  void whatIsNotRequiredMayBeAbsent() throws IOException {
    TrialRun run = oneOf("no error", 1, 0);
    assertThat(run.outcome().status()).isEqualTo(Status.CONVERGED);
    assertThat(run.outcome().finalError()).isNaN();
  }

  @Test
  void numbersPassWhole() throws IOException {
    assertThat(oneOf("largest count", 1, 0).outcome().measurements()[2]).isEqualTo(Long.MAX_VALUE);
    assertThat(oneOf("momentum", 1, 0).outcome().measurements()[1]).isEqualTo("None");
    assertThat(oneOf("own rate", 1, 0).outcome().rate().rate()).isEqualTo(0.5);
  }

  @Test
  void seedsAreTheBitsOfOurStreams() {
    Trial trial = trial(3, "nothing", 1);
    String seed = Streams.of(trial).seed(Streams.Scope.REPLICATE, "init");
    long[] state = new long[4];
    for (int i = 0; i < 4; i++) {
      state[i] = HexFormat.fromHexDigitsToLong(seed, 16 * i, 16 * (i + 1));
    }
    long first = Long.rotateLeft(state[0] + state[3], 23) + state[0]; // xoshiro256++
    assertThat(Streams.of(trial).perReplicate("init").nextLong()).isEqualTo(first);
  }

  @Test
  void aTrialHasAFolderWhichIsKeptWithTheStudy() throws IOException {
    List<Trial> trials = trials("scratch", 1);
    RunSettings settings = new RunSettings(Recording.NONE, Optional.empty(), Optional.of(folder));
    for (int attempt = 1; attempt <= 2; attempt++) {
      List<TrialRun> runs = new ArrayList<>();
      try (TrialRunner runner = faulty.runner(settings, false)) {
        runner.run(trials.iterator(), runs::add);
      }
      Path own = settings.scratch(trials.get(BEFORE)).orElseThrow();
      assertThat(seen(runs.get(BEFORE))).isEqualTo(own.toString());
      assertThat(own.resolve("state")).hasSize(attempt);
    }
  }

  @Test
  void aFolderThatNothingKeepsIsTheRequestsUntilItsRow() throws IOException {
    Trial twice = trial(1, "scratch", 1);
    List<TrialRun> runs = new ArrayList<>();
    try (TrialRunner runner = faulty.runner(Programs.settings(0), false)) {
      runner.run(
          List.of(twice, twice).iterator(),
          run -> {
            runs.add(run);
            assertThat(Path.of(seen(run), "state")).hasSize(1);
          });
      assertThat(Path.of(seen(runs.get(0)))).doesNotExist();
    }
    assertThat(Path.of(seen(runs.get(1))).getParent()).doesNotExist();
  }

  private static String seen(TrialRun run) {
    return (String) run.outcome().measurements()[1];
  }

  @Test
  void aRunMayGiveATrialOtherThreads() throws IOException {
    for (OptionalInt threads : List.of(OptionalInt.of(3), OptionalInt.empty())) {
      RunSettings settings =
          new RunSettings(Recording.NONE, Optional.empty(), Optional.empty(), threads);
      List<TrialRun> runs = new ArrayList<>();
      faulty.runner(settings, false).run(List.of(trial(1, "threads", 1)).iterator(), runs::add);
      assertThat(seen(runs.get(0))).isEqualTo(Integer.toString(threads.orElse(1)));
    }
  }

  @Test
  void aProgramThatWantsNoFolderGetsNone() throws IOException {
    String text =
        Files.readString(Programs.file("faulty.py"))
            .replace("\"version\": 1,", "\"version\": 1, \"scratch\": False,");
    try (ProgramSimulation wantsNone = Programs.simulation("none.py", text, "python3")) {
      List<Trial> trials =
          List.of(Programs.trial(wantsNone, 1, Map.of("what", ParamValue.of("scratch"))));
      RunSettings settings = new RunSettings(Recording.NONE, Optional.empty(), Optional.of(folder));
      List<TrialRun> runs = new ArrayList<>();
      try (TrialRunner runner = wantsNone.runner(settings, false)) {
        runner.run(trials.iterator(), runs::add);
      }
      assertThat(runs.get(0).words().details().get()).contains("KeyError: 'scratch'");
      assertThat(folder).isEmptyDirectory();
    }
  }

  /** A sweep's recording selects from the curve, and changes nothing else. */
  @Test
  void recordingOnlySelects() throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    for (Recording recording :
        List.of(Recording.NONE, new Recording(4, Spacing.LINEAR), new Recording(4, Spacing.LOG))) {
      faulty
          .runner(new RunSettings(recording, Optional.empty()), false)
          .run(List.of(trial(1, "nothing", 1)).iterator(), runs::add);
    }
    assertThat(runs).extracting(TrialRun::outcome).containsOnly(runs.get(0).outcome());
    assertThat(steps(runs.get(0))).isEmpty();
    assertThat(steps(runs.get(1))).containsExactly(0L, 7L, 13L, 20L);
    assertThat(steps(runs.get(2))).containsExactly(0L, 1L, 4L, 20L);
  }

  private static List<Long> steps(TrialRun run) {
    List<Long> steps = new ArrayList<>();
    for (int i = 0; i < run.trajectory().size(); i++) {
      steps.add(run.trajectory().step(i));
    }
    return steps;
  }

  /** Guarded: the next trial is asked for when the one before it has its row. */
  @Test
  void oneByOneIsOneByOne() throws IOException {
    List<String> events = new ArrayList<>();
    List<Trial> trials = trials("abort", 1).subList(0, 8);
    var all = trials.iterator();
    faulty
        .runner(Programs.settings(0), true)
        .run(
            new java.util.Iterator<>() {
              @Override
              public boolean hasNext() {
                return all.hasNext();
              }

              @Override
              public Trial next() {
                Trial next = all.next();
                events.add("asked " + next.replicate());
                return next;
              }
            },
            run -> events.add("row " + run.trial().replicate()));
    assertThat(events).hasSize(16);
    for (int i = 0; i < 8; i++) {
      assertThat(events.subList(2 * i, 2 * i + 2)).containsExactly("asked " + i, "row " + i);
    }
  }

  @Test
  void aTrialAloneHasTheSameOutcome() {
    Trial trial = trial(2, "nothing", 1);
    assertThat(
            faulty.run(trial, Streams.of(trial), io.gradsweep.workers.api.Recorder.none()).steps())
        .isEqualTo(20);
  }
}
