package io.gradsweep.workers.simulations.shallowrelu;

import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.simulations.shallowrelu.Inputs.Init;

/**
 * The final measurements of a network: its distances from the splines and from its start. It is
 * informed of the steps, for the two models with a fixed kernel. Reading it does not change later
 * results.
 */
final class Report {

  /** References from a kernel take O(s³), so there are none beyond this many samples. */
  private static final int MOST_SAMPLES = 512;

  /** Knots this far beyond the outermost samples still count. */
  private static final double KNOT_MARGIN = 0.1;

  private final Settings settings;
  private final double[] x;
  private final ReluNetwork network;
  private final ReluNetwork start;
  private final ActiveSets grid;
  private final double[] linear;
  private final double[] cubic;
  private final double[] values;
  private final KernelDescent spline;
  private final KernelDescent linearised;

  /**
   * @param network as it starts, evaluated; kept and read, not changed
   */
  Report(Settings settings, TrainingProblem problem, ReluNetwork network) {
    this.settings = settings;
    this.network = network;
    x = problem.samples().points();
    start = network.copy();
    start.evaluate();
    double[] points = new double[settings.gridSize];
    int last = points.length - 1;
    for (int g = 0; g <= last; g++) {
      points[g] = x[0] + (x[x.length - 1] - x[0]) * g / last;
    }
    grid = new ActiveSets(points);
    linear = Splines.linear(x, problem.y(), points);
    cubic = Splines.naturalCubic(x, problem.y(), points);
    values = new double[points.length];
    boolean small = x.length <= MOST_SAMPLES;
    boolean knots = settings.init == Init.UNIFORM_KNOTS;
    spline = small && knots ? new KernelDescent(splineGram()) : null;
    linearised = small ? new KernelDescent(tangentKernel(start).gram()) : null;
  }

  private TangentKernel tangentKernel(ReluNetwork network) {
    TangentKernel kernel = new TangentKernel(network, settings.outerLayerOnly());
    kernel.refresh();
    return kernel;
  }

  private double[][] splineGram() {
    double[][] gram = new SplineKernel(settings.knotHalfWidth).gram(x);
    for (double[] row : gram) {
      for (int k = 0; k < row.length; k++) {
        row[k] *= kernelScale();
      }
    }
    return gram;
  }

  /** (1/α²) Σ (a x - b)₊(a z - b)₊ is this times K, in the limit of many neurons. */
  private double kernelScale() {
    double inner = settings.layerScaleRatio * settings.outputScale();
    return inner * inner * settings.width;
  }

  /** Notes that steps of one size have been made. */
  void advance(double h, long steps) {
    if (steps == 0) {
      return; // there is no step size yet
    }
    for (KernelDescent model : new KernelDescent[] {spline, linearised}) {
      if (model != null && settings.flow()) {
        model.flow(h * steps);
      } else if (model != null) {
        model.descend(h, steps);
      }
    }
  }

  /** λ_max of the tangent kernel, from a fixed first vector. */
  double sharpness() {
    return tangentKernel(network).largestEigenvalue();
  }

  double initialSharpness() {
    return tangentKernel(start).largestEigenvalue();
  }

  double deadFraction() {
    return network.deadFraction();
  }

  /**
   * Total variation of the slope of f, on the grid: opposite kinks at one place cancel in f, and
   * only there.
   */
  double slopeTotalVariation() {
    network.valuesAt(grid, values);
    return Splines.slopeVariation(grid.points(), values);
  }

  /** Share of Σ|c a| at samples, of the knots within the margin; NaN if there are none. */
  double kinkMass() {
    return kinkMass(network);
  }

  private double kinkMass(ReluNetwork network) {
    double all = 0;
    double near = 0;
    for (int i = 0; i < network.width(); i++) {
      double knot = network.b()[i] / network.a()[i];
      if (knot >= x[0] - KNOT_MARGIN && knot <= x[x.length - 1] + KNOT_MARGIN) {
        double mass = Math.abs(network.c()[i] * network.a()[i]);
        all += mass;
        near += distanceToSamples(knot) < settings.clusterRadius ? mass : 0;
      }
    }
    return near / all;
  }

  private double distanceToSamples(double knot) {
    int above = network.samples().find(1, knot); // points from here on are above the knot
    double left = above == 0 ? Double.POSITIVE_INFINITY : knot - x[above - 1];
    double right = above == x.length ? Double.POSITIVE_INFINITY : x[above] - knot;
    return Math.min(left, right);
  }

