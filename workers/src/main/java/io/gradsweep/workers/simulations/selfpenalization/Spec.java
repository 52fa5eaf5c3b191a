package io.gradsweep.workers.simulations.selfpenalization;

import static io.gradsweep.results.trial.MeasurementSpec.flag;
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
          "self-penalization",
          1,
          "When does descent in the feature weights of a kernel end at exact zeros, without a"
              + " penalty on them?",
          "M. I. Jordan, K. Liu, F. Ruan, On the Self-Penalization Phenomenon in Feature"
              + " Selection, arXiv 2110.05852, 2021",
          Inputs.P.specs(),
          measurements(),
          metrics());

  private Spec() {}

  private static List<MeasurementSpec> measurements() {
    return List.of(
        real("objective_ratio", "final_loss over the objective at β = 0"),
        text("objective_convention", "half: J has halves, the paper's objective is 2 J"),
        whole("support_size", "weights other than 0.0 at the end"),
        whole("true_positives", "of these, features that matter"),
        whole("false_positives", "of these, features that do not"),
        real("exact_zero_noise_fraction", "share of noise features whose weight is 0.0"),
        flag("exact_support", "whether the support is the features that matter"),
        real("noise_beta_max", "greatest weight of a noise feature"),
        real("noise_gradient_min", "least ∂J/∂β of a noise feature at the end"),
        real("noise_gradient_mean", "their mean"),
        real(
            "noise_gradient_predicted",
            "the self-penalty that it should be: (λ/2) mean(D)(‖f‖² - mean(r²)/(nλ²)), for e^-z"
                + " and noise weights of zero"),
        real("origin_gradient_signal", "mean ∂J/∂β of the features that matter, at β = 0"),
        real("origin_gradient_size", "its absolute value"),
        real("origin_gradient_noise", "mean ∂J/∂β of the noise features, at β = 0"),
        real("origin_gradient_max", "greatest ∂J/∂β of any feature, at β = 0"),
        real("kkt_residual", "‖P(β - ∇J) - β‖∞ at the end"),
        real("rkhs_norm_sq", "‖f‖² = aᵀKa"),
        real("train_mse", "mean squared residual, or slope of the loss"),
        real("test_mse", "mean squared error on 1000 fresh samples, their noise included"),
        real("n_lambda_sq", "nλ²: noise is repelled where nλ² ‖f‖² is above train_mse"),
        real("kernel_offdiag_mean", "mean kernel of two samples"),
        whole("underflows", "weights that w² made 0.0 by underflow"),
        whole("rounds", "of the selection"));
  }

  private static List<MetricSpec> metrics() {
    return List.of(
        MetricSpec.of("objective", "J"),
        MetricSpec.of("kkt_residual", "‖P(β - ∇J) - β‖∞"),
        MetricSpec.of("support_size", "weights other than 0.0"),
        MetricSpec.of("noise_beta_min", "least weight of a noise feature"),
        MetricSpec.of("noise_beta_max", "greatest weight of a noise feature"),
        MetricSpec.of("signal_beta_0", "weight of the first feature"),
        MetricSpec.of("signal_beta_1", "weight of the second feature"),
        MetricSpec.of("rkhs_norm_sq", "‖f‖²"));
  }
}
