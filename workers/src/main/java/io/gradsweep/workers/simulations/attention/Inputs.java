package io.gradsweep.workers.simulations.attention;

import io.gradsweep.results.trial.Input.Choice;
import io.gradsweep.results.trial.Input.FlagInput;
import io.gradsweep.results.trial.Input.RealInput;
import io.gradsweep.results.trial.Input.WholeInput;
import io.gradsweep.results.trial.Parameters;

/** The inputs of a trial, each declared once and read by its handle. */
final class Inputs {

  enum UpdateRule {
    SGD,
    EM_SCHEDULE,
    EM_ALTERNATING,
    EM_MM
  }

  enum TransitionMode {
    AS_RELEASED,
    EXACT_SELF
  }

  enum ValueParameterisation {
    PROJECTED,
    FREE
  }

  static final Parameters P = new Parameters();

  static final Choice<UpdateRule> UPDATE_RULE =
      P.choice(
          "update_rule",
          UpdateRule.class,
          "sgd: all at once; em_schedule: all at once, values faster; em_alternating: routing and"
              + " readout, then values; em_mm: as that, values in closed form");

  static final RealInput STEP_SIZE =
      P.real("step_size", "η of W_Q, W_K and W_O").above(0).defaultsTo(0.01);

  static final RealInput VALUE_STEP_SIZE =
      P.real("value_step_size", "η of W_V; null: step_size under sgd, else 10 times")
          .above(0)
          .unsetByDefault();

  static final RealInput QUERY_STEP_SIZE =
      P.real("query_step_size", "η of W_Q; null: step_size").above(0).unsetByDefault();

  static final RealInput KEY_STEP_SIZE =
      P.real("key_step_size", "η of W_K; null: step_size").above(0).unsetByDefault();

  static final RealInput OUTPUT_STEP_SIZE =
      P.real("output_step_size", "η of W_O; null: step_size").above(0).unsetByDefault();

  static final WholeInput E_STEPS =
      P.whole("e_steps", "updates of W_Q, W_K and W_O in a cycle of alternating rules")
          .atLeast(1)
          .atMost(1000)
          .defaultsTo(1);

  static final WholeInput M_STEPS =
      P.whole("m_steps", "updates of the values in a cycle of alternating rules")
          .atLeast(1)
          .atMost(1000)
          .defaultsTo(1);

  static final WholeInput MAX_STEPS =
      P.whole("max_steps", "updates: there is no other end")
          .atLeast(1)
          .atMost(10_000_000)
          .defaultsTo(1000);

  static final WholeInput NUM_SYMBOLS =
      P.whole("num_symbols", "C, on a ring").atLeast(2).atMost(64).defaultsTo(8);

  static final RealInput SELF_PROBABILITY =
      P.real("self_probability", "of the chain to stay").atLeast(0).below(1).defaultsTo(0.3);

  static final Choice<TransitionMode> TRANSITION_MODE =
      P.choice(
              "transition_mode",
              TransitionMode.class,
              "as_released: the self weight counts twice; exact_self: P_ii = self_probability")
          .defaultsTo(TransitionMode.AS_RELEASED);

  static final WholeInput SEQUENCE_LENGTH =
      P.whole("sequence_length", "T; the batch is its T - 1 predictions")
          .atLeast(8)
          .atMost(20_000)
          .defaultsTo(2000);

  static final WholeInput TEST_LENGTH =
      P.whole("test_length", "T of the held-out sequence; 0: none; null: as trained")
          .atLeast(0)
          .atMost(20_000)
          .unsetByDefault();

  static final WholeInput INPUT_DIMENSION =
      P.whole("input_dimension", "d_x").atLeast(1).atMost(1024).defaultsTo(20);

  static final WholeInput KEY_DIMENSION =
      P.whole("key_dimension", "d_k").atLeast(1).atMost(1024).defaultsTo(10);

  static final WholeInput VALUE_DIMENSION =
      P.whole("value_dimension", "d_v").atLeast(1).atMost(1024).defaultsTo(15);

  static final RealInput NOISE =
      P.real("noise", "σ of the inputs about their embedding").atLeast(0).defaultsTo(1.0);

  static final RealInput INIT_SCALE =
      P.real("init_scale", "standard deviation of the first weights").above(0).defaultsTo(0.1);

  static final Choice<ValueParameterisation> VALUE_PARAMETERISATION =
      P.choice(
              "value_parameterisation",
              ValueParameterisation.class,
              "V = X W_V, or V itself (theory checks; no held-out loss)")
          .defaultsTo(ValueParameterisation.PROJECTED);

  static final WholeInput RECORD_EVERY =
      P.whole("record_every", "steps between two looks at held-out loss, and dear metrics")
          .atLeast(1)
          .atMost(10_000_000)
          .defaultsTo(10);

  static final WholeInput SETTLING_POINTS =
      P.whole("settling_points", "points of the run at which settling is looked for")
          .atLeast(0)
          .atMost(1000)
          .defaultsTo(0);

  static final FlagInput MEASURE_LAWS =
      P.flag(
              "measure_laws",
              "compare routing law and value law with differences of the loss after the last"
                  + " update")
          .defaultsTo(false)
          .addedLater(false);

  static final RealInput TOLERANCE =
      P.real("tolerance", "converged: the held-out gap to the filter is at most this")
          .above(0)
          .in("nats")
          .defaultsTo(0.05);

  private Inputs() {}
}
