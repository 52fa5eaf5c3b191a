package io.gradsweep.workers.simulations.shallowrelu;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Oracle;
import io.gradsweep.workers.Runs;
import io.gradsweep.workers.numeric.CholeskyFactor;
import io.gradsweep.workers.numeric.DenseMatrix;
import java.nio.DoubleBuffer;
import java.util.List;

/** Problems, ways to run them, and what an independent script says of them. */
final class Fixture {

  private static final Runs RUNS = new Runs(new ShallowRelu(), 0);

  private Fixture() {}

  /** Values are given as name, value, … */
  static Trial trial(long replicate, Object... values) {
    return RUNS.trial(replicate, values);
  }

  static Outcome run(long replicate, Object... values) {
    return RUNS.run(replicate, values);
  }

  static double measured(Outcome outcome, String name) {
    return RUNS.real(outcome, name);
  }

  static TrainingProblem problem(long replicate, Object... values) {
    Trial trial = trial(replicate, values);
    return TrainingProblem.of(new Settings(trial.params()), Streams.of(trial));
  }

  static double[] midpoints(int s) {
    double[] x = new double[s];
    for (int j = 0; j < s; j++) {
      x[j] = -1 + (2 * j + 1) / (double) s;
    }
    return x;
  }

  static double[] grid(double[] x, int points) {
    double[] grid = new double[points];
    for (int g = 0; g < points; g++) {
      grid[g] = x[0] + (x[x.length - 1] - x[0]) * g / (points - 1);
    }
    return grid;
  }

  static double[] squareWave() {
    return new double[] {1, 1, 1, 1, 1, -1, -1, -1, -1, -1};
  }

  static double[] squareWave2() {
    return new double[] {1, 1, -1, -1, 1, 1, -1, -1, 1, 1};
  }

  /** The x of A x = b, refined once. */
  static double[] solve(double[][] a, double[] b) {
    CholeskyFactor factor = new CholeskyFactor(b.length);
    factor.factorise(DenseMatrix.of(a));
    double[] x = new double[b.length];
    for (int round = 0; round < 2; round++) {
      DoubleBuffer rest = DenseMatrix.vector(b.length);
      for (int i = 0; i < b.length; i++) {
        double residual = b[i];
        for (int j = 0; j < b.length; j++) {
          residual -= a[i][j] * x[j];
        }
        rest.put(i, residual);
      }
      factor.solve(rest);
      for (int i = 0; i < b.length; i++) {
        x[i] += rest.get(i);
      }
    }
    return x;
  }

  static double rms(double[] f, double[] g) {
    double squares = 0;
    for (int i = 0; i < f.length; i++) {
      squares += (f[i] - g[i]) * (f[i] - g[i]);
    }
    return Math.sqrt(squares / f.length);
  }

  static double sup(double[] f, double[] g) {
    double sup = 0;
    for (int i = 0; i < f.length; i++) {
      sup = Math.max(sup, Math.abs(f[i] - g[i]));
    }
    return sup;
  }

  /** Rows of shallow-relu.csv that begin with a word, without it. */
  static List<String[]> oracle(String word) {
    return new Oracle("shallow-relu").rows(word);
  }
}
