package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Oracle;
import io.gradsweep.workers.Runs;
import java.util.Arrays;
import java.util.Map;

/** The problem without random numbers of group-sparsity.py, and ways to run trials. */
final class Fixture {

  static final double[] TRUTH = {1, 2, 0, 0};
  static final double[] U = {0.5, 0.3};
  static final double[] V = {0.1, 0.2, 0.3, -0.4};

  private static final int ROWS = 6;
  private static final Runs RUNS = new Runs(new GroupSparsity(), 6);

  private Fixture() {}

  /** X_ij = cos(1 + 3i + 5j + ij). */
  static double[][] design() {
    double[][] x = new double[ROWS][TRUTH.length];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < TRUTH.length; j++) {
        x[i][j] = StrictMath.cos(1 + 3 * i + 5 * j + i * j);
      }
    }
    return x;
  }

  static LeastSquares data() {
    return data(design(), TRUTH);
  }

  /** y = X w. */
  static LeastSquares data(double[][] x, double[] w) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < w.length; j++) {
        y[i] += x[i][j] * w[j];
      }
    }
    return new LeastSquares(new DesignMatrix(x), y);
  }

  /** Settings of the fixture: 6 rows, 2 groups of 2, the first active. */
  static Settings settings(String algorithm, Object... values) {
    Map<String, ParamValue> given = values("algorithm", algorithm);
    given.putAll(values("num_samples", ROWS, "dimension", 4, "group_size", 2));
    given.putAll(values("n_active_groups", 1, "signal_value", 1.0, "signal", "ramp"));
    given.putAll(values("init_scale", 0.1, "step_size", 0.01, "noise", 0.0));
    given.putAll(values(values));
    return new Settings(Spec.SPEC.resolve(given));
  }

  /** Unit vectors of equal entries. */
  static double[] ones(Settings settings) {
    double[] v = new double[settings.dimension];
    Arrays.fill(v, 1 / Math.sqrt(settings.groupSize));
    return v;
  }

  static GroupNet net(Settings settings, LeastSquares data) {
    return new GroupNet(settings, data, ones(settings));
  }

  static <M extends Estimator> M after(long steps, M method) {
    for (long k = 0; k < steps; k++) {
      method.step();
    }
    return method;
  }

  static double squaredError(double[] w, double[] truth) {
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += (w[i] - truth[i]) * (w[i] - truth[i]);
    }
    return sum;
  }

  /** A line of group-sparsity.csv. */
  static double[] oracle(String name) {
    return new Oracle("group-sparsity").numbers(name);
  }

  /** Values are given as name, value, … */
  static Map<String, ParamValue> values(Object... pairs) {
    return Runs.values(pairs);
  }

  static Trial trial(long replicate, Object... values) {
    return RUNS.trial(replicate, values);
  }

  static Outcome run(Trial trial) {
    return RUNS.run(trial);
  }

  static Outcome run(long replicate, Object... values) {
    return run(trial(replicate, values));
  }

  static Object measurement(Outcome outcome, String name) {
    return RUNS.measurement(outcome, name);
  }

  static double number(Outcome outcome, String name) {
    return ((Number) measurement(outcome, name)).doubleValue();
  }
}
