package io.gradsweep.workers.simulations.groupsparsity;

import static io.gradsweep.workers.simulations.groupsparsity.Fixture.after;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.data;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.measurement;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.number;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.oracle;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.run;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.settings;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks without groups and penalised estimators, by the script and by what defines them. */
class TestGroupBaselines {

  private static final double[] SPECTRAL_NORM = oracle("spectral_norm");

  @Test
  void squareNetsAreThoseOfTheScript() {
    Settings plain = settings("u2_sparse", "step_size", 0.05);
    Settings signed = settings("u2_signed", "step_size", 0.05, "loss_scale", 2);
    assertThat(after(100, new SquareNet(plain, data())).weights())
        .containsExactly(oracle("u2_sparse"), within(1e-9));
    assertThat(after(100, new SquareNet(signed, data())).weights())
        .containsExactly(oracle("u2_signed"), within(1e-9));
  }

  @Test
  void primalDualIterateIsThatOfTheScript() {
    PrimalDual method = new PrimalDual(settings("primal_dual"), data(), SPECTRAL_NORM[0]);
    assertThat(after(40, method).weights()).containsExactly(oracle("primal_dual"), within(1e-9));
  }

  @Test
  void groupLassoEndsAtTheScriptsSolutionOfTheLeastPenalty() {
    GroupLasso method =
        new GroupLasso(settings("group_lasso", "max_steps", 2000), data(), SPECTRAL_NORM[0]);
    while (!method.finished()) {
      method.step();
    }
    assertThat(method.weights()).containsExactly(oracle("group_lasso"), within(2e-4));
    assertThat(method.dualityGap()).isBetween(0.0, GroupLasso.TOLERANCE);
  }

  @Test
  void leastSquaresOnTheSelectedGroupsAreTheScripts() {
    double[][] x = Fixture.design();
    double[] y = Fixture.data().y().clone();
    for (int i = 0; i < y.length; i++) {
      y[i] += 0.3 * StrictMath.cos(7 * i);
    }
    LeastSquares data = new LeastSquares(new DesignMatrix(x), y);
    assertThat(data.refit(new double[] {0.1, -3, 0, 0}).orElseThrow())
        .containsExactly(oracle("refit_first"), within(1e-12));
    assertThat(data.refit(new double[] {0, 0, 1e-300, 1}).orElseThrow())
        .containsExactly(oracle("refit_second"), within(1e-12));
    assertThat(data.refit(new double[] {1, 1, 1, 1}).orElseThrow())
        .containsExactly(oracle("refit_both"), within(1e-11));
    assertThat(data.refit(new double[4]).orElseThrow()).containsOnly(0);
  }

  /** More columns than samples, or a column twice, have no refit. */
  @Test
  void thereIsNoRefitWithoutAUniqueSolution() {
    double[][] wide = {{1, 2, 3}, {4, 5, 7}};
    double[][] twice = {{1, 1}, {2, 2}, {3, 3}};
    assertThat(
            new LeastSquares(new DesignMatrix(wide), new double[2]).refit(new double[] {1, 1, 1}))
        .isEmpty();
    assertThat(new LeastSquares(new DesignMatrix(twice), new double[3]).refit(new double[] {1, 1}))
        .isEmpty();
  }

  /** Without the shrinkage of the penalty, the right groups have the oracle's error. */
  @Test
  void refitOfGroupLassoIsFreeOfItsBias() {
    Outcome outcome = run(0, "algorithm", "group_lasso", "max_steps", 5000);
    double refit = number(outcome, "sq_error_refit");
    assertThat(refit).isLessThan(number(outcome, "sq_error_selected"));
    assertThat(refit).isLessThan(2 * number(outcome, "oracle_sq_error"));
    assertThat(measurement(run(0, "algorithm", "alg1", "max_steps", 10), "sq_error_refit"))
        .isNull();
  }

  /** X_lᵀ(y - Xw)/n is λ w_l/‖w_l‖ where w_l is not zero, and no longer than λ where it is. */
  @Test
  void groupLassoMeetsItsOptimalityConditionsAtEveryPenalty() {
    Trial trial = trial(0, "algorithm", "group_lasso", "num_samples", 60, "dimension", 90);
    Settings settings = new Settings(trial.params());
    Design design = Design.draw(settings, Streams.of(trial));
    RegressionProblem problem = new RegressionProblem(settings, design, Streams.of(trial));
    Estimator method = Estimator.of(settings, problem);
    int solutions = 0;
    while (!method.finished()) {
      method.step();
      if (method.candidate()) {
        requireOptimal(method, problem, Penalties.at(solutions++));
      }
    }
    assertThat(solutions).isEqualTo(Penalties.COUNT);
  }

  private static void requireOptimal(Estimator method, RegressionProblem problem, double penalty) {
    double[] w = method.weights();
    double[] q = new double[w.length];
    problem.training().gradient(method.residual(), -1.0 / method.residual().length, q);
    for (int l = 0; l * 3 < w.length; l++) {
      double norm = GroupThreshold.norm(w, l, 3);
      if (norm > 0) {
        for (int i = 3 * l; i < 3 * l + 3; i++) {
          assertThat(q[i]).isCloseTo(penalty * w[i] / norm, within(0.02 * penalty));
        }
      } else {
        assertThat(GroupThreshold.norm(q, l, 3)).isLessThan(1.01 * penalty);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lasso", "ridge", "group_lasso"})
  void penalisedBaselinesAreCertifiedAndSelectedByValidation(String algorithm) {
    Outcome outcome =
        run(0, "algorithm", algorithm, "num_samples", 60, "dimension", 90, "max_steps", 5000);
    assertThat(number(outcome, "duality_gap_max")).isBetween(-1e-12, 1e-4);
    assertThat((Long) measurement(outcome, "iteration_selected")).isPositive();
    assertThat(number(outcome, "sq_error_selected"))
        .isGreaterThanOrEqualTo(number(outcome, "sq_error_best"));
  }

  /** Groups known, sparsity known, nothing known: in this order they find weights. */
  @Test
  void groupLassoBeatsLassoAndLassoBeatsRidge() {
    double[] errors = new double[3];
    String[] algorithms = {"group_lasso", "lasso", "ridge"};
    for (int i = 0; i < 3; i++) {
      Outcome outcome =
          run(1, "algorithm", algorithms[i], "num_samples", 45, "dimension", 90, "max_steps", 5000);
      errors[i] = number(outcome, "sq_error_selected");
    }
    assertThat(errors[0]).isLessThan(errors[1]);
    assertThat(errors[1]).isLessThan(errors[2] / 10);
  }

  @Test
  void spectralNormIsThatOfTheScript() {
    Trial trial = trial(0, "algorithm", "alg1", "num_samples", 40, "dimension", 12);
    Settings settings = new Settings(trial.params());
    Design design = Design.draw(settings, Streams.of(trial));
    LeastSquares data = new LeastSquares(design.x(), design.normals());
    double[] z = new double[12];
    double[] xz = new double[40];
    java.util.Arrays.fill(z, 1);
    double norm = 0;
    for (int k = 0; k < 3000; k++) { // power iteration
      data.residual(z, xz);
      for (int i = 0; i < 40; i++) {
        xz[i] += data.y()[i];
      }
      data.gradient(xz, 1, z);
      double square = 0;
      for (double x : z) {
        square += x * x;
      }
      norm = Math.sqrt(square);
      for (int j = 0; j < 12; j++) {
        z[j] /= norm;
      }
    }
    assertThat(design.spectralNorm()).isCloseTo(Math.sqrt(norm), within(1e-9));
  }
}
