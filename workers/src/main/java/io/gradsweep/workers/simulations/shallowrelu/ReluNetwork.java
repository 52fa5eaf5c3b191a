package io.gradsweep.workers.simulations.shallowrelu;

import java.util.Arrays;

/**
 * The network f(x) = (1/α) Σ_i c_i (a_i x - b_i)₊ on samples, with the loss L = ½ Σ_j ρ_j², ρ_j =
 * f(x_j) - y_j. A neuron at 0 is not active. Gradients come from sums of ρ and ρx over active sets:
 *
 * <pre>
 *   ∂L/∂a_i = (c_i/α) Σ_j ρ_j x_j,   ∂L/∂b_i = -(c_i/α) Σ_j ρ_j,   ∂L/∂c_i = (1/α) Σ_j ρ_j (a_i x_j - b_i)
 * </pre>
 *
 * over the active samples j. Nothing is allocated after the start.
 */
final class ReluNetwork {

  private final double[] a;
  private final double[] b;
  private final double[] c;
  private final double scale;
  private final ActiveSets samples;
  private final double[] y;
  private final int[] active;

  /** Neurons that have left their active set, and room for all. */
  private final int[] leavers;

  /** Sums of the neurons' lines by active set: odd and even neurons separately, then together. */
  private final double[] lines;

  private final double[] oddLines;
  private final double[] rho;
  private final double[] sums;

