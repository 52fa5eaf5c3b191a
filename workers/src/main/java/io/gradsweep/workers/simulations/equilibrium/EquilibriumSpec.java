package io.gradsweep.workers.simulations.equilibrium;

import static io.gradsweep.results.trial.MeasurementSpec.flag;
import static io.gradsweep.results.trial.MeasurementSpec.real;
import static io.gradsweep.results.trial.MeasurementSpec.whole;

import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;
import java.util.stream.Stream;

/** What the simulation takes and measures. */
final class EquilibriumSpec {

  static final SimulationSpec SPEC =
      new SimulationSpec(
          "deep-equilibrium",
          2,
          "At which linear rate does an implicit layer z = γSz + phi(x) reach its global optimum?",
          "K. Kawaguchi, On the Theory of Implicit Deep Learning: Global Convergence with Implicit"
              + " Layers, ICLR 2021",
          Stream.of(modelParameters(), dataParameters(), methodParameters())
              .flatMap(List::stream)
              .toList(),
          measurements(),
          metrics());

  private EquilibriumSpec() {}

  private static List<ParameterSpec> modelParameters() {
    return List.of(
        ParameterSpec.choice(
                "model",
                "implicit; W alone from the same start; the first depth terms of the implicit one;"
                    + " or an explicit ReLU network of depth hidden layers",
                "deq_linear",
                "linear",
                "truncated_depth",
                "dnn_relu")
            .defaultsTo("deq_linear"),
        ParameterSpec.real("gamma", "γ of the equilibrium z = γSz + phi(x)")
            .atLeast(0)
            .below(1)
            .defaultsTo(0.8),
        ParameterSpec.whole("width", "m: features, and entries of the equilibrium")
            .atLeast(1)
            .atMost(2000)
            .defaultsTo(20),
        ParameterSpec.whole("output_dimension", "m_y: outputs, or classes of cross_entropy")
            .atLeast(1)
            .atMost(1000)
            .defaultsTo(1),
        ParameterSpec.whole(
                "depth",
                "H: terms of truncated_depth beyond the first, and of truncation_error; hidden"
                    + " layers of dnn_relu")
            .atLeast(1)
            .atMost(1000)
            .defaultsTo(3),
        ParameterSpec.choice(
                "init",
                "A, B standard normal (He's for dnn_relu), or zero",
                "gaussian",
                "uniform_zero")
            .defaultsTo("gaussian"),
        ParameterSpec.real("init_scale", "factor of the gaussian start").above(0).defaultsTo(1.0));
  }

  private static List<ParameterSpec> dataParameters() {
    return List.of(
        ParameterSpec.whole("num_samples", "n: samples of the training set")
            .atLeast(1)
            .atMost(100_000)
            .defaultsTo(60),
        ParameterSpec.whole("num_test_samples", "samples of the test set; 0 for none")
            .atLeast(0)
            .atMost(1_000_000)
            .defaultsTo(1000),
        ParameterSpec.choice(
                "feature_map",
                "phi: x itself, or ReLU of a random matrix times x",
                "identity",
                "random_relu")
            .defaultsTo("identity"),
        ParameterSpec.whole("dimension", "d of x, standard normal; null: width")
            .atLeast(1)
            .atMost(100_000)
            .unsetByDefault(),
        ParameterSpec.choice(
                "teacher",
                "W* with normal entries, of an implicit model, of equal entries; or none",
                "linear_iso",
                "deq",
                "ones",
                "noise_labels")
            .defaultsTo("linear_iso"),
        ParameterSpec.real("teacher_gamma", "γ of the teacher deq")
            .atLeast(0)
            .below(1)
            .defaultsTo(0.8),
        ParameterSpec.real("noise", "standard deviation added to the teacher's outputs")
            .atLeast(0)
            .defaultsTo(0.0),
        ParameterSpec.choice(
                "loss",
                "half squared error; log(1 + e^(-y f)) of y = ±1; or softmax cross-entropy",
                "squared",
                "logistic",
                "cross_entropy")
            .defaultsTo("squared"),
        ParameterSpec.choice("loss_reduction", "over the samples", "mean", "sum")
            .defaultsTo("mean"));
  }

