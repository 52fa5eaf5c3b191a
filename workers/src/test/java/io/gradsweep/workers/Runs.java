package io.gradsweep.workers;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import java.util.HashMap;
import java.util.Map;

/** Trials of one simulation as tests write them, and what they come to. */
public final class Runs {

  private final Simulation simulation;
  private final long seed;
  private final Object[] base;

  /**
   * @param base what every trial has unless it says otherwise, as name, value, …
   */
  public Runs(Simulation simulation, long seed, Object... base) {
    this.simulation = simulation;
    this.seed = seed;
    this.base = base;
  }

  /** Values are given as name, value, … */
  public Trial trial(long replicate, Object... values) {
    Map<String, ParamValue> given = values(base);
    given.putAll(values(values));
    return new Trial(spec().resolve(given), seed, replicate);
  }

  /** From name, value, … */
  public static Map<String, ParamValue> values(Object... pairs) {
    Map<String, ParamValue> values = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put((String) pairs[i], value(pairs[i + 1]));
    }
    return values;
  }

  private static ParamValue value(Object value) {
    if (value instanceof Double real) {
      return ParamValue.of(real.doubleValue());
    }
    if (value instanceof Boolean flag) {
      return ParamValue.of(flag.booleanValue());
    }
    return value instanceof Integer whole
        ? ParamValue.of(whole.longValue())
        : ParamValue.of((String) value);
  }

  public Outcome run(Trial trial) {
    return simulation.run(trial, Streams.of(trial), Recorder.none());
  }

  public Outcome run(long replicate, Object... values) {
    return run(trial(replicate, values));
  }

  public Object measurement(Outcome outcome, String name) {
    return outcome.measurements()[spec().measurementIndex(name).orElseThrow()];
  }

  public double real(Outcome outcome, String name) {
    return (Double) measurement(outcome, name);
  }

  private SimulationSpec spec() {
    return simulation.spec();
  }
}
