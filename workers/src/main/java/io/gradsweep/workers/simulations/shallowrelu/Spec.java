package io.gradsweep.workers.simulations.shallowrelu;

import static io.gradsweep.results.trial.MeasurementSpec.real;

import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;

/** Declares the simulation's parameters and measurements. */
final class Spec {

  static final SimulationSpec SPEC =
      new SimulationSpec(
          "shallow-relu",
          3,
          "Does a shallow ReLU network, trained on a few points of the line, end as a linear or as"
              + " a cubic spline?",
          "F. Williams, M. Trager, C. Silva, D. Panozzo, D. Zorin, J. Bruna, Gradient Dynamics of"
              + " Shallow Univariate ReLU Networks, NeurIPS 2019, arXiv 1906.07842",
          Inputs.P.specs(),
          measurements(),
          metrics());

  private Spec() {}

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
