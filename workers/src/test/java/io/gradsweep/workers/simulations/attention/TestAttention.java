package io.gradsweep.workers.simulations.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracles O11, O13, O14 and O16, and the headline at its small size, on whole trials. */
class TestAttention {

  private static final int SEEDS = 4;
  private static final int STEPS = 1000;

  private static Trial small(int replicate, String rule) {
    return Fixture.trial(
        replicate,
        "update_rule",
        rule,
        "sequence_length",
        256,
        "test_length",
        0,
        "max_steps",
        STEPS);
  }

  /** O11: C is 8. */
  @Test
  void headsBeginByGuessing() {
    for (int replicate = 0; replicate < 5; replicate++) {
      Task task = Fixture.task(replicate, "test_length", 0);
      CausalHead head = new CausalHead(task.train(), task.start(), false);
      head.forward(task.start());
      assertThat(head.losses().loss()).isCloseTo(StrictMath.log(8), within(0.02));
    }
  }

  /**
   * The headline, and O13. Steps to the final loss of plain descent, seed by seed: an independent
   * implementation found 397 ± 58 on eight other seeds, so the mean over four lies within 312 to
   * 526 (2.9 and 4.4 standard errors) but for 0.2 % of all seeds. The seed is fixed. Its final loss
   * of plain descent was 1.967 ± 0.038.
   */
  @Test
  void emScheduleIsMoreThanTwiceAsFastOnShortSequences() {
    double steps = 0;
    double loss = 0;
    for (int replicate = 0; replicate < SEEDS; replicate++) {
      double[] sgd = Fixture.series(small(replicate, "sgd"), "train_loss");
      double[] em = Fixture.series(small(replicate, "em_schedule"), "train_loss");
      requireNonIncreasing(sgd);
      requireNonIncreasing(em);
      int k = 0;
      while (em[k] >= sgd[STEPS]) {
        k++;
      }
      steps += (double) k / SEEDS;
      loss += sgd[STEPS] / SEEDS;
    }
    assertThat(STEPS / steps).isBetween(1.9, 3.2);
    assertThat(loss).isCloseTo(1.967, within(0.1));
  }

  private static void requireNonIncreasing(double[] losses) {
    for (int k = 1; k < losses.length; k++) {
      assertThat(losses[k]).isLessThanOrEqualTo(losses[k - 1]);
    }
  }

  /** O14: no head beats the filter on sequences that it has not seen, but for three errors. */
  @Test
  void heldOutLossIsNotBelowTheFilters() {
    double sum = 0;
    double squares = 0;
    int n = 8;
    for (int replicate = 0; replicate < n; replicate++) {
      Outcome outcome =
          Fixture.run(
              replicate,
              "update_rule",
              "em_schedule",
              "sequence_length",
              128,
              "test_length",
              256,
              "max_steps",
              200);
      double gap = Fixture.real(outcome, "gap_test");
      sum += gap;
      squares += gap * gap;
      assertThat(gap)
          .isEqualTo(
              Fixture.real(outcome, "final_test_loss")
                  - Fixture.real(outcome, "bayes_filter_test_loss"));
    }
    double mean = sum / n;
    double error = Math.sqrt((squares / n - mean * mean) / (n - 1));
    assertThat(mean).isGreaterThanOrEqualTo(-3 * error);
  }

  /** O16. */
  @Test
  void namesOfTheTargetsDoNotMatter() {
    Settings settings =
        Fixture.settings("update_rule", "em_schedule", "sequence_length", 100, "step_size", 0.1);
    Task task = Fixture.task(0, "sequence_length", 100);
    int[] order = {3, 7, 0, 5, 1, 6, 2, 4};
    int[] labels = task.train().labels().clone();
    HeadMatrices start = task.start().copy();
    for (int t = 0; t < labels.length; t++) {
      labels[t] = order[labels[t]];
    }
    for (int d = 0; d < start.o().rows(); d++) {
      for (int c = 0; c < 8; c++) {
        start.o().set(d, order[c], task.start().o().get(d, c));
      }
    }
    TokenSequence renamed = new TokenSequence(task.train().x(), task.train().symbols(), labels);
    HeadDescent one = new HeadDescent(settings, task.train(), task.start());
    HeadDescent other = new HeadDescent(settings, renamed, start);
    for (int k = 0; k < 100; k++) {
      one.evaluate();
      other.evaluate();
      double loss = one.head().losses().loss();
      assertThat(other.head().losses().loss()).isCloseTo(loss, within(1e-9));
      one.update();
      other.update();
    }
  }

  @Test
  void hugeStepsDiverge() {
    Outcome outcome = Fixture.run(0, "sequence_length", 64, "step_size", 1e3, "max_steps", 200);
    assertThat(outcome.status()).isEqualTo(Status.DIVERGED);
  }

