package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.results.trial.Input.Choice;
import io.gradsweep.results.trial.Input.RealInput;
import io.gradsweep.results.trial.Input.WholeInput;
import io.gradsweep.results.trial.Parameters;

/** The inputs of a trial, each declared once and read by its handle. */
final class Inputs {

  enum Signal {
    CONSTANT,
    RAMP,
    ALTERNATING
  }

  enum Entries {
    RADEMACHER,
    GAUSSIAN
  }

  enum VInit {
    ONES,
    RANDOM
  }

  enum SwitchRule {
    REL_CHANGE,
    ITERATION
  }

  enum UUpdate {
    STALE,
    FRESH
  }

  enum Selection {
    VALIDATION,
    LAST
  }

  static final Parameters P = new Parameters();

  static final WholeInput NUM_SAMPLES =
      P.whole("num_samples", "n rows of the design").atLeast(2).atMost(1e6).defaultsTo(150);

  static final WholeInput DIMENSION =
      P.whole("dimension", "p weights").atLeast(1).atMost(1e6).defaultsTo(300);

  static final WholeInput GROUP_SIZE =
      P.whole("group_size", "g weights a group, side by side; divides dimension")
          .atLeast(1)
          .atMost(1e6)
          .defaultsTo(3);

  static final WholeInput N_ACTIVE_GROUPS =
      P.whole("n_active_groups", "groups that are not zero, the first ones")
          .atLeast(1)
          .atMost(1e6)
          .defaultsTo(3);

  static final Choice<Signal> SIGNAL =
      P.choice(
              "signal",
              Signal.class,
              "true weights: all signal_value; from it upward by 1; or with signs + - - +")
          .defaultsTo(Signal.CONSTANT);

  static final RealInput SIGNAL_VALUE =
      P.real("signal_value", "size of the true weights, the first of a ramp")
          .above(0)
          .atMost(1e6)
          .defaultsTo(10.0);

  static final RealInput NOISE =
      P.real("noise", "σ of the responses").atLeast(0).atMost(1e6).defaultsTo(0.5);

  static final Choice<Entries> DESIGN =
      P.choice("design", Entries.class, "entries of the design: ±1, or standard normal")
          .defaultsTo(Entries.RADEMACHER);

  static final Choice<Algorithm> ALGORITHM =
      P.choice(
          "algorithm",
          Algorithm.class,
          "grouped net w_l = u_l^d v_l: big steps of v, to the end (alg1) or a switch (alg2), or"
              + " plain descent; w = v∘v, with signs; or a baseline");

  static final WholeInput DEPTH =
      P.whole("depth", "d of the grouped net").atLeast(1).atMost(8).defaultsTo(2);

  static final RealInput INIT_SCALE =
      P.real("init_scale", "α: every u_l at the start; without groups, every v_i")
          .above(0)
          .atMost(1e3)
          .defaultsTo(1e-6);

  static final Choice<VInit> V_INIT =
      P.choice("v_init", VInit.class, "direction of every v_l at the start: ones, or drawn")
          .defaultsTo(VInit.ONES);

  static final RealInput V_INIT_SCALE =
      P.real(
              "v_init_scale",
              "times that unit vector; null: 1 if v is normalised, 0 in plain_gd; only its"
                  + " sign counts if v is normalised")
          .atLeast(-1e3)
          .atMost(1e3)
          .unsetByDefault();

  static final RealInput STEP_SIZE =
      P.real("step_size", "γ of u; of u and v in plain_gd; of w = v∘v").above(0).defaultsTo(1e-3);

  static final RealInput V_STEP_SIZE =
      P.real("v_step_size", "η of v after the switch; null: step_size").above(0).unsetByDefault();

  static final Choice<SwitchRule> SWITCH_RULE =
      P.choice(
              "switch_rule",
              SwitchRule.class,
              "of alg2: at a small relative change of u, or at a step")
          .defaultsTo(SwitchRule.REL_CHANGE);

  static final RealInput SWITCH_TOL =
      P.real("switch_tol", "τ: largest relative change of u that switches")
          .above(0)
          .defaultsTo(0.1);

  static final WholeInput SWITCH_ITERATION =
      P.whole("switch_iteration", "big steps before the switch by iteration")
          .atLeast(1)
          .defaultsTo(200);

  static final WholeInput LOSS_SCALE =
      P.whole("loss_scale", "c of the loss c/(2n) ‖Xw - y‖²: 1, or 2 (mean square)")
          .atLeast(1)
          .atMost(2)
          .defaultsTo(1);

  static final Choice<UUpdate> U_UPDATE =
      P.choice("u_update", UUpdate.class, "slope of u at the old or at the new v")
          .defaultsTo(UUpdate.STALE);

  static final Choice<Selection> SELECTION =
      P.choice(
              "selection",
              Selection.class,
              "the selected iterate: of least error on n/3 fresh rows, or the last")
          .defaultsTo(Selection.VALIDATION);

  static final WholeInput MAX_STEPS =
      P.whole("max_steps", "T; group_lasso: of each of 10 penalties; lasso, ridge: not used")
          .atLeast(1)
          .atMost(1e7)
          .defaultsTo(2000);

  static final RealInput PENALTY_SCALE =
      P.real("penalty_scale", "times the authors' ten penalties, 0.1 to 2; of penalised baselines")
          .above(0)
          .atMost(1e6)
          .defaultsTo(1.0)
          .addedLater(1.0);

  private Inputs() {}
}
