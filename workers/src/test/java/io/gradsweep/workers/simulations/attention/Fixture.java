package io.gradsweep.workers.simulations.attention;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Oracle;
import io.gradsweep.workers.Runs;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.numeric.DenseMatrix;

/** Small heads, ways to run trials, and the rows of oracle/attention.csv. */
final class Fixture {

  private static final Runs RUNS = new Runs(new Attention(), 18, "update_rule", "sgd");

  private Fixture() {}

  /** Values are given as name, value, … */
  static Trial trial(long replicate, Object... values) {
    return RUNS.trial(replicate, values);
  }

  static Settings settings(Object... values) {
    return new Settings(trial(0, values).params());
  }

  static Task task(long replicate, Object... values) {
    Trial trial = trial(replicate, values);
    return Task.of(new Settings(trial.params()), Streams.of(trial));
  }

  static Outcome run(Trial trial) {
    return RUNS.run(trial);
  }

  static Outcome run(long replicate, Object... values) {
    return RUNS.run(replicate, values);
  }

  static double real(Outcome outcome, String name) {
    return RUNS.real(outcome, name);
  }

  /** The trial's recorded values of a metric, at every step. */
  static double[] series(Trial trial, String metric) {
    int index = Spec.SPEC.metrics().stream().map(m -> m.name()).toList().indexOf(metric);
    double[] values = new double[(int) trial.params().whole("max_steps") + 1];
    Recorder all =
        new Recorder() {
          private int step;

          @Override
          public void begin(long budget) {}

          @Override
          public boolean step(long k) {
            step = (int) k;
            return true;
          }

          @Override
          public void record(double time, double... metrics) {
            values[step] = metrics[index];
          }
        };
    new Attention().run(trial, Streams.of(trial), all);
    return values;
  }

  /** Random inputs and labels, for identities that hold whatever they are. */
  static TokenSequence sequence(RandomStream random, int n, int inputs, int symbols) {
    DenseMatrix x = new DenseMatrix(n, inputs);
    int[] labels = new int[n];
    int[] hidden = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(symbols);
      hidden[i] = random.nextInt(symbols);
      for (int d = 0; d < inputs; d++) {
        x.set(i, d, random.nextGaussian());
      }
    }
    return new TokenSequence(x, hidden, labels);
  }

  /** The formula that stands in oracle/attention.py too. */
  static DenseMatrix formula(int offset, int rows, int columns, double scale) {
    DenseMatrix matrix = new DenseMatrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.set(i, j, scale * formula(offset + i * columns + j));
      }
    }
    return matrix;
  }

  static double formula(int k) {
    return ((k * 7919L + 13) % 1009) / 1009.0 - 0.5;
  }

  static double[] entries(DenseMatrix matrix) {
    double[] entries = new double[matrix.rows() * matrix.columns()];
    matrix.read(entries);
    return entries;
  }

  static double[] oracle(String name) {
    return new Oracle("attention")
        .rows(name).stream().mapToDouble(cells -> Double.parseDouble(cells[1])).toArray();
  }
}
