package io.gradsweep.workers.simulations.relu;

import static io.gradsweep.results.trial.MeasurementSpec.real;

import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;
import java.util.stream.Stream;

/** What the simulation takes and measures. */
final class ReluSpec {

  static final SimulationSpec SPEC =
      new SimulationSpec(
          "shallow-relu",
          3,
          "Does a shallow ReLU network, trained on a few points of the line, end as a linear or as"
              + " a cubic spline?",
          "F. Williams, M. Trager, C. Silva, D. Panozzo, D. Zorin, J. Bruna, Gradient Dynamics of"
              + " Shallow Univariate ReLU Networks, NeurIPS 2019, arXiv 1906.07842",
          Stream.of(problem(), start(), descent()).flatMap(List::stream).toList(),
          measurements(),
          metrics());

  private ReluSpec() {}

  private static List<ParameterSpec> problem() {
    return List.of(
        ParameterSpec.whole("width", "m neurons (a, b, c): f(x) = (1/α) Σ c (a x - b)₊; even")
            .atLeast(2)
            .atMost(1_000_000)
            .defaultsTo(512),
        ParameterSpec.whole("num_samples", "s samples on [-1, 1]")
            .atLeast(2)
            .atMost(10_000)
            .defaultsTo(10),
        ParameterSpec.choice(
                "sample_layout",
                "midpoints of s equal cells, or s even points with both ends",
                "midpoints",
                "endpoints")
            .defaultsTo("midpoints"),
        ParameterSpec.choice(
                "target",
                "values at the samples: 1 below 0 and -1 above; 1, 1, -1, -1, …; a sine; 1, -1, …",
                "square_wave",
                "square_wave_2",
                "sinusoid",
                "alternating")
            .defaultsTo("square_wave"),
        ParameterSpec.real("frequency", "of the sine, sin(frequency·x)")
            .above(0)
            .defaultsTo(Math.PI),
        ParameterSpec.real(
                "noise", "standard deviation of normal noise on the values; one draw a study")
            .atLeast(0)
            .defaultsTo(0.0),
        ParameterSpec.real("output_scaling_exponent", "β of the normalisation α = m^β")
            .atLeast(0.5)
            .atMost(1)
            .defaultsTo(1.0));
  }

  private static List<ParameterSpec> start() {
    return List.of(
        ParameterSpec.real(
                "layer_scale_ratio",
                "ω: the inner layer starts at scale ω, the outer one at 1/ω; the function does not"
                    + " depend on it")
            .atLeast(1e-2)
            .atMost(1e4)
            .defaultsTo(1.0),
        ParameterSpec.real("knot_half_width", "Λ: uniform knots b/a start on (-Λ, Λ)")
            .above(0)
            .atMost(1e6)
            .defaultsTo(1.0),
        ParameterSpec.choice(
                "init_distribution",
                "a = ±ω with uniform knots; normal a, b, c; or uniform angles of (a, b)",
                "uniform_knots",
                "gaussian",
                "uniform_angle")
            .defaultsTo("uniform_knots"),
        ParameterSpec.flag(
                "antisymmetric", "neurons come in pairs of opposite c: the first function is 0")
            .defaultsTo(true));
  }

  private static List<ParameterSpec> descent() {
    return List.of(
        ParameterSpec.choice(
                "optimizer",
                "full-batch gradient descent, its flow by Runge-Kutta steps, or descent of the"
                    + " outer layer alone",
                "gd",
                "rk4_flow",
                "outer_only_gd")
            .defaultsTo("gd"),
        ParameterSpec.choice(
                "step_size_mode",
                "step_size is the step, or a multiple of 1/λ_max of the tangent kernel at the"
                    + " start, or of 1/λ_max as it is every 50 steps",
                "raw",
                "relative_initial",
                "sharpness_tracking")
            .defaultsTo("sharpness_tracking"),
        ParameterSpec.real("step_size", "lr, or η where it is relative; of a flow: its time step")
            .above(0)
            .atMost(1e12)
            .defaultsTo(0.2),
        ParameterSpec.whole("max_steps", "budget of steps (epochs)")
            .atLeast(1)
            .atMost(100_000_000)
            .defaultsTo(10_000),
        ParameterSpec.real("tolerance", "the trial has converged when the loss is below")
            .atLeast(0)
            .defaultsTo(1e-9),
        ParameterSpec.real("cluster_radius", "ε: a knot nearer to a sample than this is at it")
            .above(0)
            .below(1)
            .defaultsTo(0.02),
        ParameterSpec.whole(
                "evaluation_grid_size",
                "even points from the first to the last sample, nearer than cluster_radius")
            .atLeast(200)
            .atMost(1_000_000)
            .defaultsTo(2001));
  }

  private static List<MeasurementSpec> measurements() {
    return List.of(
        real("sharpness_initial", "λ_max of the tangent kernel on the samples, at the start"),
        real("sharpness_final", "λ_max of the tangent kernel on the samples, at the end"),
        real("rms_to_natural_cubic_spline", "root mean square distance on the grid"),
        real("sup_to_natural_cubic_spline", "largest distance on the grid"),
        real("rms_to_linear_spline", "root mean square distance on the grid"),
        real("sup_to_linear_spline", "largest distance on the grid"),
        real("spline_gap_rms", "root mean square distance of the two splines"),
        real(
            "rms_to_kernel_prediction",
            "to descent with the outer layer's kernel at infinite width, after the same steps; uniform"
                + " knots and at most 512 samples"),
        real(
            "sup_to_linearised_model",
            "to the network linearised at the start, after the same steps; at most 512 samples"),
        real("mean_angular_displacement", "mean |Δϑ| of ϑ = atan2(b, a)").in("rad"),
        real("max_angular_displacement", "largest |Δϑ|").in("rad"),
        real(
            "kink_mass_near_samples",
            "Σ|c a| of the knots at samples over that of the knots within 0.1 of the samples' range"),
        real("kink_mass_near_samples_initial", "the same at the start"),
        real("slope_total_variation", "of f on the grid: Σ|changes of slope|"),
        real("delta_drift_relative", "max|Δδ| / max|δ| with δ = c² - a² - b², kept by the flow"),
        real("dead_neuron_fraction", "share of neurons that are active on no sample"),
        real(
            "regime_index",
            "rms_to_linear_spline / (itself + rms_to_natural_cubic_spline): 0 adaptive, 1 kernel"));
  }

  private static List<MetricSpec> metrics() {
    return List.of(
        MetricSpec.of("loss", "½ Σ ρ²").asFitted(),
        MetricSpec.of("sharpness", "λ_max of the tangent kernel on the samples"),
        MetricSpec.of("mean_angular_displacement", "mean |Δϑ| of ϑ = atan2(b, a)"),
        MetricSpec.of("kink_mass_near_samples", "share of Σ|c a| at samples"),
        MetricSpec.of("slope_total_variation", "of f on the grid"),
        MetricSpec.of("dead_neuron_fraction", "share of neurons that are active on no sample"));
  }
}
