package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Lanes;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Vectors;

/**
 * Trials side by side. Lanes move together for some steps; then each trial observes the steps that
 * it has made, all at once.
 */
final class KlLanes implements Lanes {

  private static final String VECTORS =
      "io.gradsweep.workers.simulations.kldivergence.VectorDynamics$OfShape";

  /**
   * Steps that are made before they are observed, unless a trial ends: what they leave stays in the
   * core's nearest cache, beside the points.
   */
  private static final int STEPS = 32;

  /** Begins a trial, as it begins alone. */
  interface RunStart {
    Run begin(Trial trial, Streams streams, Recorder recorder);
  }

  private final RunStart start;
  private final LaneDynamics dynamics;
  private final int width;
  private final Run[] runs;

  /** Of each step that is not observed yet, and each lane. */
  private final double[] divergence;

  KlLanes(LaneShape shape, int count, RunStart start) {
    this.start = start;
    dynamics = dynamics(shape, count);
    width = dynamics.width();
    runs = new Run[width];
    divergence = new double[STEPS * width];
  }

  static LaneDynamics dynamics(LaneShape shape, int count) {
    return Vectors.make(LaneDynamics.Maker.class, VECTORS).make(shape, count);
  }

  @Override
  public void fill(int lane, Trial trial, Streams streams, Recorder recorder) {
    Run run = start.begin(trial, streams, recorder);
    run.begin();
    run.observe();
    dynamics.put(lane, run.dynamics(), run.ends(), run.seen());
    runs[lane] = run;
  }

  @Override
  public long advance(long most) {
    long made = 0;
    boolean ends = false;
    while (made < most && !ends) {
      int block = (int) Math.min(STEPS, most - made);
      int steps = 0;
      while (steps < block && !ends) {
        ends = dynamics.step(divergence, steps * width);
        steps++;
      }
      observe(steps);
      made += steps;
    }
    return made;
  }

  private void observe(int steps) {
    for (int lane = 0; lane < width; lane++) {
      Run run = runs[lane];
      if (run != null) {
        run.observeMoved(steps, dynamics.least(lane), divergence, lane, width);
      }
    }
  }

  @Override
  public boolean hasEnded(int lane) {
    return runs[lane].hasEnded();
  }

  @Override
  public void record(int lane) {
    placed(lane).record();
  }

  @Override
  public Outcome outcome(int lane) {
    Run run = placed(lane);
    run.saw(dynamics.seen(lane));
    return run.outcome();
  }

  private Run placed(int lane) {
    Run run = runs[lane];
    dynamics.get(lane, run.dynamics());
    return run;
  }

  @Override
  public void clear(int lane) {
    runs[lane] = null;
    dynamics.clear(lane);
  }
}
