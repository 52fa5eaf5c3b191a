package io.gradsweep.workers.simulations.selfpenalization;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Runs;

/** Problems without random numbers, shared with other implementations, and ways to run trials. */
final class Fixture {

  private static final Runs RUNS = new Runs(new SelfPenalization(), 18);

  private Fixture() {}

  /** O10: five samples of three features. */
  static RegressionData small() {
    double[][] columns = new double[3][5];
    double[] y = new double[5];
    for (int i = 0; i < 5; i++) {
      for (int l = 0; l < 3; l++) {
        columns[l][i] = StrictMath.sin(1 + 2 * i + 3 * l + i * l);
      }
      y[i] = StrictMath.cos(i) + 0.5 * i;
    }
    return RegressionData.centred(columns, y);
  }

  /** The design of self-penalization.py: 40 samples of six features, of which two matter. */
  static RegressionData medium() {
    double[][] columns = new double[6][40];
    double[] y = new double[40];
    for (int i = 0; i < 40; i++) {
      for (int l = 0; l < 6; l++) {
        columns[l][i] = 2 * StrictMath.sin(1 + 2 * i + 3 * l + i * l * 1.7 + 0.3 * i * i);
      }
      y[i] = columns[0][i] + columns[1][i] + 0.4 * StrictMath.cos(5 * i);
    }
    return RegressionData.centred(columns, y);
  }

  static RegressionData gaussian(Signal signal, double noise, int n, int p, RandomStream random) {
    double[][] columns = new double[p][n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int l = 0; l < p; l++) {
        columns[l][i] = random.nextGaussian();
      }
      y[i] = signal.of(columns[0][i], columns[1][i]) + noise * random.nextGaussian();
    }
    return RegressionData.centred(columns, y);
  }

  static KernelRidge ridge(RegressionData data, double power, Profile profile, double lambda) {
    return new KernelRidge(new PairDistances(data.columns(), power), data.y(), lambda, profile);
  }

  static double[] gradient(KernelRidge ridge, double... beta) {
    double[] gradient = new double[beta.length];
    ridge.objective(beta);
    ridge.gradient(gradient);
    return gradient;
  }

  /** A trial of base seed 18; values are given as name, value, … */
  static Trial trial(long replicate, Object... values) {
    return RUNS.trial(replicate, values);
  }

  static Settings settings(Object... values) {
    return new Settings(trial(0, values).params());
  }

  static Outcome run(long replicate, Object... values) {
    return RUNS.run(replicate, values);
  }

  static Object measurement(Outcome outcome, String name) {
    return RUNS.measurement(outcome, name);
  }

  static double real(Outcome outcome, String name) {
    return RUNS.real(outcome, name);
  }
}
