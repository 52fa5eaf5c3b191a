package io.gradsweep.workers.simulations.shallowrelu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** Oracles P1, P2, P14 and P15, and trajectories of an independent script. */
class TestReluNetwork {

  private static final double[] PROBES = {-0.77, 0.13, 0.86};

  /** The start of the script, by its formulas. */
  private static ReluNetwork scripted(double omega, double beta) {
    int m = 24;
    double[] a = new double[m];
    double[] b = new double[m];
    double[] c = new double[m];
    for (int i = 0; i < m; i++) {
      a[i] = omega * (i % 3 == 0 ? 1 : -1);
      b[i] = a[i] * (-0.97 + 1.94 * (i * 0.6180339887498949 % 1));
      c[i] = (i % 2 == 0 ? 1 : -1) / omega;
    }
    ActiveSets samples = new ActiveSets(Fixture.midpoints(10));
    double scale = 1 / StrictMath.pow(m, beta);
    return new ReluNetwork(a, b, c, scale, samples, Fixture.squareWave());
  }

  private static double stepSize(double omega, double beta) {
    return omega == 0.5 ? 0.5 : omega == 100 ? 1e-4 : omega == 10 ? 1e-3 : beta == 1 ? 1 : 0.02;
  }

  /** Two hundred steps amplify rounding little. */
  @Test
  void descentFollowsTheScriptsTrajectories() {
    for (String[] row : Fixture.oracle("trajectory")) {
      double omega = Double.parseDouble(row[0]);
      double beta = Double.parseDouble(row[1]);
      ReluNetwork network = scripted(omega, beta);
      double loss = network.evaluate();
      for (int k = 0; k < Integer.parseInt(row[2]); k++) {
        loss = network.descend(stepSize(omega, beta));
      }
      TangentKernel kernel = new TangentKernel(network, false);
      kernel.refresh();
      double[] f = new double[PROBES.length];
      network.valuesAt(new ActiveSets(PROBES), f);
      String what = String.join(",", row);
      assertThat(loss).as(what).isCloseTo(Double.parseDouble(row[3]), within(1e-10));
      double sharpness = Double.parseDouble(row[4]);
      assertThat(kernel.largestEigenvalue())
          .as(what)
          .isCloseTo(sharpness, within(1e-9 * sharpness));
      for (int p = 0; p < f.length; p++) {
        assertThat(f[p]).as(what).isCloseTo(Double.parseDouble(row[5 + p]), within(1e-10));
      }
    }
  }

  /**
   * P4 by the script: the reduced flow is the script's, δ stays; the flow of all parameters is the
   * same one up to what kinks cost a Runge-Kutta step.
   */
  @Test
  void bothFlowsAreTheScriptsReducedOne() {
    for (String[] row : Fixture.oracle("reduced")) {
      flowIsTheScripts(row, "reduced_flow", 1e-9);
      flowIsTheScripts(row, "rk4_flow", 1e-3);
    }
  }

  private static void flowIsTheScripts(String[] row, String optimizer, double tolerance) {
    double[] numbers = Arrays.stream(row).mapToDouble(Double::parseDouble).toArray();
    ReluNetwork network = scripted(numbers[0], 1);
    double[] before = deltas(network);
    network.evaluate();
    Descent flow =
        Descent.of(new Settings(Fixture.trial(0, "optimizer", optimizer).params()), network);
    double loss = Double.NaN;
    for (int k = 0; k < numbers[2]; k++) {
      loss = flow.step(numbers[1]);
    }
    double[] f = new double[PROBES.length];
    network.valuesAt(new ActiveSets(PROBES), f);
    assertThat(loss).as(optimizer).isCloseTo(numbers[3], within(tolerance * numbers[3]));
    assertThat(f)
        .as(optimizer)
        .containsExactly(Arrays.copyOfRange(numbers, 4, 4 + f.length), within(tolerance));
    if (optimizer.equals("reduced_flow")) {
      double largest = Arrays.stream(before).map(Math::abs).max().orElseThrow();
      assertThat(deltas(network)).containsExactly(before, within(1e-12 * Math.max(1, largest)));
    }
  }

  private static double[] deltas(ReluNetwork network) {
    double[] delta = new double[network.width()];
    for (int i = 0; i < delta.length; i++) {
      double a = network.a()[i];
      double b = network.b()[i];
      double c = network.c()[i];
      delta[i] = c * c - a * a - b * b;
    }
    return delta;
  }

