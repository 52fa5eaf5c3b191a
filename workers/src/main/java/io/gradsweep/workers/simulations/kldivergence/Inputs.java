package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.trial.Input.Choice;
import io.gradsweep.results.trial.Input.RealInput;
import io.gradsweep.results.trial.Input.WholeInput;
import io.gradsweep.results.trial.Parameters;

/** The inputs of a trial, each declared once and read by its handle. */
final class Inputs {

  enum Optimizer {
    GRADIENT,
    NATURAL
  }

  enum CoordinateChart {
    ETA,
    THETA
  }

  enum TimeMode {
    FLOW,
    DISCRETE
  }

  enum Integrator {
    EULER,
    RK4,
    EXACT
  }

  enum Sharing {
    PER_STUDY,
    PER_REPLICATE
  }

  enum Distribution {
    NORMALISED_UNIFORM,
    DIRICHLET
  }

  enum RandomSource {
    OWN,
    MT19937
  }

  enum SimplexGuard {
    AUTO,
    CLAMP_RENORMALISE,
    NONE
  }

  enum Criterion {
    RELATIVE_LOSS,
    ABSOLUTE_KL
  }

  enum StepSizeScale {
    ABSOLUTE,
    SLOWEST_MODE,
    BEST_FIXED,
    EQUAL_CONTRACTION
  }

  enum NoiseModel {
    NONE,
    MINIBATCH,
    ADDITIVE,
    MULTIPLICATIVE
  }

  static final Parameters P = new Parameters();

  static final Choice<Optimizer> OPTIMIZER =
      P.choice("optimizer", Optimizer.class, "plain gradient, or natural (Fisher) gradient");

  static final Choice<CoordinateChart> COORDINATE_SYSTEM =
      P.choice(
              "coordinate_system",
              CoordinateChart.class,
              "chart of the step: mixture (eta) or exponential (theta)")
          .defaultsTo(CoordinateChart.ETA);

  static final Choice<TimeMode> TIME_MODE =
      P.choice("time_mode", TimeMode.class, "continuous flow, or discrete steps");

  static final Choice<Integrator> INTEGRATOR =
      P.choice("integrator", Integrator.class, "of a flow; exact is for natural in eta alone")
          .defaultsTo(Integrator.EULER);

  static final WholeInput DIMENSION =
      P.whole("dimension", "n: the simplex has n + 1 categories")
          .atLeast(1)
          .atMost(10_000)
          .defaultsTo(10);

  static final Choice<Sharing> TARGET =
      P.choice("target", Sharing.class, "one target for the study, or one for each replicate")
          .defaultsTo(Sharing.PER_STUDY);

  static final Choice<Distribution> DISTRIBUTION =
      P.choice("distribution", Distribution.class, "of target and start")
          .defaultsTo(Distribution.NORMALISED_UNIFORM);

  static final RealInput CONCENTRATION =
      P.real("concentration", "of the Dirichlet distribution").above(0).atMost(1e6).defaultsTo(1.0);

  static final Choice<RandomSource> RANDOM_SOURCE =
      P.choice("random_source", RandomSource.class, "our streams, or the authors' Mersenne twister")
          .defaultsTo(RandomSource.OWN);

  static final WholeInput NUM_SAMPLES =
      P.whole("num_samples", "N samples of the target; 0 for the target itself")
          .atLeast(0)
          .atMost(100_000_000)
          .defaultsTo(0);

  static final RealInput STEP_SIZE =
      P.real("step_size", "α of a discrete method").atLeast(0).unsetByDefault();

  static final WholeInput MAX_STEPS =
      P.whole("max_steps", "budget; null: 100 discrete steps; a flow has at most horizon/time_step")
          .atLeast(1)
          .atMost(10_000_000)
          .unsetByDefault();

  static final RealInput TIME_STEP =
      P.real("time_step", "dt of a flow").above(0).in("time").defaultsTo(1e-4);

  static final RealInput HORIZON =
      P.real("horizon", "a flow ends here at the latest").above(0).in("time").defaultsTo(400.0);

  static final RealInput STOP_KL =
      P.real("stop_kl", "a flow ends at this divergence; 0: at the horizon")
          .atLeast(0)
          .defaultsTo(1e-3);

  static final RealInput AFFINE_SCALE =
      P.real("affine_scale", "c of the affine chart with Hessian c·I; null: off")
          .above(0)
          .unsetByDefault();

  static final Choice<SimplexGuard> SIMPLEX_GUARD =
      P.choice(
              "simplex_guard",
              SimplexGuard.class,
              "on leaving the simplex in eta; auto: clamp discrete steps alone")
          .defaultsTo(SimplexGuard.AUTO);

  static final RealInput SIMPLEX_FLOOR =
      P.real("simplex_floor", "least probability under the guard")
          .above(0)
          .below(0.1)
          .defaultsTo(1e-3);

  static final Choice<Criterion> CONVERGENCE_CRITERION =
      P.choice(
              "convergence_criterion",
              Criterion.class,
              "loss < (1 + tolerance)·least loss, or KL < tolerance")
          .defaultsTo(Criterion.RELATIVE_LOSS);

  static final RealInput TOLERANCE =
      P.real("tolerance", "of the criterion").above(0).defaultsTo(0.05);

  static final RealInput RATE_WINDOW_LOW =
      P.real("rate_window_low", "the rate's window closes below this divergence")
          .atLeast(0)
          .defaultsTo(1e-14);

  static final RealInput RATE_WINDOW_HIGH =
      P.real("rate_window_high", "the rate's window opens at this divergence")
          .above(0)
          .defaultsTo(1e-9);

  static final Choice<StepSizeScale> STEP_SIZE_SCALE =
      P.choice(
              "step_size_scale",
              StepSizeScale.class,
              "of step_size: 1, or 1/μ_min, or 2/(μ_min + μ_max) of the Hessian at the optimum, or"
                  + " 2/((κ + 1) μ_min), with κ of the Fisher matrix: all methods contract alike")
          .defaultsTo(StepSizeScale.ABSOLUTE)
          .addedLater(StepSizeScale.ABSOLUTE);

  static final Choice<NoiseModel> NOISE_MODEL =
      P.choice(
              "noise_model",
              NoiseModel.class,
              "of a discrete method's gradient: fresh samples, normal, or a random matrix")
          .defaultsTo(NoiseModel.NONE)
          .addedLater(NoiseModel.NONE);

  static final RealInput NOISE =
      P.real("noise", "σ of the additive or multiplicative noise")
          .atLeast(0)
          .defaultsTo(0.0)
          .addedLater(0.0);

  static final WholeInput BATCH_SIZE =
      P.whole("batch_size", "B samples a step of minibatch; 0 or N: the full batch")
          .atLeast(0)
          .atMost(100_000_000)
          .defaultsTo(0)
          .addedLater(0);

  private Inputs() {}
}
