package io.gradsweep.workers.simulations.shallowrelu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.workers.numeric.SymmetricEigen;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Properties of every network: its active sets, sums and invariances. */
class ShallowReluProperties {

  private static double[] points(Random random, int s) {
    return random.doubles(s, -1, 1).sorted().distinct().toArray();
  }

  private static ReluNetwork network(Random random, int m, double[] x) {
    double[] a = random.doubles(m, -2, 2).toArray();
    double[] b = random.doubles(m, -2, 2).toArray();
    for (int i = 0; i < m; i += 5) {
      b[i] = a[i] * x[random.nextInt(x.length)]; // a knot on a sample, to rounding
    }
    a[random.nextInt(m)] = random.nextBoolean() ? 0.0 : -0.0;
    double[] c = random.doubles(m, -2, 2).toArray();
    double[] y = random.doubles(x.length, -1, 1).toArray();
    return new ReluNetwork(a, b, c, 1.0 / m, new ActiveSets(x), y);
  }

  private static boolean active(ReluNetwork network, int i, double x) {
    return network.a()[i] * x - network.b()[i] > 0;
  }

  @Property(tries = 100, seed = "1906")
  void activeSetsAreThoseOfEveryPointEvaluated(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int s) {
    Random random = new Random(seed);
    double[] x = points(random, s);
    ActiveSets sets = new ActiveSets(x);
    int before = random.nextInt(sets.size());
    for (int k = 0; k < 20; k++) {
      double a = k % 7 == 0 ? 0 : random.nextGaussian();
      double b = k % 3 == 0 ? a * x[random.nextInt(x.length)] : random.nextGaussian();
      int set = sets.find(a, b);
      assertThat(sets.find(a, b, before)).isEqualTo(set);
      assertThat(sets.find(a, b, set)).isEqualTo(set);
      assertThat(a * b != 0 && sets.leaves(a, b, set) == 1).isFalse();
      assertThat(before == set || sets.leaves(a, b, before) == 1).isTrue();
      for (int j = 0; j < x.length; j++) {
        boolean in = set <= x.length ? j >= set : j < set - x.length - 1;
        assertThat(in).as("%s x - %s at %s", a, b, x[j]).isEqualTo(a * x[j] - b > 0);
      }
      before = set;
    }
  }

  @Property(tries = 100, seed = "1906")
  void residualsAndGradientAreTheirDefinitions(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int s) {
    Random random = new Random(seed);
    double[] x = points(random, s);
    int m = 2 * (1 + random.nextInt(20));
    ReluNetwork network = network(random, m, x);
    network.evaluate();
    double[] f = new double[x.length];
    network.valuesAt(new ActiveSets(x), f);
    double[][] g = new double[3][m];
    double[] w = random.doubles(x.length, -1, 1).toArray();
    network.pullBack(w, g[0], g[1], g[2]);
    double[] values = new double[x.length];
    for (int i = 0; i < m; i++) {
      double sumC = 0;
      double sumA = 0;
      for (int j = 0; j < x.length; j++) {
        if (active(network, i, x[j])) {
          double h = network.a()[i] * x[j] - network.b()[i];
          values[j] += network.c()[i] * h / m;
          sumC += w[j] * h / m;
          sumA += network.c()[i] * w[j] * x[j] / m;
        }
      }
      assertThat(g[2][i]).isCloseTo(sumC, within(1e-13));
      assertThat(g[0][i]).isCloseTo(sumA, within(1e-13));
    }
    assertThat(f).containsExactly(values, within(1e-13));
  }

  /** P15, the first half. */
  @Property(tries = 100, seed = "1906")
  void orderOfNeuronsDoesNotMatter(@ForAll long seed) {
    Random random = new Random(seed);
    double[] x = points(random, 10);
    ReluNetwork network = network(random, 40, x);
    ReluNetwork reversed = network.copy();
    for (double[] z : new double[][] {reversed.a(), reversed.b(), reversed.c()}) {
      for (int i = 0; i < 20; i++) {
        double last = z[39 - i];
        z[39 - i] = z[i];
        z[i] = last;
      }
    }
    double[] f = new double[10];
    double[] g = new double[10];
    network.valuesAt(new ActiveSets(x), f);
    reversed.valuesAt(new ActiveSets(x), g);
    assertThat(g).containsExactly(f, within(1e-14));
  }

  @Property(tries = 40, seed = "1906")
  void tangentKernelIsTheGramMatrixOfGradients(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int s, @ForAll boolean outer) {
    Random random = new Random(seed);
    double[] x = points(random, s);
    ReluNetwork network = network(random, 30, x);
    network.evaluate();
    TangentKernel kernel = new TangentKernel(network, outer);
    kernel.refresh();
    double[][] gradients = new double[x.length][];
    for (int j = 0; j < x.length; j++) {
      gradients[j] = gradientOfValue(network, j, outer);
    }
    double[] v = random.doubles(x.length, -1, 1).toArray();
    double[] product = new double[x.length];
    kernel.times(v, product);
    for (int j = 0; j < x.length; j++) {
      double sum = 0;
      for (int k = 0; k < x.length; k++) {
        double inner = 0;
        for (int i = 0; i < gradients[j].length; i++) {
          inner += gradients[j][i] * gradients[k][i];
        }
        assertThat(kernel.entry(j, k)).isCloseTo(inner, within(1e-13));
        sum += inner * v[k];
      }
      assertThat(product[j]).isCloseTo(sum, within(1e-12));
    }
    double[] eigenvalues = SymmetricEigen.values(kernel.gram());
    double largest = eigenvalues[eigenvalues.length - 1];
    assertThat(kernel.largestEigenvalue()).isCloseTo(largest, within(1e-6 * largest));
  }

  private static double[] gradientOfValue(ReluNetwork network, int j, boolean outer) {
    double[] unit = new double[network.samples().points().length];
    unit[j] = 1;
    double[][] g = new double[3][network.width()];
    network.pullBack(unit, g[0], g[1], g[2]);
    double[] flat = new double[3 * network.width()];
    for (int k = outer ? 2 : 0; k < 3; k++) {
      System.arraycopy(g[k], 0, flat, k * network.width(), network.width());
    }
    return flat;
  }

  @Property(tries = 50, seed = "1906")
  void splinesInterpolate(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int s) {
    Random random = new Random(seed);
    double[] x = points(random, s);
    double[] y = random.doubles(x.length, -1, 1).toArray();
    assertThat(Splines.linear(x, y, x)).containsExactly(y, within(1e-13));
    assertThat(Splines.naturalCubic(x, y, x)).containsExactly(y, within(1e-13));
    double[] line = Arrays.stream(x).map(t -> 3 - 2 * t).toArray();
    double[] grid = Fixture.grid(x, 77);
    double[] exact = Arrays.stream(grid).map(t -> 3 - 2 * t).toArray();
    assertThat(Splines.naturalCubic(x, line, grid)).containsExactly(exact, within(1e-9));
  }
}
