package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.random.RandomStream;

/**
 * The noise on the gradient of a discrete method. Either the gradient sees other deviations than
 * those from the optimum, or its direction is disturbed afterwards. Nothing is allocated after the
 * start.
 */
interface Noise {

  Noise NONE = new Noise() {};

  /**
   * The deviations that the gradient of one step sees, n + 1 entries.
   *
   * @param e deviations of the iterate from the optimum; not changed
   */
  default double[] seen(double[] e) {
    return e;
  }

  /**
   * Disturbs the direction of one step, n entries in the chart of the step.
   *
   * @param p the iterate, n + 1 probabilities
   */
  default void disturb(double[] p, double[] direction) {}

  /**
   * @param q the optimum, from which mini-batches are drawn
   * @param random kept, and drawn from at every step
   */
  static Noise of(Settings settings, double[] q, RandomStream random) {
    return switch (settings.noiseModel) {
      case NONE -> NONE;
      case MINIBATCH -> settings.batchSize == 0 ? NONE : new MiniBatch(settings, q, random);
      case ADDITIVE -> new Additive(settings, q, random);
      case MULTIPLICATIVE -> new Multiplicative(settings, q, random);
    };
  }

  /**
   * The gradient of B fresh samples, drawn with replacement. Their counts are multinomial, drawn as
   * one binomial after the other, so a step costs the same for any B.
   */
  final class MiniBatch implements Noise {
    private final double[] q;
    private final RandomStream random;
    private final long size;
    private final double[] seen;

    private MiniBatch(Settings settings, double[] q, RandomStream random) {
      this.q = q;
      this.random = random;
      size = settings.batchSize;
      seen = new double[q.length];
    }

    @Override
    public double[] seen(double[] e) {
      long left = size;
      double mass = 1;
      for (int i = 0; i < q.length; i++) {
        boolean last = i == q.length - 1 || q[i] >= mass;
        long count = last ? left : random.nextBinomial(left, q[i] / mass);
        seen[i] = e[i] + (q[i] - (double) count / size);
        left -= count;
        mass -= q[i];
      }
      return seen;
    }
  }

  /**
   * N(0, σ²I) added to the gradient in the chart of the step; the natural gradient multiplies it by
   * the inverse metric, like the gradient. An affine chart is treated in its linear one, where the
   * noise has covariance σ²cG(q) in η and σ²(cG(q))⁻¹ in θ. Both have a square root with one column
   * more than rows, so no matrix is factorised.
   */
  final class Additive implements Noise {
    private final Settings settings;
    private final double[] q;
    private final RandomStream random;
    private final int n;
    private final double[] normal;
    private final double[] noise;

    private Additive(Settings settings, double[] q, RandomStream random) {
      this.settings = settings;
      this.q = q;
      this.random = random;
      n = q.length - 1;
      normal = new double[n + 1];
      noise = new double[n];
    }

    @Override
    public void disturb(double[] p, double[] direction) {
      for (int i = 0; i <= n; i++) {
        normal[i] = settings.noise * random.nextGaussian();
      }
      if (settings.natural) {
        precondition(p);
      } else if (settings.affine()) {
        seenFromLinearChart();
      } else {
        System.arraycopy(normal, 0, noise, 0, n);
      }
      for (int i = 0; i < n; i++) {
        direction[i] += noise[i];
      }
    }

    /** G(p) ξ in η, G(p)⁻¹ ξ in θ. */
    private void precondition(double[] p) {
      if (!settings.theta) {
        Simplex.fisherTimes(p, normal, noise);
        return;
      }
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += normal[i];
      }
      for (int i = 0; i < n; i++) {
        noise[i] = normal[i] / p[i] + sum / p[n];
      }
    }

    private void seenFromLinearChart() {
      double root = Math.sqrt(settings.affineScale);
      if (settings.theta) {
        double last = normal[n] / Math.sqrt(q[n]);
        for (int i = 0; i < n; i++) {
          noise[i] = (normal[i] / Math.sqrt(q[i]) + last) / root;
        }
        return;
      }
      double sum = 0;
      for (int i = 0; i <= n; i++) {
        sum += Math.sqrt(q[i]) * normal[i];
      }
      for (int i = 0; i < n; i++) {
        noise[i] = root * (Math.sqrt(q[i]) * normal[i] - q[i] * sum);
      }
    }
  }

  /** The direction times I + σΔ, the n² entries of Δ uniform on (-1, 1) and fresh at every step. */
  final class Multiplicative implements Noise {
    private final double amplitude;
    private final RandomStream random;
    private final double[] before;

    private Multiplicative(Settings settings, double[] q, RandomStream random) {
      amplitude = settings.noise;
      this.random = random;
      before = new double[q.length - 1];
    }

    @Override
    public void disturb(double[] p, double[] direction) {
      int n = before.length;
      System.arraycopy(direction, 0, before, 0, n);
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum += (2 * random.nextDouble() - 1) * before[j];
        }
        direction[i] += amplitude * sum;
      }
    }
  }
}
