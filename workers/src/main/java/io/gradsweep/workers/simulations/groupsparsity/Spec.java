package io.gradsweep.workers.simulations.groupsparsity;

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
          "group-sparsity",
          3,
          "Does gradient descent on a grouped linear network find group-sparse weights without a"
              + " penalty?",
          "J. Li, T. V. Nguyen, C. Hegde, R. K. W. Wong, Implicit Regularization for Group"
              + " Sparsity, ICLR 2023",
          Inputs.P.specs(),
          measurements(),
          metrics());

  private Spec() {}

  private static List<MeasurementSpec> measurements() {
    return List.of(
        real("sq_error_best", "least ‖w - w*‖² of any iterate: this knows the truth"),
        whole("iteration_best", "its step"),
        real("sq_error_selected", "‖w - w*‖² of the selected iterate"),
        whole("iteration_selected", "its step"),
        real(
            "sq_error_refit",
            "‖w - w*‖² of the selected one of the least squares on the groups of each penalty;"
                + " group_lasso only"),
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
        real(
            "order_gap",
            "‖Δw‖/τ² of the flows of w_1 and of w_2 from the start, each for τ = step_size, in both"
                + " orders: 0 in a mirror descent; plain_gd only"),
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