  /**
   * @param a inner weights, an even number m of them; kept and moved, as b and c are
   * @param scale 1/α
   * @param samples their positions
   * @param y their values
   */
  ReluNetwork(double[] a, double[] b, double[] c, double scale, ActiveSets samples, double[] y) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.scale = scale;
    this.samples = samples;
    this.y = y;
    active = new int[a.length];
    for (int i = 0; i < a.length; i++) {
      active[i] = samples.find(a[i], b[i]);
    }
    leavers = new int[a.length];
    lines = new double[2 * samples.size()];
    oddLines = new double[lines.length];
    sums = new double[lines.length];
    rho = new double[y.length];
  }

  int width() {
    return a.length;
  }

  double[] a() {
    return a;
  }

  double[] b() {
    return b;
  }

  double[] c() {
    return c;
  }

  /** 1/α. */
  double scale() {
    return scale;
  }

  ActiveSets samples() {
    return samples;
  }

  /** The active set of neuron i, as of the last {@link #evaluate} or {@link #descend}. */
  int active(int i) {
    return active[i];
  }

  /** ρ, as of the last {@link #evaluate}. */
  double[] residuals() {
    return rho;
  }

  /** Finds active sets and residuals at the present parameters, and returns the loss. */
  double evaluate() {
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      leavers[count] = i;
      count += samples.leaves(a[i], b[i], active[i]);
    }
    return residualsAndLoss(count);
  }

  /**
   * z ← z - h ∇L, from the residuals of the last {@link #evaluate}, and evaluates there: returns
   * the loss after the step.
   */
  double descend(double h) {
    samples.sumOverPoints(rho, h * scale, sums);
    // no processor can predict whether a neuron leaves its set, and a wrong prediction costs more
    // than its step: leavers are counted without a branch, and handled separately; numbers that are
    // used again have names, since no compiler knows that a store to one array does not change the
    // others
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      int set = active[i];
      double rx = sums[2 * set];
      double r = sums[2 * set + 1];
      double nextA = a[i] - c[i] * rx;
      double nextB = b[i] + c[i] * r;
      c[i] -= a[i] * rx - b[i] * r;
      a[i] = nextA;
      b[i] = nextB;
      leavers[count] = i;
      count += samples.leaves(nextA, nextB, set);
    }
    return residualsAndLoss(count);
  }

  /**
   * Computes residuals and loss, after the first so many leavers have been given their active sets.
   */
  private double residualsAndLoss(int count) {
    for (int k = 0; k < count; k++) {
      int i = leavers[k];
      active[i] = samples.find(a[i], b[i], active[i]);
    }
    Arrays.fill(lines, 0);
    Arrays.fill(oddLines, 0);
    // two independent sums, so that additions need not wait for each other; pairs that cancel do so
    // exactly, because their two sums see the same numbers in the same order
    for (int i = 0; i < a.length; i += 2) {
      addLine(i, lines);
      addLine(i + 1, oddLines);
    }
    for (int k = 0; k < lines.length; k++) {
      lines[k] += oddLines[k];
    }
    samples.sumOverSets(lines, rho);
    return lossOfResiduals();
  }

  private void addLine(int i, double[] lines) {
    int set = active[i];
    double p = c[i] * a[i];
    double q = c[i] * b[i];
    lines[2 * set] += p;
    lines[2 * set + 1] += q;
  }

  private double lossOfResiduals() {
    double squares = 0;
    for (int j = 0; j < rho.length; j++) {
      rho[j] = scale * rho[j] - y[j];
      squares += rho[j] * rho[j];
    }
    return 0.5 * squares;
  }

  /**
   * c ← from - Σ_j w_j ∂f(x_j)/∂c: moves the outer layer alone, with any weights of the samples.
   */
  void setOuterLayer(double[] from, double[] w) {
    samples.sumOverPoints(w, scale, sums);
    for (int i = 0; i < a.length; i++) {
      c[i] = from[i] - (a[i] * sums[2 * active[i]] - b[i] * sums[2 * active[i] + 1]);
    }
  }

  /** Σ_j w_j ∂f(x_j)/∂z at the present parameters: for w = ρ, the gradient of the loss. */
  void pullBack(double[] w, double[] outA, double[] outB, double[] outC) {
    samples.sumOverPoints(w, scale, sums);
    for (int i = 0; i < a.length; i++) {
      double wx = sums[2 * active[i]];
      double sum = sums[2 * active[i] + 1];
      outA[i] = c[i] * wx;
      outB[i] = 0.0 - c[i] * sum;
      outC[i] = a[i] * wx - b[i] * sum;
    }
  }

  /** Share of the neurons that are active on no sample, as of the last {@link #evaluate}. */
  double deadFraction() {
    int dead = 0;
    for (int set : active) {
      dead += samples.isEmpty(set) ? 1 : 0;
    }
    return (double) dead / a.length;
  }

  /** f at any ascending points. */
  void valuesAt(ActiveSets points, double[] out) {
    double[] lines = new double[2 * points.size()];
    for (int i = 0; i < a.length; i++) {
      int set = points.find(a[i], b[i]);
      lines[2 * set] += c[i] * a[i];
      lines[2 * set + 1] += c[i] * b[i];
    }
    scaledSums(points, lines, out);
  }

  /**
   * At any ascending points, f + ∂f/∂z · Δz with Δz = -Σ_j w_j ∂f(x_j)/∂z, or with the part of it
   * that belongs to the outer layer: (1/α) Σ_i [(c_i + Δc_i)(a_i x - b_i) + c_i (Δa_i x - Δb_i)]
   * over the active neurons.
   */
  void linearisedAt(ActiveSets points, double[] w, boolean outerLayerOnly, double[] out) {
    double[] changeA = new double[a.length];
    double[] changeB = new double[a.length];
    double[] changeC = new double[a.length];
    pullBack(w, changeA, changeB, changeC);
    double inner = outerLayerOnly ? 0 : 1;
    double[] lines = new double[2 * points.size()];
    for (int i = 0; i < a.length; i++) {
      int set = points.find(a[i], b[i]);
      double outer = c[i] - changeC[i];
      lines[2 * set] += outer * a[i] - inner * c[i] * changeA[i];
      lines[2 * set + 1] += outer * b[i] - inner * c[i] * changeB[i];
    }
    scaledSums(points, lines, out);
  }

  private void scaledSums(ActiveSets points, double[] lines, double[] out) {
    points.sumOverSets(lines, out);
    for (int j = 0; j < out.length; j++) {
      out[j] *= scale;
    }
  }

  /** A network at the same parameters, on the same samples. */
  ReluNetwork copy() {
    return new ReluNetwork(a.clone(), b.clone(), c.clone(), scale, samples, y);
  }
}
