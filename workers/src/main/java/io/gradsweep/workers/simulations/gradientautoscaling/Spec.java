package io.gradsweep.workers.simulations.gradientautoscaling;

import static io.gradsweep.results.trial.MeasurementSpec.real;
import static io.gradsweep.results.trial.MeasurementSpec.text;
import static io.gradsweep.results.trial.MeasurementSpec.whole;

import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;

/** Declares the simulation's parameters and measurements. */
final class Spec {

  static final SimulationSpec SPEC =
      new SimulationSpec(
          "gradient-autoscaling",
          2,
          "Do centred gradients with one global multiplier train convolutional networks better?",
          "V.-D. Yun, Insights from Gradient Dynamics: Gradient Autoscaled Normalization, arXiv"
              + " 2509.03677 (2025); the multiplier's formula is reconstructed",
          Inputs.P.specs(),
          measurements(),
          metrics());

  private Spec() {}

  private static List<MeasurementSpec> measurements() {
    return List.of(
        text("formula_status", "of the multiplier: reconstructed, in every row"),
        text("data_checksum", "SHA-256 of the unpacked files: training, then test"),
        whole("params", "weights of the network"),
        whole("n_layers", "eligible tensors"),
        real("best_test_acc", "largest test accuracy after an epoch: a selection on test data"),
        real("final_test_acc", "test accuracy at the end; final_error is 1 minus it"),
        real("final_test_loss", "cross-entropy on the test images at the end"),
        whole("epochs_to_target", "first epoch that met a target, from 1"),
        real("sigma_first_epoch", "mean σ_t of the first epoch"),
        real("sigma_last_epoch", "mean σ_t of the last epoch"),
        real("sigma_trend", "Spearman's correlation of epoch and mean σ_t; -1: falls always"),
        whole("n_layers_rising", "eligible tensors whose mean std ends above its first epoch's"),
        real("min_layer_std", "least std of an eligible tensor's gradient"),
        real("alpha_min", "least multiplier; of clip_norm, the factor of the clipping"),
        real("alpha_mean", "mean multiplier"),
        real("alpha_max", "largest multiplier"),
        real("max_amplification", "largest |transformed|/|raw| of an eligible tensor's gradient"));
  }

  private static List<MetricSpec> metrics() {
    return List.of(
        MetricSpec.of("train_loss", "cross-entropy of the step's batch"),
        MetricSpec.of("epoch_train_loss", "mean over the last whole epoch"),
        MetricSpec.of("test_loss", "after the last whole epoch"),
        MetricSpec.of("test_acc", "after the last whole epoch"),
        MetricSpec.of("current_step_size", "η_t"),
        MetricSpec.of("sigma", "σ_t, the global std of the gradient"),
        MetricSpec.of("epoch_sigma", "mean over the last whole epoch"),
        MetricSpec.of("alpha", "α_t"),
        MetricSpec.of("epoch_alpha", "mean over the last whole epoch"),
        MetricSpec.of("gradient_ratio", "|transformed|/|raw|, all tensors"),
        MetricSpec.of("epoch_gradient_ratio", "mean over the last whole epoch"),
        MetricSpec.of("smallest_layer_std", "least std of an eligible tensor's gradient"),
        MetricSpec.of("largest_layer_std", "largest std of an eligible tensor's gradient"));
  }
}
