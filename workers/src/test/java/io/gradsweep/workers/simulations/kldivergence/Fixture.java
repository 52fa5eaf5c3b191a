package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Runs;

/** The problem of the authors' script, MATLAB's rng(18) with n = 10, and ways to run it. */
final class Fixture {

  /** Target and first start, as NumPy's RandomState(18) gives them. */
  static final double[] Q = {
    0.10172223267128207, 0.07905578417437842, 0.13741827015067676, 0.028440846096189378,
    0.13329410197734887, 0.11732558415343822, 0.10418209156229288, 0.1545124701981421,
    0.04019132369597334, 0.004427207800916961, 0.09943008751936099
  };

  static final double[] P0 = {
    0.15489920347000652, 0.134581843402001, 0.0038037978802839194, 0.020402435158597864,
    0.05442758910250256, 0.1255866632161793, 0.15751591943504403, 0.03631282213471531,
    0.12014229801684204, 0.127905718404114, 0.06442170977971345
  };

  static final double[] SPECTRUM = {
    0.00412325436719767,
    0.01013746,
    0.03108191,
    0.04524393,
    0.08329868,
    0.10283499,
    0.11061337,
    0.12420187,
    0.13544361,
    0.14940536995176038
  };

  private static final Runs RUNS = new Runs(new KlDivergence(), 18, "random_source", "mt19937");

  private Fixture() {}

  /** The authors' problem at one of their starts; values are given as name, value, … */
  static Trial trial(long start, Object... values) {
    return RUNS.trial(start, values);
  }

  static Outcome run(Trial trial) {
    return RUNS.run(trial);
  }

  static Outcome run(long start, Object... values) {
    return RUNS.run(start, values);
  }

  static Object measurement(Outcome outcome, String name) {
    return RUNS.measurement(outcome, name);
  }

  static Dynamics dynamics(Trial trial, double[] q, double[] start) {
    return dynamics(trial, q, start, Noise.NONE);
  }

  static Dynamics dynamics(Trial trial, double[] q, double[] start, Noise noise) {
    Settings settings = new Settings(trial.params());
    return new Dynamics(settings, settings.stepSize, q, start, noise);
  }

  /** A point of the simplex of n + 1 categories. */
  static double[] point(RandomStream random, int n) {
    double[] p = new double[n + 1];
    double sum = 0;
    for (int i = 0; i <= n; i++) {
      p[i] = 1 - random.nextDouble();
      sum += p[i];
    }
    for (int i = 0; i <= n; i++) {
      p[i] /= sum;
    }
    return p;
  }

  static double[] deviations(double[] p, double[] q) {
    double[] e = new double[p.length];
    for (int i = 0; i < p.length - 1; i++) {
      e[i] = p[i] - q[i];
    }
    Simplex.closeDeviations(e);
    return e;
  }

  static double divergence(double[] q, double[] e) {
    double[] p = new double[q.length];
    for (int i = 0; i < q.length; i++) {
      p[i] = q[i] + e[i];
    }
    return Simplex.divergence(q, e, p);
  }
}
