package io.gradsweep.workers.simulations.groupsparsity;

import static io.gradsweep.workers.simulations.groupsparsity.Fixture.TRUTH;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.U;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.V;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.after;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.data;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.net;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.oracle;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.settings;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.squaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracles 1 to 4, 7 and 11 to 13: the network's gradients, flows and steps. */
class TestGroupNet {

  private static final Offset<Double> WITHIN = within(1e-10);
  private static final Offset<Double> AFTER_200 = within(1e-8);

  private static GroupNet at(Settings settings, double[] u, double[] v) {
    return new GroupNet(settings, data(), u.clone(), v.clone());
  }

  private static double loss(GroupNet net, int lossScale) {
    double square = 0;
    for (double r : net.residual()) {
      square += r * r;
    }
    return lossScale * square / (2 * net.residual().length);
  }

  /** Oracle 1. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "2, 2", "3, 1"})
  void gradientsAreThoseOfCentralDifferences(int depth, int lossScale) {
    Settings settings = settings("plain_gd", "depth", depth, "loss_scale", lossScale);
    double[] byU = new double[2];
    double[] byV = new double[4];
    at(settings, U, V).gradients(byU, byV);
    double h = 1e-6;
    for (int i = 0; i < 6; i++) {
      double[] values = new double[2];
      for (int side = 0; side < 2; side++) {
        double[] u = U.clone();
        double[] v = V.clone();
        double[] moved = i < 2 ? u : v;
        moved[i < 2 ? i : i - 2] += side == 0 ? h : -h;
        values[side] = loss(at(settings, u, v), lossScale);
      }
      double difference = (values[0] - values[1]) / (2 * h);
      assertThat(i < 2 ? byU[i] : byV[i - 2]).isCloseTo(difference, within(1e-8));
    }
  }

  /** Oracle 13. */
  @Test
  void lossAndGradientsAreThoseOfTheFixture() {
    GroupNet net = at(settings("plain_gd"), U, V);
    double[] byU = new double[2];
    double[] byV = new double[4];
    net.gradients(byU, byV);
    assertThat(loss(net, 1)).isCloseTo(1.10733354555054, within(1e-10));
    assertThat(byU).containsExactly(new double[] {-0.227965014994554, -0.053278700638757}, WITHIN);
    assertThat(byV)
        .containsExactly(
            new double[] {
              -0.076820299901047, -0.246546118792669, -0.013095222863798, 0.010158095591686
            },
            WITHIN);
  }

  /** Oracle 13. */
  @Test
  void oneStepOfAlgorithm1IsThatOfTheFixture() {
    GroupNet net = after(1, net(settings("alg1"), data()));
    assertThat(net.gates())
        .containsExactly(new double[] {0.101875659959317, 0.10001329643327}, WITHIN);
    assertThat(net.directions())
        .containsExactly(
            new double[] {
              0.30096962402753, 0.953633727073832, 0.76046866931462, -0.649374624535677
            },
            WITHIN);
    assertThat(squaredError(net.weights(), TRUTH)).isCloseTo(4.954370729664309, WITHIN);
  }

  /** Oracle 13. */
  @Test
  void twoHundredStepsOfAlgorithm1AreThoseOfTheFixture() {
    GroupNet net = after(200, net(settings("alg1"), data()));
    assertThat(net.gates())
        .containsExactly(new double[] {1.457004000658652, 0.166145641573667}, AFTER_200);
    assertThat(net.directions())
        .containsExactly(
            new double[] {
              0.441219075521283, 0.89739942466894, 0.893997695683379, -0.448071556911181
            },
            AFTER_200);
    assertThat(squaredError(net.weights(), TRUTH)).isCloseTo(0.013790408241940, AFTER_200);
  }

  /** Oracle 13. */
  @Test
  void freshUpdatesAreThoseOfTheFixture() {
    Settings fresh = settings("alg1", "u_update", "fresh");
    GroupNet net = after(1, net(fresh, data()));
    assertThat(net.gates())
        .containsExactly(new double[] {0.10211908240333, 0.100422288404074}, WITHIN);
    assertThat(squaredError(net.weights(), TRUTH)).isCloseTo(4.954154101150327, WITHIN);
    after(199, net);
    assertThat(net.gates())
        .containsExactly(new double[] {1.457156784045752, 0.166705601715022}, AFTER_200);
    assertThat(squaredError(net.weights(), TRUTH)).isCloseTo(0.013699278321786, AFTER_200);
  }

  /** Oracle 13. */
  @Test
  void algorithm2AfterTwentyBigStepsIsThatOfTheFixture() {
    Settings settings =
        settings("alg2", "switch_rule", "iteration", "switch_iteration", 20, "v_step_size", 0.01);
    GroupNet net = after(200, net(settings, data()));
    assertThat(net.switchedAt()).isEqualTo(20);
    assertThat(net.gates())
        .containsExactly(new double[] {1.449381970333427, 0.167976681895646}, AFTER_200);
    assertThat(squaredError(net.weights(), TRUTH)).isCloseTo(0.025257529060857, AFTER_200);
  }

