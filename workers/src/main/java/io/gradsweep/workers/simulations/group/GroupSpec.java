package io.gradsweep.workers.simulations.group;

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
final class GroupSpec {

  static final SimulationSpec SPEC =
      new SimulationSpec(
          "group-sparsity",
          2,
          "Does gradient descent on a grouped linear network find group-sparse weights without a"
              + " penalty?",
          "J. Li, T. V. Nguyen, C. Hegde, R. K. W. Wong, Implicit Regularization for Group"
              + " Sparsity, ICLR 2023",
          Stream.of(problem(), method()).flatMap(List::stream).toList(),
          measurements(),
          metrics());

  private GroupSpec() {}

  private static List<ParameterSpec> problem() {
    return List.of(
        ParameterSpec.whole("num_samples", "n rows of the design")
            .atLeast(2)
            .atMost(1e6)
            .defaultsTo(150),
        ParameterSpec.whole("dimension", "p weights").atLeast(1).atMost(1e6).defaultsTo(300),
        ParameterSpec.whole("group_size", "g weights a group, side by side; divides dimension")
            .atLeast(1)
            .atMost(1e6)
            .defaultsTo(3),
        ParameterSpec.whole("n_active_groups", "groups that are not zero, the first ones")
            .atLeast(1)
            .atMost(1e6)
            .defaultsTo(3),
        ParameterSpec.choice(
                "signal",
                "true weights: all signal_value; from it upward by 1; or with signs + - - +",
                "constant",
                "ramp",
                "alternating")
            .defaultsTo("constant"),
        ParameterSpec.real("signal_value", "size of the true weights, the first of a ramp")
            .above(0)
            .atMost(1e6)
            .defaultsTo(10.0),
        ParameterSpec.real("noise", "σ of the responses").atLeast(0).atMost(1e6).defaultsTo(0.5),
        ParameterSpec.choice(
                "design", "entries of the design: ±1, or standard normal", "rademacher", "gaussian")
            .defaultsTo("rademacher"));
  }

  private static List<ParameterSpec> method() {
    return List.of(
        ParameterSpec.choice(
            "algorithm",
            "grouped net w_l = u_l^d v_l: big steps of v, to the end (alg1) or a switch (alg2), or"
                + " plain descent; w = v∘v, with signs; or a baseline",
            "alg1",
            "alg2",
            "plain_gd",
            "u2_sparse",
            "u2_signed",
            "group_lasso",
            "primal_dual",
            "lasso",
            "ridge"),
        ParameterSpec.whole("depth", "d of the grouped net").atLeast(1).atMost(8).defaultsTo(2),
        ParameterSpec.real("init_scale", "α: every u_l at the start; without groups, every v_i")
            .above(0)
            .atMost(1e3)
            .defaultsTo(1e-6),
        ParameterSpec.choice(
                "v_init", "direction of every v_l at the start: ones, or drawn", "ones", "random")
            .defaultsTo("ones"),
        ParameterSpec.real(
                "v_init_scale",
                "times that unit vector; null: 1 where v is normalised, 0 in plain_gd; only its"
                    + " sign counts where v is normalised")
            .atLeast(-1e3)
            .atMost(1e3)
            .unsetByDefault(),
        ParameterSpec.real("step_size", "γ of u; of u and v in plain_gd; of w = v∘v")
            .above(0)
            .defaultsTo(1e-3),
        ParameterSpec.real("v_step_size", "η of v after the switch; null: step_size")
            .above(0)
            .unsetByDefault(),
        ParameterSpec.choice(
                "switch_rule",
                "of alg2: at a small relative change of u, or at a step",
                "rel_change",
                "iteration")
            .defaultsTo("rel_change"),
        ParameterSpec.real("switch_tol", "τ: largest relative change of u that switches")
            .above(0)
            .defaultsTo(0.1),
        ParameterSpec.whole("switch_iteration", "big steps before the switch by iteration")
            .atLeast(1)
            .defaultsTo(200),
        ParameterSpec.whole("loss_scale", "c of the loss c/(2n) ‖Xw - y‖²: 1, or 2 (mean square)")
            .atLeast(1)
            .atMost(2)
            .defaultsTo(1),
        ParameterSpec.choice("u_update", "slope of u at the old or at the new v", "stale", "fresh")
            .defaultsTo("stale"),
        ParameterSpec.choice(
                "selection",
                "the selected iterate: of least error on n/3 fresh rows, or the last",
                "validation",
                "last")
            .defaultsTo("validation"),
        ParameterSpec.whole(
                "max_steps", "T; group_lasso: of each of 10 penalties; lasso, ridge: not used")
            .atLeast(1)
            .atMost(1e7)
            .defaultsTo(2000));
  }

  private static List<MeasurementSpec> measurements() {
    return List.of(
        real("sq_error_best", "least ‖w - w*‖² of any iterate: this knows the truth"),
        whole("iteration_best", "its step"),
        real("sq_error_selected", "‖w - w*‖² of the selected iterate"),
        whole("iteration_selected", "its step"),
        real("off_support_max_final", "largest |w_i| off the support, last iterate"),
        real("on_support_min_abs_selected", "smallest |w_i| on the support, selected iterate"),
        flag(
            "support_exact",
            "the groups of the selected iterate above half the least true norm are the true ones"),
        real("direction_cos_min", "least cosine of w_l and w_l* over the active groups, last"),
        real("oracle_sq_error", "‖w - w*‖² of least squares on the true support"),
        real("min_norm_sq_error", "‖w - w*‖² of the least-squares solution of least norm"),
        real("ratio_to_oracle", "final_error / oracle_sq_error; null without noise"),
        whole("window_start", "first step with an error below twice the oracle's"),
        whole("window_end", "last such step"),
        whole("window_length", "number of such steps"),
        whole("switch_iteration_actual", "big steps of v before the switch; null: no switch"),
        real("balance_drift_max", "max |u²/d - ‖v‖² - its start| of a group; plain_gd only"),
        real("snr", "‖Xw*‖/‖noise‖, a ratio of norms; null without noise"),
        real("step_size_limit", "2/(d² c m^(2-2/d)), m the largest true norm"),
        whole("growth_step_first", "first step with an active group above half its true norm"),
        whole("growth_step_last", "first step with all active groups above it, each once"),
        real("growth_step_first_theory", "ln(m/α² - 1)/(4 m c γ), m the largest norm; depth 2"),
        real("growth_step_last_theory", "the same of the smallest norm"),
        real("turn_median", "median over the last 50 steps of the least ⟨v_l, last v_l⟩"),
        real("off_support_max_window", "largest |w_i| off the support where the window opens"),
        real("duality_gap_max", "worst certificate of the solutions; penalised baselines only"));
  }

  private static List<MetricSpec> metrics() {
    return List.of(
        MetricSpec.of("loss", "c/(2n) ‖Xw - y‖²"),
        MetricSpec.of("sq_error", "‖w - w*‖²").asFitted(),
        MetricSpec.of("val_error", "mean square on the validation rows"),
        MetricSpec.of("off_support_max", "largest |w_i| off the support"),
        MetricSpec.of("active_u_min", "smallest |u_l| of the active groups; grouped nets"),
        MetricSpec.of("active_u_max", "largest |u_l| of the active groups; grouped nets"),
        MetricSpec.of("inactive_u_max", "largest |u_l| of the other groups; grouped nets"),
        MetricSpec.of("cosine_min", "least cosine of w_l and w_l* over the active groups"),
        MetricSpec.of("cosine_max", "largest of these"));
  }
}
