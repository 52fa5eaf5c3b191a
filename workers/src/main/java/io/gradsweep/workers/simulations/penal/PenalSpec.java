package io.gradsweep.workers.simulations.penal;

import static io.gradsweep.results.trial.MeasurementSpec.flag;
import static io.gradsweep.results.trial.MeasurementSpec.real;
import static io.gradsweep.results.trial.MeasurementSpec.text;
import static io.gradsweep.results.trial.MeasurementSpec.whole;

import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.ArrayList;
import java.util.List;

/** What the simulation takes and measures. */
final class PenalSpec {

  static final SimulationSpec SPEC =
      new SimulationSpec(
          "self-penalization",
          1,
          "When does descent in the feature weights of a kernel end at exact zeros, without a"
              + " penalty on them?",
          "M. I. Jordan, K. Liu, F. Ruan, On the Self-Penalization Phenomenon in Feature"
              + " Selection, arXiv 2110.05852, 2021",
          parameters(),
          measurements(),
          metrics());

  private PenalSpec() {}

  private static List<ParameterSpec> parameters() {
    List<ParameterSpec> parameters = new ArrayList<>(problem());
    parameters.addAll(descent());
    return parameters;
  }

  private static List<ParameterSpec> problem() {
    return List.of(
        ParameterSpec.whole("num_samples", "n samples that are fitted")
            .atLeast(2)
            .atMost(4000)
            .defaultsTo(100),
        ParameterSpec.whole("dimension", "p features, of which the first two matter")
            .atLeast(2)
            .atMost(10_000)
            .defaultsTo(20),
        ParameterSpec.choice(
                "signal",
                "of the response: x0 + x1, (x0² + x1² - 2)/√2, x0 + x0 x1, x0 x1, or nothing",
                "linear",
                "quadratic",
                "hierarchical",
                "xor",
                "null")
            .defaultsTo("linear"),
        ParameterSpec.real("noise", "standard deviation of the response's noise")
            .atLeast(0)
            .atMost(1e6)
            .defaultsTo(0.5),
        ParameterSpec.whole("q", "distances |x_l - x'_l|^q: 1 Laplace, 2 Gaussian")
            .atLeast(1)
            .atMost(2)
            .defaultsTo(1),
        ParameterSpec.choice(
                "kernel_profile", "h of the weighted distance: e^-z, or 1/(1 + z)",
                "exp", "rational")
            .defaultsTo("exp"),
        ParameterSpec.real("ridge", "λ of (1/2n) Σ (y - f)² + (λ/2) ‖f‖²")
            .above(0)
            .atMost(1e6)
            .defaultsTo(0.1));
  }

  private static List<ParameterSpec> descent() {
    return List.of(
        ParameterSpec.choice(
                "parametrization",
                "projected descent in β, or descent in w with β = w², without projection",
                "beta",
                "w_square")
            .defaultsTo("beta"),
        ParameterSpec.choice("init", "every weight init_scale/p, or zero", "uniform", "zero")
            .defaultsTo("uniform"),
        ParameterSpec.real("init_scale", "c: a uniform start has weights c/p")
            .above(0)
            .atMost(1e6)
            .defaultsTo(0.5),
        ParameterSpec.choice(
                "step_rule", "halve until Armijo's condition holds, else grow; or fixed",
                "armijo", "fixed")
            .defaultsTo("armijo"),
        ParameterSpec.real("step_size", "of a fixed step, or of the first one")
            .above(0)
            .defaultsTo(0.01),
        ParameterSpec.real("step_cap", "greatest step under armijo").above(0).defaultsTo(0.64),
        ParameterSpec.real("beta_max", "greatest weight; null: none").above(0).unsetByDefault(),
        ParameterSpec.whole("max_steps", "budget, of all rounds together")
            .atLeast(0)
            .atMost(1_000_000)
            .defaultsTo(500),
        ParameterSpec.real("tolerance", "stationary below this KKT residual")
            .above(0)
            .defaultsTo(1e-6),
        ParameterSpec.choice(
                "wrapper",
                "one descent; or rounds from zero, what is selected being held at tau",
                "none",
                "hierarchical")
            .defaultsTo("none"),
        ParameterSpec.real("tau", "weight of selected features in later rounds")
            .above(0)
            .atMost(1e6)
            .defaultsTo(0.5));
  }

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
        real("train_mse", "mean squared residual"),
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
