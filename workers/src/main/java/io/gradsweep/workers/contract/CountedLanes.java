package io.gradsweep.workers.contract;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.LaneSimulation;
import io.gradsweep.workers.api.Lanes;
import io.gradsweep.workers.api.Recorder;
import java.util.Optional;

/** A simulation that counts what happens in its lanes: what they throw is seen in no row. */
public final class CountedLanes implements LaneSimulation {

  private final LaneSimulation simulation;
  private int outcomes;
  private int thrown;

  public CountedLanes(LaneSimulation simulation) {
    this.simulation = simulation;
  }

  /** Trials that ended in a lane. */
  public int outcomes() {
    return outcomes;
  }

  /** How often lanes could not advance. */
  public int thrown() {
    return thrown;
  }

  @Override
  public SimulationSpec spec() {
    return simulation.spec();
  }

  @Override
  public double cost(Params params) {
    return simulation.cost(params);
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    return simulation.run(trial, streams, recorder);
  }

  @Override
  public Optional<?> shape(Trial trial) {
    return simulation.shape(trial);
  }

  @Override
  public Lanes lanes(Object shape, int count) {
    return new LanesThatCount(simulation.lanes(shape, count));
  }

  private final class LanesThatCount implements Lanes {
    private final Lanes lanes;

    LanesThatCount(Lanes lanes) {
      this.lanes = lanes;
    }

    @Override
    public void fill(int lane, Trial trial, Streams streams, Recorder recorder) {
      lanes.fill(lane, trial, streams, recorder);
    }

    @Override
    public long advance(long most) {
      thrown++;
      long steps = lanes.advance(most);
      thrown--;
      return steps;
    }

    @Override
    public boolean hasEnded(int lane) {
      return lanes.hasEnded(lane);
    }

    @Override
    public void record(int lane) {
      lanes.record(lane);
    }

    @Override
    public Outcome outcome(int lane) {
      outcomes++;
      return lanes.outcome(lane);
    }

    @Override
    public void clear(int lane) {
      lanes.clear(lane);
    }
  }
}
