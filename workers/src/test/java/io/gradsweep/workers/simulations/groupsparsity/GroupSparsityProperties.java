package io.gradsweep.workers.simulations.groupsparsity;

import static io.gradsweep.workers.simulations.groupsparsity.Fixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Oracles 2, 11 and 12, and what a change of the data does to a run. */
class GroupSparsityProperties {

  private static final int N = 8;
  private static final int P = 6;

  /** A design, responses and a point that are functions of a seed. */
  private static double[] numbers(long seed, int count) {
    double[] out = new double[count];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      out[i] = 2 * random.nextDouble() - 1;
    }
    return out;
  }

  private static LeastSquares data(long seed, double scale) {
    double[] entries = numbers(seed, N * P);
    DesignMatrix x = new DesignMatrix(N, P);
    for (int i = 0; i < N; i++) {
      x.setRow(i, Arrays.copyOfRange(entries, i * P, (i + 1) * P));
    }
    double[] y = numbers(seed + 1, N);
    for (int i = 0; i < N; i++) {
      y[i] *= scale;
    }
    return new LeastSquares(x, y);
  }

  private static Settings small(String algorithm, Object... more) {
    Object[] shape = {"num_samples", N, "dimension", P, "group_size", 1, "n_active_groups", 1};
    Object[] all = new Object[shape.length + more.length];
    System.arraycopy(shape, 0, all, 0, shape.length);
    System.arraycopy(more, 0, all, shape.length, more.length);
    return settings(algorithm, all);
  }

  /** Oracle 2. */
  @Property(seed = "6", tries = 200)
  void uTimesItsSlopeIsDepthTimesThatOfV(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 5) int depth) {
    Settings settings = small("plain_gd", "group_size", 3, "depth", depth);
    double[] u = numbers(seed + 2, 2);
    double[] v = numbers(seed + 3, P);
    double[] byU = new double[2];
    double[] byV = new double[P];
    new GroupNet(settings, data(seed, 1), u, v).gradients(byU, byV);
    for (int l = 0; l < 2; l++) {
      double ofV = 0;
      double size = Math.abs(u[l] * byU[l]);
      for (int i = 3 * l; i < 3 * l + 3; i++) {
        ofV += v[i] * byV[i];
        size += Math.abs(v[i] * byV[i]);
      }
      assertThat(u[l] * byU[l] - depth * ofV).isCloseTo(0, within(1e-12 * depth * size));
    }
  }

  /** Oracle 12. */
  @Property(seed = "6", tries = 100)
  void directionsStayOfUnitNorm(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 20) int halvings,
      @ForAll boolean second) {
    Settings settings =
        small(second ? "alg2" : "alg1", "group_size", 3, "init_scale", Math.scalb(1.0, -halvings));
    GroupNet net = Fixture.net(settings, data(seed, 1));
    for (int k = 0; k < 30; k++) {
      net.step();
      for (int l = 0; l < 2; l++) {
        assertThat(GroupThreshold.norm(net.directions(), l, 3)).isCloseTo(1, within(1e-12));
      }
    }
  }

  /** Oracle 11. */
  @Property(seed = "6", tries = 100)
  void directionsOfSingleWeightsAreSigns(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed, @ForAll boolean second) {
    GroupNet net = Fixture.net(small(second ? "alg2" : "alg1"), data(seed, 1));
    for (int k = 0; k < 30; k++) {
      net.step();
      for (double v : net.directions()) {
        assertThat(Math.abs(v)).isEqualTo(1.0);
      }
    }
  }

  /**
   * Responses times 4^k, gates times 2^k and the step of u over 4^k: the weights times 4^k, to the
   * last bit, because powers of two round nothing.
   */
  @Property(seed = "6", tries = 50)
  void scaledResponsesScaleTheWeights(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = -8, max = 8) int k) {
    double scale = Math.scalb(1.0, 2 * k);
    Settings plain = small("alg1", "group_size", 2, "init_scale", 0.125, "step_size", 0.01);
    Settings scaled =
        small(
            "alg1", "group_size", 2, "init_scale", Math.scalb(0.125, k), "step_size", 0.01 / scale);
    GroupNet net = Fixture.after(40, Fixture.net(plain, data(seed, 1)));
    GroupNet other = Fixture.after(40, Fixture.net(scaled, data(seed, scale)));
    for (int i = 0; i < P; i++) {
      assertThat(other.weights()[i]).isEqualTo(scale * net.weights()[i]);
    }
  }

  /** Claim A6: under the big step, v forgets where it started up to the size of u². */
  @Property(seed = "6", tries = 50)
  void oneBigStepForgetsTheStartOfV(@ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    Settings settings = small("alg1", "group_size", 3, "init_scale", 1e-6);
    double[] first = unit(numbers(seed + 4, P));
    double[] second = unit(numbers(seed + 5, P));
    GroupNet net = Fixture.after(1, new GroupNet(settings, data(seed, 1), first));
    GroupNet other = Fixture.after(1, new GroupNet(settings, data(seed, 1), second));
    for (int i = 0; i < P; i++) {
      assertThat(net.directions()[i]).isCloseTo(other.directions()[i], within(1e-6));
    }
  }

  private static double[] unit(double[] v) {
    for (int l = 0; l < 2; l++) {
      double norm = GroupThreshold.norm(v, l, 3);
      for (int i = 3 * l; i < 3 * l + 3; i++) {
        v[i] /= norm;
      }
    }
    return v;
  }

  /** The proximal map of the group norm: the rest is a subgradient (Moreau). */
  @Property(seed = "6", tries = 200)
  void shrinkingLeavesASubgradient(
      @ForAll @Size(6) double[] raw, @ForAll @DoubleRange(min = 0.01, max = 2) double t) {
    double[] x = new double[6];
    for (int i = 0; i < 6; i++) {
      x[i] = Double.isFinite(raw[i]) ? Math.max(-1e3, Math.min(1e3, raw[i])) : 0;
    }
    double[] shrunk = x.clone();
    GroupThreshold.shrink(shrunk, 2, t);
    for (int l = 0; l < 3; l++) {
      double[] rest = new double[6];
      for (int i = 2 * l; i < 2 * l + 2; i++) {
        rest[i] = x[i] - shrunk[i];
      }
      double norm = GroupThreshold.norm(shrunk, l, 2);
      double ofRest = GroupThreshold.norm(rest, l, 2);
      assertThat(ofRest).isLessThanOrEqualTo(t * (1 + 1e-9));
      if (norm > 0) {
        assertThat(ofRest).isCloseTo(t, within(1e-9 * Math.max(t, norm)));
      }
    }
  }
}
