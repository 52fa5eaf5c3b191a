package io.gradsweep.workers.simulations.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracles O6, O8, O9 and O15 of the update rules. */
class TestHeadDescent {

  private static final double SLOW = 0.05;
  private static final double FAST = 0.5;

  private final RandomStream random = Streams.ofSweep(2, "head-descent");
  private final TokenSequence data = Fixture.sequence(random, 40, 5, 4);
  private final HeadMatrices start = HeadMatrices.random(5, 3, 6, 4, 0.5, random);

  private static HeadDescent descent(
      String rule, double slow, double fast, TokenSequence data, HeadMatrices start) {
    Settings settings =
        Fixture.settings(
            "update_rule", rule, "step_size", slow, "value_step_size", fast, "e_steps", 2);
    return new HeadDescent(settings, data, start);
  }

  private static double[] losses(HeadDescent descent, int steps) {
    double[] losses = new double[steps];
    for (int k = 0; k < steps; k++) {
      descent.evaluate();
      losses[k] = descent.head().losses().loss();
      descent.update();
    }
    return losses;
  }

  /** Six losses of each rule; alternating ones do two E-steps, then one M-step. */
  @ParameterizedTest
  @CsvSource({
    "wide,12,4,5,3,6,sgd", "wide,12,4,5,3,6,em_schedule", "wide,12,4,5,3,6,em_alternating",
    "narrow,11,5,4,2,3,sgd", "narrow,11,5,4,2,3,em_schedule", "narrow,11,5,4,2,3,em_alternating"
  })
  void descentsAreTheOracles(
      String name, int n, int symbols, int inputs, int keys, int values, String rule) {
    OracleHead oracle = new OracleHead(n, symbols, inputs, keys, values);
    boolean sgd = rule.equals("sgd");
    HeadDescent descent =
        descent(rule, sgd ? 0.2 : SLOW, sgd ? 0.2 : FAST, oracle.data(), oracle.weights());
    assertThat(losses(descent, 6))
        .containsExactly(Fixture.oracle(name + "_" + rule), within(1e-13));
  }

  /** More values than symbols, and fewer. */
  @ParameterizedTest
  @CsvSource({"wide,12,4,5,3,6", "narrow,11,5,4,2,3"})
  void closedFormIsTheOracles(String name, int n, int symbols, int inputs, int keys, int values) {
    OracleHead oracle = new OracleHead(n, symbols, inputs, keys, values);
    HeadMatrices w = oracle.weights();
    CausalHead head = new CausalHead(oracle.data(), w, false);
    head.forward(w);
    new ClosedFormValues(head).step(w);
    assertThat(Fixture.entries(w.v()))
        .containsExactly(Fixture.oracle(name + "_closed_form"), within(1e-9));
    head.forward(w);
    assertThat(head.losses().loss())
        .isCloseTo(Fixture.oracle(name + "_closed_form_loss")[0], within(1e-11));
  }

  private static DenseMatrix gram(DenseMatrix a, Op first, double scale) {
    int size = first == Op.TRANSPOSED ? a.columns() : a.rows();
    DenseMatrix gram = new DenseMatrix(size, size);
    Op second = first == Op.TRANSPOSED ? Op.AS_IS : Op.TRANSPOSED;
    gram.setProduct(scale, a, first, a, second, 0);
    return gram;
  }

  /** aᵀa / η_a - b bᵀ / η_b; with bᵀ b where b is transposed. */
  private static DenseMatrix balance(
      DenseMatrix a, double etaA, DenseMatrix b, Op ofB, double etaB) {
    DenseMatrix balance = gram(a, Op.TRANSPOSED, 1 / etaA);
    balance.add(-1, gram(b, ofB, 1 / etaB));
    return balance;
  }

  /** O6: what the flow conserves drifts by the squares of the gradients, times η. */
  @Test
  void balanceDriftsByTheSquaresOfTheGradients() {
    HeadDescent descent = descent("em_schedule", SLOW, FAST, data, start);
    for (int k = 0; k < 5; k++) {
      HeadMatrices w = descent.weights();
      descent.evaluate();
      HeadMatrices g = descent.gradient();
      DenseMatrix vo = balance(w.v(), FAST, w.o(), Op.AS_IS, SLOW);
      vo.add(1, balance(g.v(), 1 / FAST, g.o(), Op.AS_IS, 1 / SLOW));
      DenseMatrix qk = balance(w.q(), SLOW, w.k(), Op.TRANSPOSED, SLOW);
      qk.add(1, balance(g.q(), 1 / SLOW, g.k(), Op.TRANSPOSED, 1 / SLOW));
      descent.update();
      assertThat(Fixture.entries(balance(w.v(), FAST, w.o(), Op.AS_IS, SLOW)))
          .containsExactly(Fixture.entries(vo), within(1e-10));
      assertThat(Fixture.entries(balance(w.q(), SLOW, w.k(), Op.TRANSPOSED, SLOW)))
          .containsExactly(Fixture.entries(qk), within(1e-10));
    }
  }

