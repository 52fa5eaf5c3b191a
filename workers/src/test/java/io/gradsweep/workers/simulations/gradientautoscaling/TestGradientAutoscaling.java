package io.gradsweep.workers.simulations.gradientautoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Runs;
import io.gradsweep.workers.simulations.gradientautoscaling.StepSizes.Schedule;
import io.gradsweep.workers.torch.ConvNet;
import io.gradsweep.workers.torch.NeedsTorch;
import io.gradsweep.workers.torch.Precision;
import io.gradsweep.workers.torch.TorchNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole trials, and their parts that need no network. */
class TestGradientAutoscaling {

  private static final Runs RUNS =
      new Runs(
          new GradientAutoscaling(),
          1,
          "num_classes",
          4,
          "image_size",
          8,
          "num_samples",
          64,
          "num_test_samples",
          32,
          "batch_size",
          16,
          "epochs",
          3,
          "noise",
          1.0);

  private static Outcome run(Object... values) {
    return RUNS.run(0, values);
  }

  private static Object measure(Outcome outcome, String name) {
    return RUNS.measurement(outcome, name);
  }

  @Test
  @NeedsTorch
  void everyRowSaysThatTheFormulaIsReconstructedAndWhichImagesItSaw() {
    Outcome outcome = run("method", "none");
    assertThat(measure(outcome, "formula_status")).isEqualTo("reconstructed");
    assertThat((String) measure(outcome, "data_checksum")).matches("[0-9a-f]{64}");
    assertThat(outcome.steps()).isEqualTo(12);
    assertThat(measure(outcome, "alpha_max")).isEqualTo(1.0);
    assertThat(measure(outcome, "max_amplification")).isEqualTo(1.0);
    assertThat(outcome.finalLoss()).isLessThan(StrictMath.log(4));
    assertThat(outcome.status()).isEqualTo(Status.NOT_CONVERGED);
  }

  /**
   * P7 and P8 in a whole trial: constant(1) is centring bit for bit, ratio_to_max stays below 1.
   */
  @Test
  @NeedsTorch
  void autoscaleByOneTrainsAsCentringDoes() {
    Outcome centred = run("method", "center");
    assertThat(run("alpha_rule", "constant")).isEqualTo(centred);
    Outcome scaled = run();
    assertThat((double) measure(scaled, "alpha_max")).isEqualTo(1);
    assertThat((double) measure(scaled, "max_amplification")).isLessThanOrEqualTo(1 + 1e-12);
    assertThat(scaled.finalLoss()).isNotEqualTo(centred.finalLoss());
  }

  @Test
  @NeedsTorch
  void statusesAreDecidedByLossTargetAndChance() {
    assertThat(run("step_size", 1e30, "method", "none").status()).isEqualTo(Status.DIVERGED);
    Outcome met = run("target_loss", 10.0);
    assertThat(met.status()).isEqualTo(Status.CONVERGED);
    assertThat(met.stepsToTarget()).hasValue(4);
    assertThat(measure(met, "epochs_to_target")).isEqualTo(1L);
  }

  /** Its authors add the decay to the gradient before they centre it (Yong et al. 2020). */
  @Test
  @NeedsTorch
  void centralisationTakesTheDecayInUnlessItIsToldNotTo() {
    Outcome byDefault = run("method", "gc", "weight_decay", 0.1);
    Outcome inside = run("method", "gc", "weight_decay", 0.1, "decay_before_transform", true);
    Outcome after = run("method", "gc", "weight_decay", 0.1, "decay_before_transform", false);
    assertThat(byDefault).isEqualTo(inside);
    assertThat(byDefault.finalLoss()).isNotEqualTo(after.finalLoss());
    Outcome centred = run("method", "center", "weight_decay", 0.1);
    assertThat(centred)
        .isEqualTo(run("method", "center", "weight_decay", 0.1, "decay_before_transform", false));
  }

