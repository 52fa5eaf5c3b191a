package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.numeric.CholeskyFactor;
import io.gradsweep.workers.numeric.DenseMatrix;
import java.nio.DoubleBuffer;

/**
 * Compares the flow with a trust-region Newton method on the linear model, which it equals for one
 * output: with H = ∇²L₀(w), M = 𝔇⁻¹ - δH and 0 < δ < 1/λ_max(𝔇H), the step v = δw' is the
 * minimiser of gᵀv + ½vᵀHv over ‖v‖_M ≤ ‖δw'‖_M, and its multiplier is 1/δ. Here the minimiser is
 * found independently, by bisection of the secular equation; w' comes from A' and B', not from 𝔇.
 *
 * @param difference ‖v - v*‖₂/‖v*‖₂
 * @param multiplierError |multiplier · δ - 1|
 */
record TrustRegion(double difference, double multiplierError) {

  private static final int BISECTIONS = 200;

  /**
   * @param gradient of A and B at the last evaluation of the model
   * @param fraction δ/δ_max
   */
  static TrustRegion compare(
      ImplicitModel model, Objective objective, double[] gradient, double fraction) {
    return step(model, objective, gradient, fraction).compare();
  }

  /** The flow's step δw' and the problem that it solves. */
  static Step step(ImplicitModel model, Objective objective, double[] gradient, double fraction) {
    int m = model.w().columns();
    double[][] h = objective.hessian(model.w());
    double[] spectrum = WeightOperator.spectrumWith(WeightOperator.of(model), h);
    double delta = fraction / spectrum[m - 1];
    double[] v = velocity(model, gradient);
    for (int i = 0; i < m; i++) {
      v[i] *= delta;
    }
    double[] g = new double[m];
    model.g().readRow(0, g);
    return new Step(new Subproblem(h, g, metric(model, h, delta)), v, delta);
  }

  /** A step v = δw', and the problem that it should solve. */
  record Step(Subproblem problem, double[] v, double delta) {

    TrustRegion compare() {
      double multiplier = problem.multiplier(problem.norm(v));
      double[] best = problem.step(multiplier);
      double difference = 0;
      double size = 0;
      for (int i = 0; i < v.length; i++) {
        difference += (v[i] - best[i]) * (v[i] - best[i]);
        size += best[i] * best[i];
      }
      return new TrustRegion(Math.sqrt(difference / size), Math.abs(multiplier * delta - 1));
    }
  }

  /** w' = B'U⁻¹ + γ w S'U⁻¹, with B' = -∂B, A' = -∂A and S'_·j = J_j A'_·j. */
  static double[] velocity(ImplicitModel model, double[] gradient) {
    int m = model.w().columns();
    double[] s = model.layer().s();
    DenseMatrix row = new DenseMatrix(1, m);
    for (int j = 0; j < m; j++) {
      double mean = 0;
      for (int i = 0; i < m; i++) {
        mean -= s[i * m + j] * gradient[i * m + j];
      }
      double sum = 0;
      for (int i = 0; i < m; i++) {
        sum += model.w().get(0, i) * s[i * m + j] * (-gradient[i * m + j] - mean);
      }
      row.set(0, j, -gradient[m * m + j] + model.layer().gamma() * sum);
    }
    model.layer().timesInverse(row);
    double[] velocity = new double[m];
    row.readRow(0, velocity);
    return velocity;
  }

  /** 𝔇⁻¹ - δH, 𝔇⁻¹ = U diag(1/T_j) Uᵀ. */
  private static double[][] metric(ImplicitModel model, double[][] h, double delta) {
    int m = h.length;
    double[] u = model.layer().u();
    double[][][] t = WeightOperator.blocks(model);
    double[][] metric = new double[m][m];
    for (int i = 0; i < m; i++) {
      for (int k = 0; k < m; k++) {
        double sum = 0;
        for (int j = 0; j < m; j++) {
          sum += u[i * m + j] * u[k * m + j] / t[j][0][0];
        }
        metric[i][k] = sum - delta * h[i][k];
      }
    }
    return metric;
  }

  /**
   * min gᵀv + ½vᵀHv over ‖v‖_M ≤ r: (H + λM)v = -g with ‖v(λ)‖_M = r, and the norm decreases with
   * λ.
   */
  record Subproblem(double[][] h, double[] g, double[][] metric) {

    /** The λ for which the step's length equals the radius, to the last bit. */
    double multiplier(double radius) {
      double low = 0;
      double high = 1;
      while (norm(step(high)) > radius) {
        low = high;
        high *= 2;
      }
      for (int k = 0; k < BISECTIONS; k++) {
        double middle = 0.5 * (low + high);
        if (!(middle > low && middle < high)) {
          break;
        }
        if (norm(step(middle)) > radius) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return high;
    }

    /** v(λ). */
    double[] step(double lambda) {
      int m = g.length;
      double[][] shifted = new double[m][m];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          shifted[i][j] = h[i][j] + lambda * metric[i][j];
        }
      }
      CholeskyFactor factor = new CholeskyFactor(m);
      factor.factorise(DenseMatrix.of(shifted));
      DoubleBuffer x = DenseMatrix.vector(m);
      for (int i = 0; i < m; i++) {
        x.put(i, -g[i]);
      }
      factor.solve(x);
      double[] v = new double[m];
      x.get(0, v);
      return v;
    }

    /** ‖v‖_M. */
    double norm(double[] v) {
      double sum = 0;
      for (int i = 0; i < v.length; i++) {
        for (int j = 0; j < v.length; j++) {
          sum += v[i] * metric[i][j] * v[j];
        }
      }
      if (!(sum >= 0)) {
        throw new NumericalBreakdown("the trust region's metric: vᵀMv = %s".formatted(sum));
      }
      return Math.sqrt(sum);
    }

    /** gᵀv + ½vᵀHv. */
    double value(double[] v) {
      double sum = 0;
      for (int i = 0; i < v.length; i++) {
        sum += g[i] * v[i];
        for (int j = 0; j < v.length; j++) {
          sum += 0.5 * v[i] * h[i][j] * v[j];
        }
      }
      return sum;
    }
  }
}