  private static DenseMatrix scaled(DenseMatrix a, double factor) {
    DenseMatrix scaled = new DenseMatrix(a.rows(), a.columns());
    scaled.add(factor, a);
    return scaled;
  }

  /** O8: the EM schedule is equal steps from a rescaled start. */
  @Test
  void emScheduleIsPlainDescentInDisguise() {
    double c = Math.sqrt(Math.sqrt(FAST / SLOW));
    double equal = Math.sqrt(FAST * SLOW);
    HeadMatrices rescaled =
        new HeadMatrices(start.q(), start.k(), scaled(start.v(), 1 / c), scaled(start.o(), c));
    Settings settings =
        Fixture.settings("step_size", SLOW, "value_step_size", equal, "output_step_size", equal);
    double[] plain = losses(new HeadDescent(settings, data, rescaled), 300);
    double[] schedule = losses(descent("em_schedule", SLOW, FAST, data, start), 300);
    assertThat(plain).containsExactly(schedule, within(1e-9));
    assertThat(schedule[299]).isLessThan(schedule[0] - 0.1); // it went somewhere
  }

  private double remainder(double eta) {
    HeadDescent descent = descent("sgd", eta, eta, data, start);
    descent.evaluate();
    HeadMatrices g = descent.gradient();
    double squares = g.q().dot(g.q()) + g.k().dot(g.k()) + g.v().dot(g.v()) + g.o().dot(g.o());
    double before = descent.head().losses().loss();
    descent.update();
    descent.evaluate();
    return descent.head().losses().loss() - (before - eta * squares);
  }

  /** O9. */
  @ParameterizedTest
  @ValueSource(doubles = {0.04, 0.02, 0.01})
  void lossFallsByTheSquaredGradientToFirstOrder(double eta) {
    double order = StrictMath.log(remainder(eta) / remainder(eta / 2)) / StrictMath.log(2);
    assertThat(order).isCloseTo(2.0, within(0.05));
  }

  /** O15. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 9})
  void closedFormObeysItsBoundAndNeverRaisesTheLoss(int values) {
    HeadMatrices w = HeadMatrices.random(5, 3, values, 4, 0.5, random);
    HeadMatrices g = w.zeros();
    CausalHead head = new CausalHead(data, w, false);
    ClosedFormValues closedForm = new ClosedFormValues(head);
    for (int k = 0; k < 20; k++) {
      head.forwardAndBack(w, g);
      double before = head.losses().loss();
      DenseMatrix change = scaled(w.v(), -1);
      closedForm.step(w);
      change.add(1, w.v());
      double bound = before + g.v().dot(change) + quadratic(head, change, w.o());
      head.forward(w);
      double after = head.losses().loss();
      assertThat(after).isLessThanOrEqualTo(bound + 1e-10).isLessThanOrEqualTo(before + 1e-10);
      w.o().add(-0.3, g.o());
      w.q().add(-0.3, g.q());
    }
  }

  /** ‖F Δ W_O‖² / (4n), with F Δ = A (X Δ). */
  private double quadratic(CausalHead head, DenseMatrix change, DenseMatrix o) {
    int n = data.size();
    DenseMatrix moved = new DenseMatrix(n, change.columns());
    moved.setProduct(1, data.x(), Op.AS_IS, change, Op.AS_IS, 0);
    DenseMatrix gathered = new DenseMatrix(n, change.columns());
    gathered.setProduct(1, head.blocks()[0].alpha, Op.AS_IS, moved, Op.AS_IS, 0);
    DenseMatrix logits = new DenseMatrix(n, o.columns());
    logits.setProduct(1, gathered, Op.AS_IS, o, Op.AS_IS, 0);
    return logits.dot(logits) / (4 * n);
  }

