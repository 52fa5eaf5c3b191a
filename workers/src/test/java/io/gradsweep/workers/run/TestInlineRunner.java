package io.gradsweep.workers.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Quadratic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestInlineRunner {

  private static final Optional<Duration> LIMIT = Optional.of(Duration.ofMillis(200));

  @BeforeEach
  void hold() {
    Quadratic.hold();
  }

  @AfterEach
  void release() {
    Quadratic.release();
  }

  private static Trial trial(String fault, long replicate) {
    return new Trial(
        new Quadratic().spec().resolve(Map.of("fault", ParamValue.of(fault))), 1, replicate);
  }

  private static List<Outcome> run(Optional<Duration> limit, Trial... trials) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    new InlineRunner(new Quadratic(), new RunSettings(Recording.NONE, limit))
        .run(List.of(trials).iterator(), run -> outcomes.add(run.outcome()));
    return outcomes;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          throws     | failed        | unexpected: java.lang.IllegalStateException: broken on purpose at
          mistakes   | failed        | unexpected: java.lang.IllegalArgumentException: Cannot take the root
          refuses    | failed        | parameter: Cannot use step_size: 1 (just so)
          nan        | failed        | simulation returned NaN for final_error
          decides    | failed        | simulation returned status timed_out, which only the runner
          wrong_type | failed        | simulation returned String for start (declared: real number)
          recursion  | failed        | exhausted: java.lang.StackOverflowError
          overruns   | not_converged | max_steps: 50 steps used up
          sleeps     | timed_out     | time limit of 0.2 s used up
          loops      | timed_out     | time limit of 0.2 s used up; the trial did not stop when asked
          """)
  void everyFaultIsARowAndItsNeighboursAreUnharmed(String fault, String status, String reason)
      throws IOException {
    List<Outcome> outcomes =
        run(LIMIT, trial("none", 0), trial(fault, 1), trial("none", 2), trial("none", 3));
    assertThat(outcomes).hasSize(4);
    assertThat(outcomes.get(1).status()).isEqualTo(Status.of(status));
    assertThat(outcomes.get(1).reason())
        .hasValueSatisfying(r -> assertThat(r).startsWith(reason).doesNotContain("\n"));
    assertThat(List.of(outcomes.get(0), outcomes.get(2), outcomes.get(3)))
        .isEqualTo(run(Optional.empty(), trial("none", 0), trial("none", 2), trial("none", 3)));
  }

  /** Later trials of the process need the class too. */
  @Test
  void aTrialIsNotInterruptedWhileAClassIsInitialised() throws IOException {
    List<Outcome> outcomes = run(LIMIT, trial("initialises", 0), trial("initialises", 1));
    assertThat(outcomes)
        .extracting(Outcome::status)
        .containsExactly(Status.TIMED_OUT, Status.CONVERGED);
    assertThat(outcomes.get(0).reason()).hasValue("time limit of 0.2 s used up");
  }

  @Test
  void whatTheSinkThrowsReachesTheCallerAndNothingRunsAfterIt() {
    for (Optional<Duration> limit : List.of(LIMIT, Optional.<Duration>empty())) {
      List<Trial> asked = new ArrayList<>();
      Stream<Trial> trials = Stream.of(trial("none", 0), trial("none", 1)).peek(asked::add);
      InlineRunner runner =
          new InlineRunner(new Quadratic(), new RunSettings(Recording.NONE, limit));
      assertThatThrownBy(
              () ->
                  runner.run(
                      trials.iterator(),
                      run -> {
                        throw new IOException("disk full");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("disk full");
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void anInterruptedCallerStops() throws Exception {
    Thread caller = Thread.currentThread();
    Thread killer =
        new Thread(
            () -> {
              try {
                Thread.sleep(100);
              } catch (InterruptedException e) {
                return;
              }
              caller.interrupt();
            });
    killer.start();
    assertThatThrownBy(() -> run(Optional.of(Duration.ofMinutes(5)), trial("loops", 0)))
        .hasMessage("Cannot run trials to the end: interrupted");
    assertThat(Thread.interrupted()).isTrue();
    killer.join();
  }

  @Test
  void aTimeLimitMustBeLongerThanZero() {
    assertThatThrownBy(() -> new RunSettings(Recording.NONE, Optional.of(Duration.ZERO)))
        .hasMessage("Cannot limit trials to: PT0S (must be longer than 0)");
  }
}