  /** Other depths, the mean square and plain descent, by the script. */
  @Test
  void otherNetworksAreThoseOfTheScript() {
    assertFixture("alg1_depth1", 50, settings("alg1", "depth", 1));
    assertFixture("alg1_depth3", 50, settings("alg1", "depth", 3, "init_scale", 0.4));
    assertFixture("alg1_mean_square", 30, settings("alg1", "loss_scale", 2));
    assertFixture("plain_gd", 100, settings("plain_gd", "init_scale", 0.3, "step_size", 0.05));
  }

  private static void assertFixture(String name, long steps, Settings settings) {
    GroupNet net = after(steps, net(settings, data()));
    double[] expected = oracle(name);
    for (int i = 0; i < 6; i++) {
      double actual = i < 2 ? net.gates()[i] : net.directions()[i - 2];
      assertThat(actual).as(name).isCloseTo(expected[i], within(1e-8));
    }
  }

  /** Oracle 3: Euler steps leave the balance at order one, and RK4 keeps it. */
  @Test
  void balanceIsKeptByTheFlowAndLeftByEulerStepsAtOrderOne() {
    double[] drifts = new double[3];
    double[] steps = {1e-2, 1e-3, 1e-4};
    for (int i = 0; i < steps.length; i++) {
      GroupNet net = at(settings("plain_gd", "step_size", steps[i]), U, V);
      drifts[i] = after(Math.round(20 / steps[i]), net).balanceDrift();
    }
    assertThat(drifts[0] / drifts[1]).isBetween(8.0, 12.0);
    assertThat(drifts[1] / drifts[2]).isBetween(8.0, 12.0);
    assertThat(rungeKuttaDrift(0.01, 2000)).isLessThan(1e-9);
  }

