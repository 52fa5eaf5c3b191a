package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.numeric.CholeskyFactor;
import io.gradsweep.workers.numeric.DenseMatrix;
import java.nio.DoubleBuffer;

/**
 * Compares the flow with a trust-region Newton method on the linear model, which it equals: with w
 * the stacked columns of W, H = ∇²L₀(w), M = 𝔇⁻¹ - δH and 0 < δ < 1/λ_max(𝔇H), the step v = δw'
 * is the minimiser of gᵀv + ½vᵀHv over ‖v‖_M ≤ ‖δw'‖_M, and its multiplier is 1/δ. Here the
 * minimiser is found independently, by bisection of the secular equation; w' comes from A' and B',
 * not from 𝔇.
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
    double[][] h = objective.hessian(model.w());
    double[] spectrum = WeightOperator.spectrumWith(WeightOperator.of(model), h);
    double delta = fraction / spectrum[h.length - 1];
    double[] v = velocity(model, gradient);
    for (int i = 0; i < v.length; i++) {
      v[i] *= delta;
    }
    return new Step(new Subproblem(h, stacked(model.g()), metric(model, h, delta)), v, delta);
  }

  /** The columns of a matrix, one below the other. */
  private static double[] stacked(DenseMatrix matrix) {
    double[] entries = new double[matrix.rows() * matrix.columns()];
    for (int j = 0; j < matrix.columns(); j++) {
      for (int a = 0; a < matrix.rows(); a++) {
        entries[j * matrix.rows() + a] = matrix.get(a, j);
      }
    }
    return entries;
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

  /** W' = B'U⁻¹ + γ W S'U⁻¹, with B' = -∂B, A' = -∂A and S'_·j = J_j A'_·j; its columns stacked. */
  static double[] velocity(ImplicitModel model, double[] gradient) {
    int m = model.w().columns();
    double[] s = model.layer().s();
    DenseMatrix velocity = new DenseMatrix(model.w().rows(), m);
    for (int j = 0; j < m; j++) {
      double mean = 0;
      for (int i = 0; i < m; i++) {
        mean -= s[i * m + j] * gradient[i * m + j];
      }
      for (int a = 0; a < velocity.rows(); a++) {
        double sum = 0;
        for (int i = 0; i < m; i++) {
          sum += model.w().get(a, i) * s[i * m + j] * (-gradient[i * m + j] - mean);
        }
        velocity.set(a, j, -gradient[m * m + a * m + j] + model.layer().gamma() * sum);
      }
    }
    model.layer().timesInverse(velocity);
    return stacked(velocity);
  }

  /** 𝔇⁻¹ - δH, 𝔇⁻¹ = (U ⊗ I) blockdiag_j(T_j⁻¹) (Uᵀ ⊗ I). */
  private static double[][] metric(ImplicitModel model, double[][] h, double delta) {
    int m = model.w().columns();
    int outputs = model.w().rows();
    double[] u = model.layer().u();
    double[][][] t = WeightOperator.blocks(model);
    double[][] metric = new double[h.length][h.length];
    for (int j = 0; j < m; j++) {
      double unit = t[j][0][0];
      double[][] inverse = inverse(t[j], unit);
      for (int row = 0; row < h.length; row++) {
        for (int column = 0; column < h.length; column++) {
          double product = u[row / outputs * m + j] * u[column / outputs * m + j];
          metric[row][column] += product * inverse[row % outputs][column % outputs] / unit;
        }
      }
    }
    for (int row = 0; row < h.length; row++) {
      for (int column = 0; column < h.length; column++) {
        metric[row][column] -= delta * h[row][column];
      }
    }
    return metric;
  }

  /** (T/unit)⁻¹: exactly 1 if T is the unit alone. */
  private static double[][] inverse(double[][] t, double unit) {
    int size = t.length;
    double[][] scaled = new double[size][size];
    for (int a = 0; a < size; a++) {
      for (int b = 0; b < size; b++) {
        scaled[a][b] = t[a][b] / unit;
      }
    }
    CholeskyFactor factor = new CholeskyFactor(size);
    factor.factorise(DenseMatrix.of(scaled));
    double[][] inverse = new double[size][size];
    for (int a = 0; a < size; a++) {
      DoubleBuffer column = DenseMatrix.vector(size);
      column.put(a, 1);
      factor.solve(column);
      column.get(0, inverse[a]);
    }
    return inverse;
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
