package io.gradsweep.workers.simulations.attention;

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
          "attention",
          2,
          "Do larger steps for the values of an attention head, as in EM, speed up its descent?",
          "N. Agarwal, S. R. Dalal, V. Misra, Gradient Dynamics of Attention: How Cross-Entropy"
              + " Sculpts Bayesian Manifolds, arXiv 2512.22473, 2025",
          Inputs.P.specs(),
          measurements(),
          metrics());

  private Spec() {}

  private static List<MeasurementSpec> measurements() {
    return List.of(
        real("final_test_loss", "held-out loss after the last update").in("nats"),
        real("best_test_loss", "least held-out loss at any look").in("nats"),
        whole("best_test_step", "the first step that had it"),
        real("train_accuracy", "share of labels that have the largest logit"),
        real("test_accuracy", "the same, held out"),
        real("predictive_entropy", "mean of -Σ p ln(p + 1e-10) over the training positions")
            .in("nats"),
        real("h_min", "entropy rate of the chain").in("nats"),
        real("bayes_filter_train_loss", "log loss of the exact filter, training").in("nats"),
        real("bayes_filter_test_loss", "log loss of the exact filter, held out").in("nats"),
        real("gap_test", "final_test_loss - bayes_filter_test_loss").in("nats"),
        real("attention_entropy", "mean entropy of the rows of α").in("nats"),
        real("self_mass", "mean α_ii"),
        real("same_symbol_mass", "mean Σ α_ij over positions of the same symbol"),
        real("value_pc12", "share of the values' variance in two principal directions"),
        real("effective_value_step_size", "η of W_V"),
        whole(
            "attention_settling_step",
            "first point with A within 10 % of its way from its final state"),
        whole(
            "value_settling_step",
            "first point with V within 10 % of its way from its final state"),
        real(
            "routing_law_residual",
            "largest |∂L/∂s_ij - α_ij (b_ij - b̄_i)| over the largest |∂L/∂s_ij|, by differences of"
                + " the loss"),
        real(
            "value_law_residual",
            "the same of ∂L/∂v_j and Σ_i α_ij u_i, on which the values' update rests"));
  }

  private static List<MetricSpec> metrics() {
    return List.of(
        new MetricSpec("train_loss", "nats", "loss before the next update"),
        new MetricSpec("test_loss", "nats", "held-out loss; null between looks"),
        MetricSpec.of("accuracy", "share of labels that have the largest logit"),
        new MetricSpec("predictive_entropy", "nats", "mean of -Σ p ln(p + 1e-10)"),
        new MetricSpec("attention_entropy", "nats", "mean entropy of the rows of α"),
        MetricSpec.of("self_mass", "mean α_ii"),
        MetricSpec.of("same_symbol_mass", "mean Σ α_ij over positions of the same symbol"),
        MetricSpec.of("advantage_variance", "n² mean_i Σ_j α_ij (b_ij - b̄_i)²"),
        MetricSpec.of("value_pc12", "share of the values' variance in two principal directions"),
        MetricSpec.of("dist_a", "‖A - A_0‖_F"),
        MetricSpec.of("dist_v", "‖V - V_0‖_F"),
        MetricSpec.of("grad_norm_q", "‖∂L/∂W_Q‖_F"),
        MetricSpec.of("grad_norm_k", "‖∂L/∂W_K‖_F"),
        MetricSpec.of("grad_norm_v", "‖∂L/∂W_V‖_F"),
        MetricSpec.of("grad_norm_o", "‖∂L/∂W_O‖_F"),
        MetricSpec.of("weight_norm_q", "‖W_Q‖_F"),
        MetricSpec.of("weight_norm_k", "‖W_K‖_F"),
        MetricSpec.of("weight_norm_v", "‖W_V‖_F"),
        MetricSpec.of("weight_norm_o", "‖W_O‖_F"));
  }
}
