package io.gradsweep.workers.simulations.deepequilibrium;

import static io.gradsweep.results.trial.MeasurementSpec.flag;
import static io.gradsweep.results.trial.MeasurementSpec.real;
import static io.gradsweep.results.trial.MeasurementSpec.whole;

import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;

/** Declares the simulation's parameters and measurements. */
final class Spec {

  static final SimulationSpec SPEC =
      new SimulationSpec(
          "deep-equilibrium",
          2,
          "At which linear rate does an implicit layer z = γSz + phi(x) reach its global optimum?",
          "K. Kawaguchi, On the Theory of Implicit Deep Learning: Global Convergence with Implicit"
              + " Layers, ICLR 2021",
          Inputs.P.specs(),
          measurements(),
          metrics());

  private Spec() {}

  private static List<MeasurementSpec> measurements() {
    return List.of(
        real("initial_loss", "loss at the start"),
        real("loss_optimal", "least loss of any W; 0 if it is not attained; not of dnn_relu"),
        flag("separable", "whether some W separates the classes, so that no optimum is attained"),
        real("rate_min_instant", "least -d ln(excess loss)/dt of any step").in("1/time"),
        real("rate_bound", "2κ lambda_t: the theorem's rate").in("1/time"),
        real("rate_bound_u", "2κ/max‖U‖₂², at most rate_bound").in("1/time"),
        real("rate_bound_worst", "2κ/(m(1+γ)²), known before the run").in("1/time"),
        flag("bound_holds", "excess loss within e^(-rate_bound t) of its start at every look"),
        flag("worst_bound_holds", "the same for rate_bound_worst"),
        real(
                "rate_bound_before",
                "2 kappa_before/(m(1+γ)²), known before the run for classification too")
            .in("1/time"),
        flag("bound_before_holds", "the same for rate_bound_before"),
        real(
            "kappa",
            "κ of ‖∇L₀‖² >= 2κ(L₀ - L*): least squared singular value of the features that is not"
                + " 0, over n for the mean; of classification the least ratio seen on the path"),
        real(
            "kappa_before",
            "κ of the sublevel set of the first loss, from the optimum alone: of squared loss kappa,"
                + " of classification from the curvature at the optimum; none if separable"),
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
                + " if phi is isotropic"),
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
        MetricSpec.of("lambda_min", "least eigenvalue of the operator; only if it is tracked"),
        MetricSpec.of("u_norm", "‖U‖₂; only if the operator is tracked"),
        MetricSpec.of("softmax_entropy", "mean entropy of the columns of S"));
  }
}