  /**
   * Between two looks, that is: looking at every step changes nothing of what the last one says.
   */
  @Test
  void whatIsFinalIsOfTheLastStepWhereATrialDivergesBetweenLooks() {
    Object[] diverging = {"sequence_length", 64, "step_size", 3.0, "max_steps", 200};
    Outcome rarely = Fixture.run(0, with(diverging, "record_every", 1000));
    Outcome always = Fixture.run(0, with(diverging, "record_every", 1));
    assertThat(rarely.status()).isEqualTo(Status.DIVERGED);
    assertThat(rarely.steps()).isEqualTo(always.steps()).isBetween(1L, 199L);
    for (String name : List.of("final_test_loss", "test_accuracy", "gap_test")) {
      assertThat(Fixture.real(rarely, name)).as(name).isEqualTo(Fixture.real(always, name));
    }
    assertThat(Fixture.real(rarely, "gap_test"))
        .isEqualTo(
            Fixture.real(rarely, "final_test_loss")
                - Fixture.real(rarely, "bayes_filter_test_loss"));
    assertThat(Fixture.real(rarely, "final_test_loss")).isGreaterThan(StrictMath.log(8) + 1);
  }

  private static Object[] with(Object[] values, Object... more) {
    return Stream.of(values, more).flatMap(Arrays::stream).toArray();
  }

  /**
   * None of these sequences spans the twenty dimensions of its inputs. The E-steps are small: the
   * values are large where a sequence is memorised.
   */
  @ParameterizedTest
  @CsvSource({"100,0", "8,1", "20,1", "20,0"})
  void closedFormRunsOnShortSequencesAndWithoutNoise(int length, double noise) {
    Trial trial =
        Fixture.trial(
            0,
            "update_rule",
            "em_mm",
            "sequence_length",
            length,
            "noise",
            noise,
            "step_size",
            1e-3,
            "max_steps",
            40);
    Outcome outcome = Fixture.run(trial);
    assertThat(outcome.status()).isIn(Status.CONVERGED, Status.NOT_CONVERGED);
    double[] losses = Fixture.series(trial, "train_loss");
    for (int k = 1; k < 40; k += 2) { // an E-step, then an M-step
      assertThat(losses[k + 1]).isLessThanOrEqualTo(losses[k] + 1e-10);
    }
    assertThat(losses[40]).isLessThan(losses[0]);
  }

  @Test
  void aHeadThatMemorisesIsCalledOverfitted() {
    Outcome outcome =
        Fixture.run(
            0,
            "sequence_length",
            64,
            "step_size",
            0.3,
            "value_step_size",
            0.3,
            "max_steps",
            500,
            "test_length",
            256);
    assertThat(outcome.status()).isEqualTo(Status.NOT_CONVERGED);
    assertThat(outcome.reason()).contains("overfitted");
    assertThat(outcome.finalLoss()).isLessThan(Fixture.real(outcome, "bayes_filter_train_loss"));
    assertThat(Fixture.real(outcome, "best_test_loss"))
        .isLessThan(Fixture.real(outcome, "final_test_loss"));
  }

  /** Little noise, a sticky chain, a wide tolerance: the first look that meets it is a multiple. */
  @Test
  void aHeadThatComesCloseEnoughConverges() {
    Outcome outcome =
        Fixture.run(
            0,
            "sequence_length",
            512,
            "noise",
            0.2,
            "self_probability",
            0.8,
            "step_size",
            0.3,
            "max_steps",
            300,
            "tolerance",
            0.6);
    assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
    assertThat(outcome.stepsToTarget().orElseThrow()).isBetween(1L, 300L);
    assertThat(outcome.stepsToTarget().orElseThrow() % 10).isZero();
  }

  @Test
  void settlingIsLookedForAtThePointsAskedFor() {
    Trial trial =
        Fixture.trial(
            0, "sequence_length", 64, "step_size", 0.2, "max_steps", 200, "settling_points", 20);
    Outcome outcome = Fixture.run(trial);
    for (String what : new String[] {"attention", "value"}) {
      int index = Spec.SPEC.measurementIndex(what + "_settling_step").orElseThrow();
      long step = (Long) outcome.measurements()[index];
      assertThat(step % 10).isZero();
      assertThat(step).isBetween(10L, 200L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "em_schedule"})
  void nullStepSizesFollowTheRule(String rule) {
    Settings settings = Fixture.settings("update_rule", rule, "step_size", 0.02);
    assertThat(settings.valueStepSize).isCloseTo(rule.equals("sgd") ? 0.02 : 0.2, within(1e-15));
    assertThat(settings.keyStepSize).isEqualTo(0.02);
    assertThat(settings.testLength).isEqualTo(2000);
  }

  @ParameterizedTest
  @CsvSource({"update_rule,em_mm", "test_length,100"})
  void whatFreeValuesCannotDoIsRefused(String name, String value) {
    Object typed = name.equals("test_length") ? (Object) Integer.parseInt(value) : value;
    assertThatThrownBy(() -> Fixture.settings("value_parameterisation", "free", name, typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot run attention with " + name + ": " + value);
  }

  @Test
  void tooShortAHeldOutSequenceIsRefused() {
    assertThatThrownBy(() -> Fixture.settings("test_length", 5))
        .hasMessage("Cannot run attention with test_length: 5 (must be 0, or at least 8)");
  }

  /** Measured per step in one process: 0.88 ms at T = 256 and 30 ms at T = 2000, so 34 to 1. */
  @Test
  void costGrowsLikeTheMeasuredTime() {
    Attention attention = new Attention();
    double ratio =
        attention.cost(Fixture.trial(0).params())
            / attention.cost(Fixture.trial(0, "sequence_length", 256).params());
    assertThat(ratio).isBetween(34 / 3.0, 34 * 3.0);
  }
}
