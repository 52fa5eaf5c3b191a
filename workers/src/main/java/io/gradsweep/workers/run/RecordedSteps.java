package io.gradsweep.workers.run;

/**
 * Recorded steps that no later trial changes.
 *
 * @param values metrics, those of a step together
 */
public record RecordedSteps(long[] steps, double[] times, double[] values, int metrics)
    implements Trajectory {

  @Override
  public int size() {
    return steps.length;
  }

  @Override
  public long step(int row) {
    return steps[row];
  }

  @Override
  public double time(int row) {
    return times[row];
  }

  @Override
  public double metric(int row, int metric) {
    return values[row * metrics + metric];
  }
}
