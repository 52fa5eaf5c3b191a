package io.gradsweep.workers.simulations.attention;

import static io.gradsweep.results.trial.MeasurementSpec.real;
import static io.gradsweep.results.trial.MeasurementSpec.whole;

import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;

/** What the simulation takes and measures. */
final class AttentionSpec {

  static final SimulationSpec SPEC =
      new SimulationSpec(
          "attention",
          2,
          "Do larger steps for the values of an attention head, as in EM, speed up its descent?",
          "N. Agarwal, S. R. Dalal, V. Misra, Gradient Dynamics of Attention: How Cross-Entropy"
              + " Sculpts Bayesian Manifolds, arXiv 2512.22473, 2025",
          parameters(),
          measurements(),
          metrics());

  private AttentionSpec() {}

  private static List<ParameterSpec> parameters() {
    return List.of(
        ParameterSpec.choice(
            "update_rule",
            "sgd: all at once; em_schedule: all at once, values faster; em_alternating: routing and"
                + " readout, then values; em_mm: as that, values in closed form",
            "sgd",
            "em_schedule",
            "em_alternating",
            "em_mm"),
        ParameterSpec.real("step_size", "η of W_Q, W_K and W_O").above(0).defaultsTo(0.01),
        ParameterSpec.real("value_step_size", "η of W_V; null: step_size under sgd, else 10 times")
            .above(0)
            .unsetByDefault(),
        ParameterSpec.real("query_step_size", "η of W_Q; null: step_size")
            .above(0)
            .unsetByDefault(),
        ParameterSpec.real("key_step_size", "η of W_K; null: step_size").above(0).unsetByDefault(),
        ParameterSpec.real("output_step_size", "η of W_O; null: step_size")
            .above(0)
            .unsetByDefault(),
        ParameterSpec.whole(
                "e_steps", "updates of W_Q, W_K and W_O in a cycle of alternating rules")
            .atLeast(1)
            .atMost(1000)
            .defaultsTo(1),
        ParameterSpec.whole("m_steps", "updates of the values in a cycle of alternating rules")
            .atLeast(1)
            .atMost(1000)
            .defaultsTo(1),
        ParameterSpec.whole("max_steps", "updates: there is no other end")
            .atLeast(1)
            .atMost(10_000_000)
            .defaultsTo(1000),
        ParameterSpec.whole("num_symbols", "C, on a ring").atLeast(2).atMost(64).defaultsTo(8),
        ParameterSpec.real("self_probability", "of the chain to stay")
            .atLeast(0)
            .below(1)
            .defaultsTo(0.3),
        ParameterSpec.choice(
                "transition_mode",
                "as_released: the self weight counts twice; exact_self: P_ii = self_probability",
                "as_released",
                "exact_self")
            .defaultsTo("as_released"),
        ParameterSpec.whole("sequence_length", "T; the batch is its T - 1 predictions")
            .atLeast(8)
            .atMost(20_000)
            .defaultsTo(2000),
        ParameterSpec.whole("test_length", "T of the held-out sequence; 0: none; null: as trained")
            .atLeast(0)
            .atMost(20_000)
            .unsetByDefault(),
        ParameterSpec.whole("input_dimension", "d_x").atLeast(1).atMost(1024).defaultsTo(20),
        ParameterSpec.whole("key_dimension", "d_k").atLeast(1).atMost(1024).defaultsTo(10),
        ParameterSpec.whole("value_dimension", "d_v").atLeast(1).atMost(1024).defaultsTo(15),
        ParameterSpec.real("noise", "σ of the inputs about their embedding")
            .atLeast(0)
            .defaultsTo(1.0),
        ParameterSpec.real("init_scale", "standard deviation of the first weights")
            .above(0)
            .defaultsTo(0.1),
        ParameterSpec.choice(
                "value_parameterisation",
                "V = X W_V, or V itself (theory checks; no held-out loss)",
                "projected",
                "free")
            .defaultsTo("projected"),
        ParameterSpec.whole(
                "record_every", "steps between two looks at held-out loss, and dear metrics")
            .atLeast(1)
            .atMost(10_000_000)
            .defaultsTo(10),
        ParameterSpec.whole("settling_points", "points of the run at which settling is looked for")
            .atLeast(0)
            .atMost(1000)
            .defaultsTo(0),
        ParameterSpec.real("tolerance", "converged: the held-out gap to the filter is at most this")
            .above(0)
            .in("nats")
            .defaultsTo(0.05));
  }

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
            "first point with V within 10 % of its way from its final state"));
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
