package io.gradsweep.workers.simulations.kl;

import static io.gradsweep.results.trial.MeasurementSpec.real;
import static io.gradsweep.results.trial.MeasurementSpec.whole;

import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;

/** What the simulation takes and measures. */
final class KlSpec {

  static final SimulationSpec SPEC =
      new SimulationSpec(
          "kl-divergence",
          3,
          "Which descent of the KL divergence on the simplex is fastest, in which coordinates?",
          "A. Datar, N. Ay, Convergence Properties of Natural Gradient Descent for Minimizing KL"
              + " Divergence, TMLR 2025",
          parameters(),
          measurements(),
          metrics());

  private KlSpec() {}

  private static List<ParameterSpec> parameters() {
    return List.of(
        ParameterSpec.choice(
            "optimizer", "plain gradient, or natural (Fisher) gradient", "gradient", "natural"),
        ParameterSpec.choice(
                "coordinate_system", "chart of the step: mixture (eta) or exponential (theta)",
                "eta", "theta")
            .defaultsTo("eta"),
        ParameterSpec.choice("time_mode", "continuous flow, or discrete steps", "flow", "discrete"),
        ParameterSpec.choice(
                "integrator",
                "of a flow; exact is for natural in eta alone",
                "euler",
                "rk4",
                "exact")
            .defaultsTo("euler"),
        ParameterSpec.whole("dimension", "n: the simplex has n + 1 categories")
            .atLeast(1)
            .atMost(10_000)
            .defaultsTo(10),
        ParameterSpec.choice(
                "target", "one target for the study, or one for each replicate",
                "per_study", "per_replicate")
            .defaultsTo("per_study"),
        ParameterSpec.choice(
                "distribution", "of target and start", "normalised_uniform", "dirichlet")
            .defaultsTo("normalised_uniform"),
        ParameterSpec.real("concentration", "of the Dirichlet distribution")
            .above(0)
            .atMost(1e6)
            .defaultsTo(1.0),
        ParameterSpec.choice(
                "random_source", "our streams, or the authors' Mersenne twister",
                "own", "mt19937")
            .defaultsTo("own"),
        ParameterSpec.whole("num_samples", "N samples of the target; 0 for the target itself")
            .atLeast(0)
            .atMost(100_000_000)
            .defaultsTo(0),
        ParameterSpec.real("step_size", "α of a discrete method").atLeast(0).unsetByDefault(),
        ParameterSpec.whole(
                "max_steps",
                "budget; null: 100 discrete steps; a flow has at most horizon/time_step")
            .atLeast(1)
            .atMost(10_000_000)
            .unsetByDefault(),
        ParameterSpec.real("time_step", "dt of a flow").above(0).in("time").defaultsTo(1e-4),
        ParameterSpec.real("horizon", "a flow ends here at the latest")
            .above(0)
            .in("time")
            .defaultsTo(400.0),
        ParameterSpec.real("stop_kl", "a flow ends at this divergence; 0: at the horizon")
            .atLeast(0)
            .defaultsTo(1e-3),
        ParameterSpec.real("affine_scale", "c of the affine chart with Hessian c·I; null: off")
            .above(0)
            .unsetByDefault(),
        ParameterSpec.choice(
                "simplex_guard",
                "on leaving the simplex in eta; auto: clamp discrete steps alone",
                "auto",
                "clamp_renormalise",
                "none")
            .defaultsTo("auto"),
        ParameterSpec.real("simplex_floor", "least probability under the guard")
            .above(0)
            .below(0.1)
            .defaultsTo(1e-3),
        ParameterSpec.choice(
                "convergence_criterion", "loss < (1 + tolerance)·least loss, or KL < tolerance",
                "relative_loss", "absolute_kl")
            .defaultsTo("relative_loss"),
        ParameterSpec.real("tolerance", "of the criterion").above(0).defaultsTo(0.05),
        ParameterSpec.real("rate_window_low", "the rate's window closes below this divergence")
            .atLeast(0)
            .defaultsTo(1e-14),
        ParameterSpec.real("rate_window_high", "the rate's window opens at this divergence")
            .above(0)
            .defaultsTo(1e-9),
        ParameterSpec.choice(
                "step_size_scale",
                "of step_size: 1, or 1/μ_min, or 2/(μ_min + μ_max) of the Hessian at the optimum",
                "absolute",
                "slowest_mode",
                "best_fixed")
            .defaultsTo("absolute")
            .addedLater(),
        ParameterSpec.choice(
                "noise_model",
                "of a discrete method's gradient: fresh samples, normal, or a random matrix",
                "none",
                "minibatch",
                "additive",
                "multiplicative")
            .defaultsTo("none")
            .addedLater(),
        ParameterSpec.real("noise", "σ of the additive or multiplicative noise")
            .atLeast(0)
            .defaultsTo(0.0)
            .addedLater(),
        ParameterSpec.whole("batch_size", "B samples a step of minibatch; 0 or N: the full batch")
            .atLeast(0)
            .atMost(100_000_000)
            .defaultsTo(0)
            .addedLater());
  }

  private static List<MeasurementSpec> measurements() {
    return List.of(
        whole(
                "convergence_iteration",
                "first iteration of the last unbroken stretch that meets the criterion; 1 is the start")
            .in("step"),
        real("convergence_time", "simulated time of that iteration; flows only").in("time"),
        real("min_empirical_loss", "least cross-entropy there is: entropy of the samples"),
        real("excess_loss", "KL(samples‖model) at the last iterate: what the descent minimises"),
        real("rate_whole_run", "minus the slope of the log of the excess loss over the whole run"),
        real("max_probability", "largest probability of the optimum but the reference category's"),
        real("lambda_min", "smallest eigenvalue of the Fisher matrix at the optimum"),
        real("lambda_max", "largest eigenvalue of the Fisher matrix at the optimum"),
        real("condition_number", "lambda_max / lambda_min"),
        real("effective_step_size", "α in the chart of the step; discrete only"),
        real("stable_step_size_limit", "2/μ_max of the Hessian in the chart of the step"),
        real("contraction_theory", "max|1 - αμ| a step, near the optimum; discrete only"),
        real("noise_floor", "mean excess loss over the last half of the steps; only under noise"),
        real(
            "noise_floor_theory",
            "expected excess loss of the linearised recursion in the long run; null where it does"
                + " not settle, or the theory is silent"),
        whole("guard_activations", "steps at which the simplex guard changed the iterate"),
        real("min_probability_seen", "smallest probability of any iterate"));
  }

  private static List<MetricSpec> metrics() {
    return List.of(
        MetricSpec.of("kl", "KL(target‖model)").asFitted(),
        MetricSpec.of("empirical_loss", "cross-entropy of samples and model"),
        MetricSpec.of("gradient_norm", "norm of the gradient in the chart of the step"),
        MetricSpec.of("min_probability", "smallest probability"),
        MetricSpec.of("instantaneous_rate", "-d ln(excess loss)/dt; flows only"));
  }
}
