package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.trial.Input.Choice;
import io.gradsweep.results.trial.Input.RealInput;
import io.gradsweep.results.trial.Input.WholeInput;
import io.gradsweep.results.trial.Parameters;

/** The inputs of a descent on a quadratic, each declared once and read by its handle. */
final class QuadraticInputs {

  static final Parameters P = new Parameters();

  static final Choice<GradientTransform.Method> METHOD =
      P.choice(
              "method",
              GradientTransform.Method.class,
              "between gradient and step; clip_norm and clip_value at 1")
          .defaultsTo(GradientTransform.Method.AUTOSCALE);

  static final Choice<AlphaRule> ALPHA_RULE =
      P.choice(
              "alpha_rule",
              AlphaRule.class,
              "autoscale's multiplier from σ_t, reconstructed: the paper's formula was not seen")
          .defaultsTo(AlphaRule.RATIO_TO_MAX);

  static final WholeInput DIMENSION =
      P.whole("dimension", "entries of x").atLeast(2).atMost(1_000_000).defaultsTo(64);

  static final RealInput STEP_SIZE =
      P.real("step_size", "η, times the curvature, which is 1").above(0).defaultsTo(0.5);

  static final RealInput NOISE =
      P.real("noise", "standard deviation of normal noise on every entry of the gradient")
          .atLeast(0)
          .defaultsTo(0.0);

  static final WholeInput MAX_STEPS =
      P.whole("max_steps", "budget").atLeast(1).atMost(10_000_000).defaultsTo(1000);

  static final RealInput TOLERANCE =
      P.real("tolerance", "converged at this distance, of 1 at the start")
          .atLeast(0)
          .defaultsTo(1e-12);

  private QuadraticInputs() {}
}
