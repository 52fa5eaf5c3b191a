package io.gradsweep.workers.simulations.kldivergence;

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
          "kl-divergence",
          3,
          "Which descent of the KL divergence on the simplex is fastest, in which coordinates?",
          "A. Datar, N. Ay, Convergence Properties of Natural Gradient Descent for Minimizing KL"
              + " Divergence, TMLR 2025",
          Inputs.P.specs(),
          measurements(),
          metrics());

  private Spec() {}

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
            "expected excess loss of the linearised recursion in the long run; null if it does"
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
