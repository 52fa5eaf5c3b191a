package io.gradsweep.workers.simulations.selfpenalization;

import io.gradsweep.results.trial.Input.Choice;
import io.gradsweep.results.trial.Input.RealInput;
import io.gradsweep.results.trial.Input.WholeInput;
import io.gradsweep.results.trial.Parameters;

/** The inputs of a trial, each declared once and read by its handle. */
final class Inputs {

  enum Parametrization {
    BETA,
    W_SQUARE
  }

  enum Init {
    UNIFORM,
    ZERO
  }

  enum StepRule {
    ARMIJO,
    FIXED
  }

  enum Wrapper {
    NONE,
    HIERARCHICAL
  }

  static final Parameters P = new Parameters();

  static final WholeInput NUM_SAMPLES =
      P.whole("num_samples", "n samples that are fitted").atLeast(2).atMost(4000).defaultsTo(100);

  static final WholeInput DIMENSION =
      P.whole("dimension", "p features, of which the first two matter")
          .atLeast(2)
          .atMost(10_000)
          .defaultsTo(20);

  static final Choice<Signal> SIGNAL =
      P.choice(
              "signal",
              Signal.class,
              "of the response: x0 + x1, (x0² + x1² - 2)/√2, x0 + x0 x1, x0 x1, or nothing")
          .defaultsTo(Signal.LINEAR);

  static final RealInput NOISE =
      P.real("noise", "standard deviation of the response's noise")
          .atLeast(0)
          .atMost(1e6)
          .defaultsTo(0.5);

  static final WholeInput Q =
      P.whole("q", "distances |x_l - x'_l|^q: 1 Laplace, 2 Gaussian")
          .atLeast(1)
          .atMost(2)
          .defaultsTo(1);

  static final RealInput POWER =
      P.real("power", "in place of q, not whole: distances |x_l - x'_l|^power; null: q")
          .above(0)
          .atMost(2)
          .unsetByDefault()
          .addedLaterUnset();

  static final Choice<Profile> KERNEL_PROFILE =
      P.choice("kernel_profile", Profile.class, "h of the weighted distance: e^-z, or 1/(1 + z)")
          .defaultsTo(Profile.EXP);

  static final RealInput RIDGE =
      P.real("ridge", "λ of (1/2n) Σ (y - f)² + (λ/2) ‖f‖²").above(0).atMost(1e6).defaultsTo(0.1);

  static final Choice<Loss> LOSS =
      P.choice(
              "loss",
              Loss.class,
              "(y - f)²/2, or ln(1 + e^(-yf)) of the centred response's sign y, a label")
          .defaultsTo(Loss.SQUARED)
          .addedLater(Loss.SQUARED);

  static final Choice<Parametrization> PARAMETRIZATION =
      P.choice(
              "parametrization",
              Parametrization.class,
              "projected descent in β, or descent in w with β = w², without projection")
          .defaultsTo(Parametrization.BETA);

  static final Choice<Init> INIT =
      P.choice("init", Init.class, "every weight init_scale/p, or zero").defaultsTo(Init.UNIFORM);

  static final RealInput INIT_SCALE =
      P.real("init_scale", "c: a uniform start has weights c/p")
          .above(0)
          .atMost(1e6)
          .defaultsTo(0.5);

  static final Choice<StepRule> STEP_RULE =
      P.choice(
              "step_rule",
              StepRule.class,
              "halve until Armijo's condition holds, else grow; or fixed")
          .defaultsTo(StepRule.ARMIJO);

  static final RealInput STEP_SIZE =
      P.real("step_size", "of a fixed step, or of the first one").above(0).defaultsTo(0.01);

  static final RealInput STEP_CAP =
      P.real("step_cap", "greatest step under armijo").above(0).defaultsTo(0.64);

  static final RealInput BETA_MAX =
      P.real("beta_max", "greatest weight; null: none").above(0).unsetByDefault();

  static final WholeInput MAX_STEPS =
      P.whole("max_steps", "budget, of all rounds together")
          .atLeast(0)
          .atMost(1_000_000)
          .defaultsTo(500);

  static final RealInput TOLERANCE =
      P.real("tolerance", "stationary below this KKT residual").above(0).defaultsTo(1e-6);

  static final Choice<Wrapper> WRAPPER =
      P.choice(
              "wrapper",
              Wrapper.class,
              "one descent; or rounds from zero, what is selected being held at tau")
          .defaultsTo(Wrapper.NONE);

  static final RealInput TAU =
      P.real("tau", "weight of selected features in later rounds")
          .above(0)
          .atMost(1e6)
          .defaultsTo(0.5);

  private Inputs() {}
}
