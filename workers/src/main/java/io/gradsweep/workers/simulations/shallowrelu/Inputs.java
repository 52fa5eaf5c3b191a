package io.gradsweep.workers.simulations.shallowrelu;

import io.gradsweep.results.trial.Input.Choice;
import io.gradsweep.results.trial.Input.FlagInput;
import io.gradsweep.results.trial.Input.RealInput;
import io.gradsweep.results.trial.Input.WholeInput;
import io.gradsweep.results.trial.Parameters;

/** The inputs of a trial, each declared once and read by its handle. */
final class Inputs {

  enum SampleLayout {
    MIDPOINTS,
    ENDPOINTS
  }

  enum Target {
    SQUARE_WAVE,
    SQUARE_WAVE_2,
    SINUSOID,
    ALTERNATING
  }

  enum Init {
    UNIFORM_KNOTS,
    GAUSSIAN,
    UNIFORM_ANGLE
  }

  enum Optimizer {
    GD,
    RK4_FLOW,
    REDUCED_FLOW,
    OUTER_ONLY_GD
  }

  enum StepSizeMode {
    RAW,
    RELATIVE_INITIAL,
    SHARPNESS_TRACKING
  }

  static final Parameters P = new Parameters();

  static final WholeInput WIDTH =
      P.whole("width", "m neurons (a, b, c): f(x) = (1/α) Σ c (a x - b)₊; even")
          .atLeast(2)
          .atMost(1_000_000)
          .defaultsTo(512);

  static final WholeInput NUM_SAMPLES =
      P.whole("num_samples", "s samples on [-1, 1]").atLeast(2).atMost(10_000).defaultsTo(10);

  static final Choice<SampleLayout> SAMPLE_LAYOUT =
      P.choice(
              "sample_layout",
              SampleLayout.class,
              "midpoints of s equal cells, or s even points with both ends")
          .defaultsTo(SampleLayout.MIDPOINTS);

  static final Choice<Target> TARGET =
      P.choice(
              "target",
              Target.class,
              "values at the samples: 1 below 0 and -1 above; 1, 1, -1, -1, …; a sine; 1, -1, …")
          .defaultsTo(Target.SQUARE_WAVE);

  static final RealInput FREQUENCY =
      P.real("frequency", "of the sine, sin(frequency·x)").above(0).defaultsTo(Math.PI);

  static final RealInput NOISE =
      P.real("noise", "standard deviation of normal noise on the values; one draw a study")
          .atLeast(0)
          .defaultsTo(0.0);

  static final RealInput OUTPUT_SCALING_EXPONENT =
      P.real("output_scaling_exponent", "β of the normalisation α = m^β")
          .atLeast(0.5)
          .atMost(1)
          .defaultsTo(1.0);

  static final RealInput LAYER_SCALE_RATIO =
      P.real(
              "layer_scale_ratio",
              "ω: the inner layer starts at scale ω, the outer one at 1/ω; the function does not"
                  + " depend on it")
          .atLeast(1e-2)
          .atMost(1e4)
          .defaultsTo(1.0);

  static final RealInput KNOT_HALF_WIDTH =
      P.real("knot_half_width", "Λ: uniform knots b/a start on (-Λ, Λ)")
          .above(0)
          .atMost(1e6)
          .defaultsTo(1.0);

  static final Choice<Init> INIT_DISTRIBUTION =
      P.choice(
              "init_distribution",
              Init.class,
              "a = ±ω with uniform knots; normal a, b, c; or uniform angles of (a, b)")
          .defaultsTo(Init.UNIFORM_KNOTS);

  static final FlagInput ANTISYMMETRIC =
      P.flag("antisymmetric", "neurons come in pairs of opposite c: the first function is 0")
          .defaultsTo(true);

  static final Choice<Optimizer> OPTIMIZER =
      P.choice(
              "optimizer",
              Optimizer.class,
              "full-batch gradient descent; its flow by Runge-Kutta steps, of all parameters or of"
                  + " the reduced ones; or descent of the outer layer alone")
          .defaultsTo(Optimizer.GD);

  static final Choice<StepSizeMode> STEP_SIZE_MODE =
      P.choice(
              "step_size_mode",
              StepSizeMode.class,
              "step_size is the step, or a multiple of 1/λ_max of the tangent kernel at the"
                  + " start, or of 1/λ_max as it is every 50 steps")
          .defaultsTo(StepSizeMode.SHARPNESS_TRACKING);

  static final RealInput STEP_SIZE =
      P.real("step_size", "lr, or η if it is relative; of a flow: its time step")
          .above(0)
          .atMost(1e12)
          .defaultsTo(0.2);

  static final WholeInput MAX_STEPS =
      P.whole("max_steps", "budget of steps (epochs)")
          .atLeast(1)
          .atMost(100_000_000)
          .defaultsTo(10_000);

  static final RealInput TOLERANCE =
      P.real("tolerance", "the trial has converged when the loss is below")
          .atLeast(0)
          .defaultsTo(1e-9);

  static final RealInput CLUSTER_RADIUS =
      P.real("cluster_radius", "ε: a knot nearer to a sample than this is at it")
          .above(0)
          .below(1)
          .defaultsTo(0.02);

  static final WholeInput EVALUATION_GRID_SIZE =
      P.whole(
              "evaluation_grid_size",
              "even points from the first to the last sample, nearer than cluster_radius")
          .atLeast(200)
          .atMost(1_000_000)
          .defaultsTo(2001);

  private Inputs() {}
}