  /** P17: the first epoch's mean is below ln 20; an independent run found 2.7 to 2.8. */
  @Test
  @NeedsTorch
  void theFirstEpochOfTheSmallStudyIsBetterThanChance() {
    Runs small =
        new Runs(new GradientAutoscaling(), 1, "noise", 2.5, "max_steps", 31, "method", "none");
    assertThat(small.run(0).finalLoss()).isBetween(2.4, StrictMath.log(20));
  }

  /**
   * P17: the first loss is ln C, within 0.5 for a head of Kaiming's initialisation. Not in
   * ResNet-20 and -56: there the branches of many blocks add up before the head, and it is above 5.
   */
  @ParameterizedTest
  @ValueSource(strings = {"resnet8_w8", "vgg16_bn"})
  @NeedsTorch
  void theFirstLossIsThatOfChance(String network) {
    Trial trial = RUNS.trial(0, "network", network, "num_classes", 20);
    ConvNet plan = Settings.network(trial.params());
    boolean vgg = network.equals("vgg16_bn");
    double[] w = Weights.draw(plan, vgg, Streams.of(trial).perReplicate("weights"));
    byte[] records =
        new SyntheticImages(20, 16, Streams.ofSweep(5, "templates"))
            .write(40, 4, Streams.ofSweep(5, "images"));
    float[] images = new float[40 * 768];
    float[] targets = new float[40 * 20];
    for (int b = 0; b < 40; b++) {
      for (int i = 0; i < 768; i++) {
        images[b * 768 + i] = ((records[b * 770 + 2 + i] & 0xff) - 128) / 42f;
      }
      targets[b * 20 + b % 20] = 1;
    }
    try (TorchNet net = new TorchNet(plan, Precision.SINGLE)) {
      double loss = net.lossAndGradient(images, 16, targets, w, new double[w.length]);
      assertThat(loss).isCloseTo(StrictMath.log(20), within(0.5));
    }
  }

  @Test
  void settingsThatDoNotFitAreRefusedBeforeAnythingIsRead() {
    assertThatThrownBy(() -> run("dataset", "cifar100_file"))
        .hasMessageContaining("data_dir: null (data_dir is for cifar100_file");
    assertThatThrownBy(() -> run("network", "vgg16_bn"))
        .hasMessageContaining("image_size: 8 with network vgg16_bn (must be at least 16)");
  }

  @Test
  void stepSizesFollowTheirSchedules() {
    StepSizes cosine = new StepSizes(Schedule.COSINE, 2, 100, 4, 10, 0.5);
    assertThat(cosine.at(0)).isEqualTo(0.5);
    assertThat(cosine.at(3)).isEqualTo(2);
    assertThat(cosine.at(50)).isCloseTo(1, within(1e-15));
    assertThat(cosine.at(100)).isCloseTo(0, within(1e-15));
    StepSizes steps = new StepSizes(Schedule.STEP, 2, 100, 0, 10, 0.5);
    assertThat(steps.at(9)).isEqualTo(2);
    assertThat(steps.at(10)).isEqualTo(1);
    assertThat(steps.at(29)).isEqualTo(0.5);
  }

  /** By hand; the fourth is scipy.stats.spearmanr([1, 2, 3, 4], [1, 3, 3, 9]). */
  @Test
  void theTrendIsSpearmansCorrelation() {
    assertThat(EpochStatistics.spearman(new double[] {3, 2, 1})).isCloseTo(-1, within(1e-15));
    assertThat(EpochStatistics.spearman(new double[] {1, 2, 9})).isCloseTo(1, within(1e-15));
    assertThat(EpochStatistics.spearman(new double[] {1, 3, 2})).isCloseTo(0.5, within(1e-15));
    assertThat(EpochStatistics.spearman(new double[] {1, 3, 3, 9}))
        .isCloseTo(0.9486832980505138, within(1e-15));
    assertThat(EpochStatistics.spearman(new double[] {1, 1})).isNaN();
  }
}