  double meanAngularDisplacement() {
    double sum = 0;
    for (int i = 0; i < network.width(); i++) {
      sum += angularDisplacement(i);
    }
    return sum / network.width();
  }

  private double maxAngularDisplacement() {
    double max = 0;
    for (int i = 0; i < network.width(); i++) {
      max = Math.max(max, angularDisplacement(i));
    }
    return max;
  }

  /** |Δϑ_i| on the circle, at most π: from the angle between the two vectors (a, b). */
  private double angularDisplacement(int i) {
    double a0 = start.a()[i];
    double b0 = start.b()[i];
    double a = network.a()[i];
    double b = network.b()[i];
    return Math.abs(StrictMath.atan2(a0 * b - b0 * a, a0 * a + b0 * b));
  }

  private double deltaDrift() {
    double drift = 0;
    double largest = 0;
    for (int i = 0; i < network.width(); i++) {
      double delta = delta(start, i);
      drift = Math.max(drift, Math.abs(delta(network, i) - delta));
      largest = Math.max(largest, Math.abs(delta));
    }
    return drift / largest;
  }

  private static double delta(ReluNetwork network, int i) {
    double a = network.a()[i];
    double b = network.b()[i];
    double c = network.c()[i];
    return c * c - a * a - b * b;
  }

  /** Writes everything that is finite. */
  void writeTo(OutcomeBuilder outcome) {
    network.valuesAt(grid, values);
    double toCubic = rms(values, cubic);
    double toLinear = rms(values, linear);
    outcome.measureIfFinite("sharpness_initial", initialSharpness());
    outcome.measureIfFinite("sharpness_final", sharpness());
    outcome.measureIfFinite("rms_to_natural_cubic_spline", toCubic);
    outcome.measureIfFinite("sup_to_natural_cubic_spline", sup(values, cubic));
    outcome.measureIfFinite("rms_to_linear_spline", toLinear);
    outcome.measureIfFinite("sup_to_linear_spline", sup(values, linear));
    outcome.measureIfFinite("spline_gap_rms", rms(cubic, linear));
    outcome.measureIfFinite("regime_index", toLinear / (toLinear + toCubic));
    if (spline != null) {
      outcome.measureIfFinite("rms_to_kernel_prediction", rms(values, kernelPrediction()));
    }
    if (linearised != null) {
      outcome.measureIfFinite("sup_to_linearised_model", sup(values, linearisedModel()));
    }
    outcome.measureIfFinite("mean_angular_displacement", meanAngularDisplacement());
    outcome.measureIfFinite("max_angular_displacement", maxAngularDisplacement());
    outcome.measureIfFinite("kink_mass_near_samples", kinkMass());
    outcome.measureIfFinite("kink_mass_near_samples_initial", kinkMass(start));
    outcome.measureIfFinite("slope_total_variation", slopeTotalVariation());
    outcome.measureIfFinite("delta_drift_relative", deltaDrift());
    outcome.measureIfFinite("dead_neuron_fraction", deadFraction());
  }

  /** f₀ - K(·, X) w. */
  double[] kernelPrediction() {
    double[] w = spline.weights(start.residuals());
    SplineKernel kernel = new SplineKernel(settings.knotHalfWidth);
    double[] out = new double[values.length];
    start.valuesAt(grid, out);
    for (int g = 0; g < out.length; g++) {
      out[g] -= kernelScale() * kernel.combination(w, x, grid.points()[g]);
    }
    return out;
  }

  private double[] linearisedModel() {
    double[] out = new double[values.length];
    double[] w = linearised.weights(start.residuals());
    start.linearisedAt(grid, w, settings.outerLayerOnly(), out);
    return out;
  }

  private static double rms(double[] f, double[] g) {
    double squares = 0;
    for (int i = 0; i < f.length; i++) {
      squares += (f[i] - g[i]) * (f[i] - g[i]);
    }
    return Math.sqrt(squares / f.length);
  }

  private static double sup(double[] f, double[] g) {
    double sup = 0;
    for (int i = 0; i < f.length; i++) {
      sup = Math.max(sup, Math.abs(f[i] - g[i]));
    }
    return sup;
  }
}