  private static double rungeKuttaDrift(double h, int steps) {
    double[] x = {U[0], U[1], V[0], V[1], V[2], V[3]};
    double[] before = {balance(x, 0), balance(x, 1)};
    for (int k = 0; k < steps; k++) {
      double[] k1 = velocity(x);
      double[] k2 = velocity(moved(x, k1, h / 2));
      double[] k3 = velocity(moved(x, k2, h / 2));
      double[] k4 = velocity(moved(x, k3, h));
      for (int i = 0; i < x.length; i++) {
        x[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
      }
    }
    return Math.max(Math.abs(balance(x, 0) - before[0]), Math.abs(balance(x, 1) - before[1]));
  }

  private static double balance(double[] x, int l) {
    double a = x[2 + 2 * l];
    double b = x[3 + 2 * l];
    return x[l] * x[l] / 2 - a * a - b * b;
  }

  private static double[] velocity(double[] x) {
    double[] byU = new double[2];
    double[] byV = new double[4];
    double[] u = {x[0], x[1]};
    double[] v = {x[2], x[3], x[4], x[5]};
    at(settings("plain_gd"), u, v).gradients(byU, byV);
    return new double[] {-byU[0], -byU[1], -byV[0], -byV[1], -byV[2], -byV[3]};
  }

  private static double[] moved(double[] x, double[] velocity, double h) {
    double[] y = x.clone();
    for (int i = 0; i < y.length; i++) {
      y[i] += h * velocity[i];
    }
    return y;
  }

  /** Oracle 4: u² = m/(1 + (m/α² - 1)e^(-4mt)) on an orthonormal group, with its errors at h. */
  @Test
  void oneGroupGrowsLogisticallyAtOrderOne() {
    assertThat(logisticError(1e-3)).isCloseTo(0.0835, within(5e-5));
    assertThat(logisticError(1e-4)).isCloseTo(0.00835, within(5e-6));
    assertThat(logisticError(1e-5)).isCloseTo(0.000835, within(5e-7));
  }

  private static double logisticError(double h) {
    double m = 5;
    double alpha = 1e-3;
    double root = Math.sqrt(2);
    Settings settings =
        settings("alg1", "num_samples", 2, "dimension", 2, "init_scale", alpha, "step_size", h);
    double[][] x = {{root, 0}, {0, root}};
    GroupNet net = net(settings, data(x, new double[] {m / root, m / root}));
    double worst = 0;
    for (int k = 0; k * h <= 1; k++) {
      double exact = m / (1 + (m / (alpha * alpha) - 1) * StrictMath.exp(-4 * m * k * h));
      worst = Math.max(worst, Math.abs(net.gates()[0] * net.gates()[0] - exact));
      net.step();
    }
    return worst;
  }

  /** Near the solution, the error falls by the theory's rate. */
  @ParameterizedTest
  @CsvSource({"1, 80", "2, 80", "3, 25"})
  void orthonormalGroupContractsAsTheTheorySays(int depth, int steps) {
    double root = Math.sqrt(2);
    Settings settings =
        settings(
            "alg1",
            "num_samples",
            2,
            "dimension",
            2,
            "init_scale",
            0.9,
            "depth",
            depth,
            "signal",
            "constant",
            "signal_value",
            2.0);
    double[] truth = {2, 2};
    GroupNet net = net(settings, data(new double[][] {{root, 0}, {0, root}}, truth));
    after(steps, net);
    double before = squaredError(net.weights(), truth);
    after(1, net);
    double rate = -StrictMath.log(squaredError(net.weights(), truth) / before);
    assertThat(Theory.of(settings).rate()).isCloseTo(rate, within(2e-3 * rate));
  }

  /**
   * Oracle 7: the coordinate maps G_i = u²v_i of a group do not commute, which no mirror descent
   * allows: [∇G_i, ∇G_j] = 4u²(v_i e_j - v_j e_i) in the block of v, and its product with ∇G_j is
   * 4u⁴v_i. This shows non-commutation, and does not prove the paper's theorem again.
   */
  @Test
  void coordinateMapsOfOneGroupDoNotCommute() {
    double[] x = {0.5, 0.1, 0.2}; // u, v
    double[] bracket = bracket(x);
    assertThat(bracket[0]).isCloseTo(0, within(1e-5));
    assertThat(bracket[1]).isCloseTo(-4 * 0.25 * 0.2, within(1e-5));
    assertThat(bracket[2]).isCloseTo(4 * 0.25 * 0.1, within(1e-5));
    double[] gradient = coordinateGradient(x, 1);
    double product = 0;
    for (int i = 0; i < 3; i++) {
      product += gradient[i] * bracket[i];
    }
    assertThat(product).isCloseTo(4 * 0.0625 * 0.1, within(1e-5));
  }

  /** J_j ∇G_i - J_i ∇G_j with Jacobians by central differences. */
  private static double[] bracket(double[] x) {
    double[] first = coordinateGradient(x, 0);
    double[] second = coordinateGradient(x, 1);
    double[] bracket = new double[3];
    double h = 1e-5;
    for (int i = 0; i < 3; i++) {
      double[] forward = x.clone();
      double[] backward = x.clone();
      forward[i] += h;
      backward[i] -= h;
      for (int row = 0; row < 3; row++) {
        double ofSecond =
            coordinateGradient(forward, 1)[row] - coordinateGradient(backward, 1)[row];
        double ofFirst = coordinateGradient(forward, 0)[row] - coordinateGradient(backward, 0)[row];
        bracket[row] += (ofSecond * first[i] - ofFirst * second[i]) / (2 * h);
      }
    }
    return bracket;
  }

  /**
   * ∇G_j by the network: with X the j-th unit row, y such that the residual is one and n = c = 1,
   * the gradient of the loss is that of w_j.
   */
  private static double[] coordinateGradient(double[] x, int j) {
    Settings settings = settings("plain_gd", "num_samples", 2, "dimension", 2);
    double[][] row = {{j == 0 ? 1 : 0, j == 1 ? 1 : 0}};
    double w = x[0] * x[0] * x[1 + j];
    LeastSquares data = new LeastSquares(new DesignMatrix(row), new double[] {w - 1});
    double[] byU = new double[1];
    double[] byV = new double[2];
    new GroupNet(settings, data, new double[] {x[0]}, new double[] {x[1], x[2]})
        .gradients(byU, byV);
    return new double[] {byU[0], byV[0], byV[1]};
  }

  /** Flows of two weights of one group end elsewhere in the other order, of two groups do not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void flowsOfOneGroupDoNotCommute(int groupSize) {
    double[] taus = {0.1, 0.05, 0.025};
    double[] expected = groupSize == 1 ? new double[3] : oracle("order_gap_" + groupSize);
    for (int k = 0; k < taus.length; k++) {
      assertThat(orderGap(groupSize, taus[k])).isCloseTo(expected[k], within(1e-6 * expected[k]));
    }
  }

  /** The Lie bracket, 4 u⁴ ‖(v_1, v_2)‖; Richardson's extrapolation of an error of first order. */
  @Test
  void theGapTendsToTheLieBracket() {
    assertThat(2 * orderGap(2, 1e-4) - orderGap(2, 2e-4)).isCloseTo(0.25, within(1e-5));
  }

  private static double orderGap(int groupSize, double tau) {
    return Fixture.number(
        Fixture.run(
            0,
            "algorithm",
            "plain_gd",
            "num_samples",
            4,
            "dimension",
            8,
            "group_size",
            groupSize,
            "n_active_groups",
            1,
            "init_scale",
            0.5,
            "v_init_scale",
            1.0,
            "step_size",
            tau,
            "max_steps",
            1),
        "order_gap");
  }
}
