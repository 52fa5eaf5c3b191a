package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Runs;
import io.gradsweep.workers.numeric.DenseMatrix;
import java.util.Optional;

/** Ways to make problems and to run them. */
final class Fixture {

  private static final Runs RUNS = new Runs(new DeepEquilibrium(), 18);

  private Fixture() {}

  /** Values are given as name, value, … */
  static Trial trial(long replicate, Object... values) {
    return RUNS.trial(replicate, values);
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

  static Settings settings(Object... values) {
    return new Settings(trial(0, values).params());
  }

  static RandomStream random(long replicate) {
    return Streams.of(trial(replicate)).perReplicate("test");
  }

  /** A problem with its model at a point: data, objective, parameters, gradient. */
  record Problem(
      Settings settings,
      Data data,
      Objective objective,
      TrainedModel model,
      double[] parameters,
      double[] gradient) {

    static Problem draw(long replicate, Object... values) {
      Trial trial = trial(replicate, values);
      Settings s = new Settings(trial.params());
      return of(s, Data.draw(s, Streams.of(trial)), Streams.of(trial));
    }

    static Problem of(Settings s, Data data, Streams streams) {
      Objective objective = Objective.of(s, data);
      TrainedModel model = TrainedModel.of(s, data, objective);
      double[] start = model.start(streams);
      return new Problem(s, data, objective, model, start, new double[start.length]);
    }

    double evaluate() {
      return model.evaluate(parameters, gradient);
    }

    ImplicitModel implicit() {
      return (ImplicitModel) model;
    }
  }

  /** Oracle 13: m = 3, n = 4, m_y = 2, ½ squared, c = 1, γ = 0.7. */
  static Problem sines() {
    Settings s =
        settings(
            "width",
            3,
            "num_samples",
            4,
            "output_dimension",
            2,
            "gamma",
            0.7,
            "loss_reduction",
            "sum");
    DenseMatrix phi = new DenseMatrix(3, 4);
    double[] y = new double[8];
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 4; k++) {
        phi.set(i, k, Math.sin(1 + i * k + k));
        if (i < 2) {
          y[i * 4 + k] = Math.cos(i + 2 * k);
        }
      }
    }
    Data data = new Data(phi, y, Optional.empty(), Optional.empty(), new double[0]);
    Problem problem = Problem.of(s, data, Streams.of(trial(0)));
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        problem.parameters()[i * 3 + j] = Math.sin(i + 2 * j);
        if (i < 2) {
          problem.parameters()[9 + i * 3 + j] = Math.cos(2 * i + j);
        }
      }
    }
    return problem;
  }

  static double[] entries(DenseMatrix matrix) {
    double[] entries = new double[matrix.rows() * matrix.columns()];
    matrix.read(entries);
    return entries;
  }
}