  /** P1: central differences with steps of 1e-6, where no knot is within 1e-3 of a sample. */
  @Test
  void gradientIsThatOfCentralDifferences() {
    ReluNetwork network = scripted(1.3, 0.5);
    for (int i = 0; i < network.width(); i++) {
      for (double x : network.samples().points()) {
        assertThat(Math.abs(network.a()[i] * x - network.b()[i])).isGreaterThan(1e-3);
      }
    }
    double[][] gradient = new double[3][network.width()];
    network.evaluate();
    network.pullBack(network.residuals(), gradient[0], gradient[1], gradient[2]);
    double[][] z = {network.a(), network.b(), network.c()};
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < network.width(); i++) {
        double difference = centralDifference(z[k], i, network::evaluate);
        assertThat(gradient[k][i]).isCloseTo(difference, within(1e-8));
      }
    }
  }

  private static double centralDifference(double[] z, int i, DoubleSupplier loss) {
    double h = 1e-6;
    double here = z[i];
    z[i] = here + h;
    double above = loss.getAsDouble();
    z[i] = here - h;
    double below = loss.getAsDouble();
    z[i] = here;
    return (above - below) / (2 * h);
  }

  /** P2: δ = c² - a² - b² changes by h²(g_c² - g_a² - g_b²) in one step. */
  @Test
  void oneStepChangesDeltaBySquaresOfTheGradient() {
    ReluNetwork network = scripted(1, 1);
    network.evaluate();
    int m = network.width();
    double[][] g = new double[3][m];
    network.pullBack(network.residuals(), g[0], g[1], g[2]);
    ReluNetwork before = network.copy();
    double h = 0.7;
    network.descend(h);
    for (int i = 0; i < m; i++) {
      double change = delta(network, i) - delta(before, i);
      double identity = h * h * (g[2][i] * g[2][i] - g[0][i] * g[0][i] - g[1][i] * g[1][i]);
      assertThat(change).isCloseTo(identity, within(1e-13));
    }
  }

  private static double delta(ReluNetwork network, int i) {
    double a = network.a()[i];
    double b = network.b()[i];
    double c = network.c()[i];
    return c * c - a * a - b * b;
  }

  /** P14: what is zero, and shall be, never moves. */
  @Test
  void nothingMovesWhereTheFirstFunctionIsTheTarget() {
    ReluNetwork drawn = Fixture.problem(3, "width", 64, "layer_scale_ratio", 0.7).start();
    ReluNetwork network =
        new ReluNetwork(
            drawn.a(), drawn.b(), drawn.c(), drawn.scale(), drawn.samples(), new double[10]);
    ReluNetwork start = network.copy();
    for (int k = 0; k < 1000; k++) {
      assertThat(network.evaluate()).isZero();
      network.descend(10);
    }
    assertThat(network.a()).containsExactly(start.a());
    assertThat(network.b()).containsExactly(start.b());
    assertThat(network.c()).containsExactly(start.c());
  }

  /** P15, the second half: the layers' scales do not change the function. */
  @Test
  void firstFunctionDoesNotDependOnTheRatioOfTheLayers() {
    ActiveSets grid = new ActiveSets(Fixture.grid(Fixture.midpoints(10), 301));
    double[] one = new double[301];
    double[] other = new double[301];
    for (double omega : new double[] {0.01, 0.3, 7, 1e4}) {
      Object[] values = {"width", 64, "antisymmetric", false, "layer_scale_ratio", 1.0};
      Fixture.problem(1, values).start().valuesAt(grid, one);
      values[5] = omega;
      Fixture.problem(1, values).start().valuesAt(grid, other);
      assertThat(other).containsExactly(one, within(1e-14));
    }
  }

  @Test
  void aNeuronWhoseKnotIsOnASampleIsNotActiveThere() {
    double[] x = {-0.5, 0.25, 0.75};
    ActiveSets samples = new ActiveSets(x);
    assertThat(samples.find(2, 0.5)).isEqualTo(2);
    assertThat(samples.find(-2, -0.5)).isEqualTo(4 + 1);
    assertThat(samples.find(0, -1)).isEqualTo(0);
    assertThat(samples.isEmpty(samples.find(0, 0))).isTrue();
  }
}
