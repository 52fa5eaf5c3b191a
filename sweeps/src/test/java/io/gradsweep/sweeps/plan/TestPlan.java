package io.gradsweep.sweeps.plan;

import static io.gradsweep.sweeps.Descent.plan;
import static io.gradsweep.sweeps.Descent.problems;
import static io.gradsweep.sweeps.Descent.sweep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.Descent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestPlan {

  @Test
  void theLastAxisTurnsFastestAndTheReplicateSlowest() {
    Plan plan = plan(sweep("grid: {width: [1, 2], step_size: [3, 4]}", "replicates: 2"));
    assertThat(plan.size()).isEqualTo(8);
    assertThat(plan.trial(1).orElseThrow().params().real("step_size")).isEqualTo(4);
    assertThat(plan.trial(1).orElseThrow().params().whole("width")).isEqualTo(1);
    assertThat(plan.trial(3).orElseThrow().replicate()).isZero();
    assertThat(plan.trial(4).orElseThrow().replicate()).isEqualTo(1);
    assertThat(plan.axes()).containsExactly("width", "step_size");
    assertThatThrownBy(() -> plan.trial(8)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void filtersLeaveHolesThatAreCounted() {
    Plan plan =
        plan(
            sweep(
                "grid: {width: [1, 2, 3], step_size: [1, 2, 3], noise: [0, 1], where: 'step_size *"
                    + " width <= 4 and not (noise == 1 and width == 1)'}",
                "replicates: 10"));
    Counts counts = plan.counts();
    assertThat(counts.size()).isEqualTo(180);
    long held = 0;
    for (long i = 0; i < plan.size(); i++) {
      held += plan.trial(i).isPresent() ? 1 : 0;
    }
    // (1,1) (1,2) (1,3) without noise 1, and (2,1) (2,2) (3,1) with both: 3 + 6, ten times
    assertThat(held).isEqualTo(90);
    assertThat(counts.trials()).isEqualTo(90);
    assertThat(counts.filtered().get(0).count()).isEqualTo(90);
    assertThat(counts.filtered().get(0).estimated()).isFalse();
  }

  @Test
  void filtersCompareTextsFlagsAndUnsetValues() {
    Plan plan =
        plan(
            sweep(
                "grid: {optimizer: [gradient, natural], momentum: [true, false], noise: [null, 1],"
                    + " where: \"optimizer == 'natural' and momentum and noise >= 0\"}"));
    assertThat(plan.counts().trials()).isEqualTo(1);
  }

  @Test
  void theFirstOfTwoBlocksOwnsWhatTheyShare() {
    Plan plan =
        plan(
            sweep(
                "grid: [{width: [1, 2, 3]}, {width: [3, 4], noise: [null, 1]}]", "replicates: 5"));
    assertThat(plan.counts().overlapping()).isEqualTo(5);
    assertThat(plan.counts().trials()).isEqualTo(15 + 20 - 5);
    assertThat(plan.trial(15)).isEmpty(); // width 3 without noise is the first block's
    assertThat(plan.trial(16)).isPresent();
  }

  @Test
  void aPlanOfTenToTheEighteenAnswersAtOnce() {
    Plan plan =
        plan(
            sweep(
                "grid: {step_size: 'linspace(0, 1, 1000)', noise: 'linspace(0, 1, 1000)',"
                    + " width: 'range(1, 1001, 1)'}",
                "replicates: 1000000000"));
    assertThat(plan.size()).isEqualTo(1_000_000_000_000_000_000L);
    long index = 123_456_789_012_345_678L;
    Trial trial = plan.trial(index).orElseThrow();
    assertThat(plan.indexOf(trial)).hasValue(index);
    assertThat(plan.counts().trials()).isEqualTo(plan.size());
  }

  @Test
  void largestSizeIsTwoToTheSixtyThreeMinusOne() {
    assertThat(plan(sweep("replicates: 9223372036854775807")).size()).isEqualTo(Long.MAX_VALUE);
    assertThat(problems(sweep("grid: {width: [1, 2]}", "replicates: 9223372036854775807")))
        .contains("the grid has 18446744073709551614 trials (must be at most 2^63-1)");
    assertThat(
            problems(
                sweep(
                    "grid: {step_size: 'linspace(0, 1, 1000000)', noise: 'linspace(0, 1, 1000000)'}",
                    "replicates: 1000000000000000000")))
        .contains("the grid has about 10^30 trials");
  }

  @Test
  void aTrialOfAnotherPlanHasNoIndex() {
    Plan plan = plan(sweep("grid: {width: [1, 2]}", "replicates: 2", "seed: 3"));
    Trial trial = plan.trial(0).orElseThrow();
    assertThat(plan.contains(trial)).isTrue();
    assertThat(plan.contains(new Trial(trial.params(), 4, 0))).isFalse();
    assertThat(plan.contains(new Trial(trial.params(), 3, 2))).isFalse();
    Trial other = new Trial(Descent.SPEC.resolve(Map.of("width", ParamValue.of(5))), 3, 0);
    assertThat(plan.contains(other)).isFalse();
  }

  @Test
  void fingerprintIsOfTheTrialsAndNotOfWhatIsDoneWithThem() {
    String grid = "grid: {width: [1, 2]}";
    String fingerprint = plan(sweep(grid)).fingerprint();
    assertThat(plan(sweep(grid, "about: x", "record: none", "time_limit: 5s")).fingerprint())
        .isEqualTo(fingerprint);
    assertThat(plan(sweep(grid, "seed: 1")).fingerprint()).isNotEqualTo(fingerprint);
    assertThat(plan(sweep(grid, "replicates: 2")).fingerprint()).isNotEqualTo(fingerprint);
    assertThat(plan(sweep("grid: {width: [2, 1]}")).fingerprint()).isNotEqualTo(fingerprint);
    assertThat(plan(sweep(grid, "parameters: {noise: 1}")).fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void growthIsNoDifference() {
    Plan before = plan(sweep("grid: {width: [1, 2], step_size: [3, 4]}", "replicates: 2"));
    assertThat(PlanDifference.between(before, before)).isEmpty();
    for (Plan now :
        List.of(
            plan(sweep("grid: {width: [1, 2], step_size: [1, 3, 4]}", "replicates: 2")),
            plan(sweep("grid: {step_size: [3, 4], width: [2, 0x10, 1]}", "replicates: 3")),
            plan(sweep("grid: [{width: 9}, {width: [1, 2], step_size: [3, 4]}]", "replicates: 2")),
            plan(
                sweep(
                    "grid: [{width: 1, step_size: [3, 4]}, {width: 2, step_size: [3, 4]}]",
                    "replicates: 2")))) {
      assertThat(PlanDifference.between(before, now)).isEmpty();
    }
  }

  @Test
  void whatKeepsAPlanFromHoldingAnotherIsNamed() {
    Plan before = plan(sweep("parameters: {noise: 1}", "grid: {width: [1, 2]}", "replicates: 2"));
    assertThat(
            PlanDifference.between(
                before,
                plan(sweep("parameters: {noise: 2}", "grid: {width: [1, 3]}", "replicates: 2"))))
        .containsExactly("width: 1, 2 before, 1, 3 now", "noise: 1.0 before, 2.0 now");
    assertThat(
            PlanDifference.between(
                before, plan(sweep("parameters: {noise: 1}", "grid: {width: [1, 2]}", "seed: 5"))))
        .containsExactly("seed: 0 before, 5 now", "replicates: 2 before, 1 now");
    assertThat(
            PlanDifference.between(
                before,
                plan(
                    sweep(
                        "parameters: {noise: 1}",
                        "grid: {width: [1, 2], where: width < 2}",
                        "replicates: 2"))))
        .containsExactly("the grid or a filter leaves out trials that the study holds");
  }

  @Test
  void missingParametersAndSimulationsAreNamed() {
    assertThat(problems("sweep: s\nsimulation: descnt\n"))
        .contains(
            "simulation: 'descnt' (must be one of descent, or your own, given with --code) (did you mean 'descent'?)");
    assertThat(problems("sweep: s\n"))
        .contains("simulation is missing (must be one that 'gradsweep list' shows)");
  }

  @Test
  void upToThreeWrongValuesOfAnAxisAreNamed() {
    assertThat(problems(sweep("grid: {width: [a, 1, b], noise: [c, d, e, f]}")))
        .contains("width: a ", "width: b ", "noise: c ", "noise: d ", "noise: e ")
        .doesNotContain("noise: f ");
  }

  @Test
  void aTextWithAColonIsToBeQuoted() {
    assertThat(problems("sweep: s\nabout: it is: so\n"))
        .contains("(a text that contains ': ' must be quoted)");
  }
}
