package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.trial.Input.Choice;
import io.gradsweep.results.trial.Input.FlagInput;
import io.gradsweep.results.trial.Input.RealInput;
import io.gradsweep.results.trial.Input.WholeInput;
import io.gradsweep.results.trial.Parameters;

/** The inputs of a trial, each declared once and read by its handle. */
final class Inputs {

  enum Init {
    GAUSSIAN,
    UNIFORM_ZERO
  }

  enum FeatureMap {
    IDENTITY,
    RANDOM_RELU
  }

  enum Teacher {
    LINEAR_ISO,
    DEQ,
    ONES,
    NOISE_LABELS
  }

  enum Reduction {
    MEAN,
    SUM
  }

  enum Integrator {
    GD,
    RK4
  }

  enum StepSizeScale {
    ABSOLUTE,
    LIMIT
  }

  static final Parameters P = new Parameters();

  static final Choice<ModelKind> MODEL =
      P.choice(
              "model",
              ModelKind.class,
              "implicit; W alone from the same start; the first depth terms of the implicit one;"
                  + " or an explicit ReLU network of depth hidden layers")
          .defaultsTo(ModelKind.DEQ_LINEAR);

  static final RealInput GAMMA =
      P.real("gamma", "γ of the equilibrium z = γSz + phi(x)").atLeast(0).below(1).defaultsTo(0.8);

  static final WholeInput WIDTH =
      P.whole("width", "m: features, and entries of the equilibrium")
          .atLeast(1)
          .atMost(2000)
          .defaultsTo(20);

  static final WholeInput OUTPUT_DIMENSION =
      P.whole("output_dimension", "m_y: outputs, or classes of cross_entropy")
          .atLeast(1)
          .atMost(1000)
          .defaultsTo(1);

  static final WholeInput DEPTH =
      P.whole(
              "depth",
              "H: terms of truncated_depth beyond the first, and of truncation_error; hidden"
                  + " layers of dnn_relu")
          .atLeast(1)
          .atMost(1000)
          .defaultsTo(3);

  static final Choice<Init> INIT =
      P.choice("init", Init.class, "A, B standard normal (He's for dnn_relu), or zero")
          .defaultsTo(Init.GAUSSIAN);

  static final RealInput INIT_SCALE =
      P.real("init_scale", "factor of the gaussian start").above(0).defaultsTo(1.0);

  static final WholeInput NUM_SAMPLES =
      P.whole("num_samples", "n: samples of the training set")
          .atLeast(1)
          .atMost(100_000)
          .defaultsTo(60);

  static final WholeInput NUM_TEST_SAMPLES =
      P.whole("num_test_samples", "samples of the test set; 0 for none")
          .atLeast(0)
          .atMost(1_000_000)
          .defaultsTo(1000);

  static final Choice<FeatureMap> FEATURE_MAP =
      P.choice("feature_map", FeatureMap.class, "phi: x itself, or ReLU of a random matrix times x")
          .defaultsTo(FeatureMap.IDENTITY);

  static final WholeInput DIMENSION =
      P.whole("dimension", "d of x, standard normal; null: width")
          .atLeast(1)
          .atMost(100_000)
          .unsetByDefault();

  static final Choice<Teacher> TEACHER =
      P.choice(
              "teacher",
              Teacher.class,
              "W* with normal entries of variance 1/m, of an implicit model, of equal entries; or none")
          .defaultsTo(Teacher.LINEAR_ISO);

  static final RealInput TEACHER_GAMMA =
      P.real("teacher_gamma", "γ of the teacher deq").atLeast(0).below(1).defaultsTo(0.8);

  static final RealInput NOISE =
      P.real("noise", "standard deviation added to the teacher's outputs")
          .atLeast(0)
          .defaultsTo(0.0);

  static final Choice<Loss> LOSS =
      P.choice(
              "loss",
              Loss.class,
              "half squared error; log(1 + e^(-y f)) of y = ±1; or softmax cross-entropy")
          .defaultsTo(Loss.SQUARED);

  static final Choice<Reduction> LOSS_REDUCTION =
      P.choice("loss_reduction", Reduction.class, "over the samples").defaultsTo(Reduction.MEAN);

  static final Choice<Integrator> INTEGRATOR =
      P.choice("integrator", Integrator.class, "gradient descent, or the flow by Runge-Kutta steps")
          .defaultsTo(Integrator.GD);

  static final RealInput STEP_SIZE =
      P.real(
              "step_size",
              "η, or the flow's time step; null: 0.05(1-γ)² of gd; 0.02 of rk4, 0.002 from γ ="
                  + " 0.9 on")
          .above(0)
          .unsetByDefault();

  static final Choice<StepSizeScale> STEP_SIZE_SCALE =
      P.choice("step_size_scale", StepSizeScale.class, "of step_size: 1, or step_size_limit")
          .defaultsTo(StepSizeScale.ABSOLUTE);

  static final WholeInput MAX_STEPS =
      P.whole("max_steps", "budget; null: 3000 of gd; rk4 has at most horizon/step_size")
          .atLeast(0)
          .atMost(10_000_000)
          .unsetByDefault();

  static final RealInput HORIZON =
      P.real("horizon", "rk4 ends here at the latest").above(0).in("time").defaultsTo(8.0);

  static final RealInput TOLERANCE =
      P.real("tolerance", "a run ends at this excess loss over the optimum")
          .atLeast(0)
          .defaultsTo(1e-10);

  static final RealInput RATE_WINDOW_LOW =
      P.real("rate_window_low", "the rate's window closes below this excess loss")
          .atLeast(0)
          .defaultsTo(1e-9);

  static final RealInput RATE_WINDOW_HIGH =
      P.real("rate_window_high", "the rate's window opens at this excess loss")
          .above(0)
          .defaultsTo(1e-4);

  static final FlagInput TRACK_OPERATOR =
      P.flag(
              "track_operator",
              "compute the operator of the dynamics of W along the run; width times"
                  + " output_dimension is then at most 256")
          .defaultsTo(false);

  static final WholeInput TRACK_EVERY =
      P.whole("track_every", "steps between two looks at operator and bounds")
          .atLeast(1)
          .atMost(1_000_000)
          .defaultsTo(10);

  static final RealInput TRUST_REGION_FRACTION =
      P.real(
              "trust_region_fraction",
              "δ/δ_max: compare the flow with the trust-region step of radius δ at every look;"
                  + " null: do not")
          .above(0)
          .below(1)
          .unsetByDefault();

  private Inputs() {}
}