  private static List<ParameterSpec> methodParameters() {
    return List.of(
        ParameterSpec.choice(
                "integrator", "gradient descent, or the flow by Runge-Kutta steps", "gd", "rk4")
            .defaultsTo("gd"),
        ParameterSpec.real(
                "step_size",
                "η, or the flow's time step; null: 0.05(1-γ)² of gd; 0.02 of rk4, 0.002 from γ ="
                    + " 0.9 on")
            .above(0)
            .unsetByDefault(),
        ParameterSpec.choice(
                "step_size_scale", "of step_size: 1, or step_size_limit", "absolute", "limit")
            .defaultsTo("absolute"),
        ParameterSpec.whole(
                "max_steps", "budget; null: 3000 of gd; rk4 has at most horizon/step_size")
            .atLeast(0)
            .atMost(10_000_000)
            .unsetByDefault(),
        ParameterSpec.real("horizon", "rk4 ends here at the latest")
            .above(0)
            .in("time")
            .defaultsTo(8.0),
        ParameterSpec.real("tolerance", "a run ends at this excess loss over the optimum")
            .atLeast(0)
            .defaultsTo(1e-10),
        ParameterSpec.real("rate_window_low", "the rate's window closes below this excess loss")
            .atLeast(0)
            .defaultsTo(1e-9),
        ParameterSpec.real("rate_window_high", "the rate's window opens at this excess loss")
            .above(0)
            .defaultsTo(1e-4),
        ParameterSpec.flag(
                "track_operator",
                "compute the operator of the dynamics of W along the run; width times"
                    + " output_dimension is then at most 256")
            .defaultsTo(false),
        ParameterSpec.whole("track_every", "steps between two looks at operator and bounds")
            .atLeast(1)
            .atMost(1_000_000)
            .defaultsTo(10),
        ParameterSpec.real(
                "trust_region_fraction",
                "δ/δ_max: compare the flow with the trust-region step of radius δ at every look;"
                    + " null: do not")
            .above(0)
            .below(1)
            .unsetByDefault());
  }

  private static List<MeasurementSpec> measurements() {
    return List.of(
        real("initial_loss", "loss at the start"),
        real("loss_optimal", "least loss of any W; 0 where it is not attained; not of dnn_relu"),
        flag("separable", "whether some W separates the classes, so that no optimum is attained"),
        real("rate_min_instant", "least -d ln(excess loss)/dt of any step").in("1/time"),
        real("rate_bound", "2κ lambda_t: the theorem's rate").in("1/time"),
        real("rate_bound_u", "2κ/max‖U‖₂², at most rate_bound").in("1/time"),
        real("rate_bound_worst", "2κ/(m(1+γ)²), known before the run").in("1/time"),
        flag("bound_holds", "excess loss within e^(-rate_bound t) of its start at every look"),
        flag("worst_bound_holds", "the same for rate_bound_worst"),
        real(
            "kappa",
            "κ of ‖∇L₀‖² >= 2κ(L₀ - L*): least squared singular value of the features that is not"
                + " 0, over n for the mean; of classification the least ratio seen on the path"),
        real("lambda_t", "least eigenvalue of the operator at any look so far"),
        real("u_norm_max", "largest ‖U‖₂ at any look"),
        real("time_to_gap_1e_3", "first time at which the excess loss is at most 1e-3").in("time"),
        real("time_to_gap_1e_6", "first time at which the excess loss is at most 1e-6").in("time"),
        whole("loss_increases", "steps that raised the loss"),
        real("col_sum_drift", "largest change of a column sum of A: conserved in theory"),
        real("weight_distance_to_optimum", "‖W - W_opt‖_F, for the optimum of least norm"),
        real(
            "test_error",
            "mean squared distance to the teacher's outputs over their mean square; in closed form"
                + " where phi is isotropic"),
        real("train_accuracy", "share of training samples in the right class"),
        real("test_accuracy", "share of test samples in the right class"),
        real("fixed_point_residual", "largest |z - γSz - phi| of any entry, over the largest |z|"),
        real("equilibrium_gain", "1/(1-γ) = ‖U⁻¹‖₁"),
        real("truncation_error", "largest |f_H - f| of any output, H terms for the equilibrium"),
        real("truncation_ratio", "largest ‖z_H - z‖₁ over its bound γ^(H+1)/(1-γ) ‖phi‖₁"),
        real(
            "step_size_limit",
            "2/(β λ_max(U⁻¹CUᵀ⁻¹)) at the start, C the loss's curvature and β = 1 + γ² max‖W J_j‖²"),
        real("effective_step_size", "η, or the flow's time step"),
        real(
            "trust_region_difference",
            "largest relative distance of δ dW/dt to the minimiser found by bisection"),
        real("trust_region_multiplier_error", "largest |multiplier δ - 1|"));
  }

  private static List<MetricSpec> metrics() {
    return List.of(
        MetricSpec.of("loss", "training loss"),
        MetricSpec.of("gap", "excess loss over the optimum").asFitted(),
        MetricSpec.of("gradient_norm", "‖∇L₀(W)‖_F"),
        MetricSpec.of("gradient_a_norm", "‖∂L/∂A‖_F"),
        MetricSpec.of("gradient_b_norm", "‖∂L/∂B‖_F"),
        MetricSpec.of("lambda_min", "least eigenvalue of the operator; only where it is tracked"),
        MetricSpec.of("u_norm", "‖U‖₂; only where the operator is tracked"),
        MetricSpec.of("softmax_entropy", "mean entropy of the columns of S"));
  }
}
