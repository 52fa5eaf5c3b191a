package io.gradsweep.workers.simulations.selfpenalization;

/**
 * Gradient descent of J in the feature weights: β ← min(max(0, β - s ∇J), β_max), by projection
 * alone; or, for comparison, descent in w with β = w², without any projection. A step is fixed, or
 * halved until Armijo's condition holds and then increased by half up to a cap.
 */
final class FeatureWeights {

  /** The share of the decrease predicted by the gradient that a step must reach. */
  private static final double SUFFICIENT = 1e-4;

  private static final double GROWTH = 1.5;

  /** 2^-100 of a step moves nothing. */
  private static final int MOST_HALVINGS = 100;

  private final Settings settings;
  private final KernelRidge ridge;
  private final boolean[] held;
  private final double[] beta;
  private final double[] gradient;

  /** The variable of the descent: w if β = w², else β itself. */
  private final double[] v;

  private final double[] trial;
  private double objective;
  private double stepSize;

  FeatureWeights(Settings settings, KernelRidge ridge, double[] start) {
    this.settings = settings;
    this.ridge = ridge;
    int p = start.length;
    held = new boolean[p];
    beta = new double[p];
    trial = new double[p];
    gradient = new double[p];
    v = new double[p];
    for (int l = 0; l < p; l++) {
      v[l] = settings.square ? Math.sqrt(start[l]) : projected(start[l]);
    }
    evaluate();
  }

  private void evaluate() {
    stepSize = settings.stepSize;
    System.arraycopy(v, 0, trial, 0, v.length);
    writeBeta();
    objective = ridge.objective(beta);
    ridge.gradient(gradient);
  }

  /**
   * Starts the next round of selection: selected weights are held at τ, all others start at zero.
   */
  void restart(boolean[] selected) {
    System.arraycopy(selected, 0, held, 0, held.length);
    for (int l = 0; l < beta.length; l++) {
      v[l] = held[l] ? settings.tau : 0;
    }
    evaluate();
  }

  /**
   * Makes one step.
   *
   * @return whether a step was found; if false, halving found none and nothing has changed
   */
  boolean step() {
    for (int halvings = 0; halvings <= MOST_HALVINGS; halvings++) {
      double promised = move();
      double next = ridge.objective(beta);
      if (!settings.armijo || next <= objective + SUFFICIENT * promised) {
        accept(next);
        return true;
      }
      stepSize *= 0.5;
    }
    System.arraycopy(v, 0, trial, 0, v.length);
    writeBeta();
    objective = ridge.objective(beta);
    return false;
  }

  private void accept(double next) {
    objective = next;
    System.arraycopy(trial, 0, v, 0, v.length);
    ridge.gradient(gradient);
    if (settings.armijo) {
      stepSize = Math.min(GROWTH * stepSize, settings.stepCap);
    }
  }

  /** Writes the step's end to trial and β; returns ⟨gradient, end - start⟩, in w if β = w². */
  private double move() {
    double promised = 0;
    for (int l = 0; l < v.length; l++) {
      double slope = settings.square ? 2 * v[l] * gradient[l] : gradient[l];
      double moved = v[l] - stepSize * slope;
      trial[l] = held[l] ? v[l] : settings.square ? moved : projected(moved);
      promised += slope * (trial[l] - v[l]);
    }
    writeBeta();
    return promised;
  }

  private void writeBeta() {
    for (int l = 0; l < v.length; l++) {
      beta[l] = settings.square ? trial[l] * trial[l] : trial[l];
    }
  }

  private double projected(double weight) {
    return Math.min(Math.max(0.0, weight), settings.betaMax);
  }

  double objective() {
    return objective;
  }

  /** β, not a copy. */
  double[] beta() {
    return beta;
  }

  /** ∇J at β, not a copy. */
  double[] gradient() {
    return gradient;
  }

  /** ‖P(β - ∇J) - β‖∞ over the weights that are free; P projects onto [0, β_max]. */
  double kktResidual() {
    double worst = 0;
    for (int l = 0; l < beta.length; l++) {
      double moved = Math.abs(projected(beta[l] - gradient[l]) - beta[l]);
      worst = held[l] ? worst : Math.max(worst, moved); // NaN stays
    }
    return worst;
  }

  /** Weights that are zero because w² is too small for a double, not by a projection. */
  int underflows() {
    int count = 0;
    for (int l = 0; settings.square && l < v.length; l++) {
      count += beta[l] == 0 && v[l] != 0 ? 1 : 0;
    }
    return count;
  }

  boolean finite() {
    double sum = objective;
    for (int l = 0; l < beta.length; l++) {
      sum += 0 * beta[l] + 0 * gradient[l]; // NaN if any is infinite or NaN
    }
    return Double.isFinite(sum);
  }
}