  /**
   * No noise: inputs span as many directions as there are symbols; a short sequence spans as many
   * as it has inputs; one symbol alone spans one.
   */
  @ParameterizedTest
  @CsvSource({"200,0,0.3,15", "200,0,0.3,3", "8,1,0.3,15", "15,1,0.3,15", "20,0,0.9999,15"})
  void closedFormMinimisesItsBoundWhereInputsLackDirections(
      int length, double noise, double self, int values) {
    Task task =
        Fixture.task(
            0,
            "sequence_length",
            length,
            "noise",
            noise,
            "self_probability",
            self,
            "value_dimension",
            values);
    HeadMatrices w = task.start().copy();
    HeadMatrices g = w.zeros();
    CausalHead head = new CausalHead(task.train(), w, false);
    ClosedFormValues closedForm = new ClosedFormValues(head);
    for (int k = 0; k < 5; k++) {
      head.forwardAndBack(w, g);
      double before = head.losses().loss();
      DenseMatrix change = scaled(w.v(), -1);
      closedForm.step(w);
      change.add(1, w.v());
      DenseMatrix slope = slopeOfBound(task.train(), change, w, g);
      assertThat(HeadMatrices.norm(slope)).isLessThan(1e-6 * HeadMatrices.norm(g.v()));
      head.forward(w);
      assertThat(head.losses().loss()).isLessThanOrEqualTo(before + 1e-10);
      w.o().add(-0.1, g.o());
      w.q().add(-0.1, g.q());
    }
  }

  /** G_V + Fᵀ F Δ W_O W_Oᵀ / (2n), which is zero where the bound is least, for it is convex. */
  private static DenseMatrix slopeOfBound(
      TokenSequence data, DenseMatrix change, HeadMatrices w, HeadMatrices g) {
    int n = data.size();
    DenseMatrix f = new DenseMatrix(n, data.x().columns());
    double[][] s = PlainHead.scores(data, w);
    for (int i = 0; i < n; i++) {
      double total = 0;
      for (int j = 0; j <= i; j++) {
        total += StrictMath.exp(s[i][j]);
      }
      for (int j = 0; j <= i; j++) {
        f.rowRange(i, i + 1).add(StrictMath.exp(s[i][j]) / total, data.x().rowRange(j, j + 1));
      }
    }
    DenseMatrix curved = new DenseMatrix(change.rows(), change.columns());
    curved.setProduct(1, gram(f, Op.TRANSPOSED, 1), Op.AS_IS, change, Op.AS_IS, 0);
    DenseMatrix slope = scaled(g.v(), 1);
    slope.setProduct(0.5 / n, curved, Op.AS_IS, gram(w.o(), Op.AS_IS, 1), Op.AS_IS, 1);
    return slope;
  }

  /** With Δ = -2n (FᵀF)⁺ …, what no input says anything about stays as it was. */
  @Test
  void closedFormLeavesAloneWhatNoInputSpans() {
    data.x().fill(1);
    HeadMatrices w = start.copy();
    CausalHead head = new CausalHead(data, w, false);
    head.forward(w);
    new ClosedFormValues(head).step(w);
    for (int j = 0; j < w.v().columns(); j++) {
      double moved = w.v().get(0, j) - start.v().get(0, j);
      assertThat(Math.abs(moved)).isGreaterThan(1e-6);
      for (int i = 1; i < w.v().rows(); i++) {
        assertThat(w.v().get(i, j) - start.v().get(i, j)).isCloseTo(moved, within(1e-12));
      }
    }
  }

  @Test
  void closedFormOfInputsThatOverflowIsABreakdown() {
    data.x().fill(1e200);
    HeadMatrices w = start.copy();
    w.q().fill(0);
    CausalHead head = new CausalHead(data, w, false);
    head.forward(w);
    assertThatThrownBy(() -> new ClosedFormValues(head).step(w))
        .isInstanceOf(NumericalBreakdown.class)
        .hasMessageContaining("pseudo-inverse of a 5 x 5 matrix of norm");
  }

  @Test
  void closedFormAllocatesNothing() {
    HeadMatrices w = start.copy();
    CausalHead head = new CausalHead(data, w, false);
    ClosedFormValues closedForm = new ClosedFormValues(head);
    head.forward(w);
    for (int k = 0; k < 100; k++) {
      closedForm.step(w);
    }
    long allocated = Allocation.ofThisThread();
    for (int k = 0; k < 1000; k++) {
      closedForm.step(w);
    }
    assertThat(Allocation.ofThisThread() - allocated).isLessThan(1000); // not a byte a step
  }
}
