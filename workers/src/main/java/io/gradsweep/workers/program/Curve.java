package io.gradsweep.workers.program;

import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.workers.api.RateFit;
import io.gradsweep.workers.run.RecordedSteps;
import io.gradsweep.workers.run.Trajectory;
import java.util.Arrays;

/**
 * The metrics that a program returns for some steps, the same whatever a sweep records.
 *
 * @param times simulated times; NaN of discrete methods
 * @param values metrics in the order of the declaration, each of all steps
 */
record Curve(long[] steps, double[] times, double[][] values) {

  static final Curve NONE = new Curve(new long[0], new double[0], new double[0][]);

  int size() {
    return steps.length;
  }

  /**
   * The rate of decay of one of the metrics.
   *
   * @param metric its place in the declaration
   */
  RateEstimate rate(int metric) {
    RateFit fit = RateFit.whole();
    for (int i = 0; i < size(); i++) {
      if (fit.wants(steps[i])) {
        fit.add(Double.isNaN(times[i]) ? steps[i] : times[i], values[metric][i]);
      }
    }
    return fit.estimate();
  }

  /**
   * The steps that a sweep records: the first and the last one, and those nearest to its points.
   */
  Trajectory selected(Recording recording) {
    if (recording.points() == 0 || size() == 0) {
      return Trajectory.EMPTY;
    }
    int[] rows = recording.points() >= size() ? all() : nearest(recording);
    long[] chosenSteps = Arrays.stream(rows).mapToLong(row -> steps[row]).toArray();
    double[] chosenTimes = Arrays.stream(rows).mapToDouble(row -> times[row]).toArray();
    double[] chosenValues = new double[rows.length * values.length];
    for (int i = 0; i < rows.length; i++) {
      for (int m = 0; m < values.length; m++) {
        chosenValues[i * values.length + m] = values[m][rows[i]];
      }
    }
    return new RecordedSteps(chosenSteps, chosenTimes, chosenValues, values.length);
  }

  private int[] all() {
    int[] rows = new int[size()];
    Arrays.setAll(rows, i -> i);
    return rows;
  }

  /** Rows of the first recorded steps that are not before the recording's, each once. */
  private int[] nearest(Recording recording) {
    long last = steps[size() - 1];
    int[] rows = new int[recording.points()];
    int count = 0;
    int row = 0;
    for (int slot = 0; slot < recording.points(); slot++) {
      long wanted = recording.step(slot, last);
      while (row < size() - 1 && steps[row] < wanted) {
        row++;
      }
      if (count == 0 || rows[count - 1] != row) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
