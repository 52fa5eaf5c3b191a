package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.LaneSimulation;
import io.gradsweep.workers.api.Lanes;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.SmallCache;
import io.gradsweep.workers.simulations.kldivergence.Inputs.CoordinateChart;
import io.gradsweep.workers.simulations.kldivergence.Inputs.Integrator;
import io.gradsweep.workers.simulations.kldivergence.Inputs.TimeMode;
import io.gradsweep.workers.simulations.kldivergence.TargetDistribution.DrawKey;
import java.util.Optional;

/**
 * Minimises L(p) = KL(q‖p) over the simplex by plain and natural gradient, in mixture and
 * exponential coordinates, as flows and in discrete steps (Datar &amp; Ay 2025).
 */
public final class KlDivergence implements LaneSimulation {

  private static final int DRAWS_KEPT = 64;

  /** Targets with their spectra. A segment uses few of them, many times; this is only a cache. */
  private final SmallCache<DrawKey, TargetDistribution> targets = new SmallCache<>(DRAWS_KEPT);

  /** Starts, which all trials of a replicate share. */
  private final SmallCache<DrawKey, double[]> starts = new SmallCache<>(DRAWS_KEPT);

  @Override
  public SimulationSpec spec() {
    return Spec.SPEC;
  }

  /** Counts the steps times the operations of one, including its loss; the spectrum once. */
  @Override
  public double cost(Params params) {
    double n = params.get(Inputs.DIMENSION) + 1.0;
    boolean flow = params.get(Inputs.TIME_MODE) == TimeMode.FLOW;
    double time = params.get(Inputs.HORIZON) / params.get(Inputs.TIME_STEP);
    double most = flow ? Math.min(1e7, time) : 1e7;
    double budget =
        params.isSet(Inputs.MAX_STEPS) ? params.get(Inputs.MAX_STEPS) : flow ? most : 100;
    double steps = Math.min(most, budget);
    boolean theta = params.get(Inputs.COORDINATE_SYSTEM) == CoordinateChart.THETA;
    double stages = params.get(Inputs.INTEGRATOR) == Integrator.RK4 ? 4 : 1;
    double step = n * (stages * (theta ? 30 : 5) + 25);
    double samples = params.get(Inputs.NUM_SAMPLES);
    return steps * step + 10 * n * n + samples;
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    return begin(trial, streams, recorder).runToEnd();
  }

  @Override
  public Optional<?> shape(Trial trial) {
    return LaneShape.of(trial.params());
  }

  @Override
  public Lanes lanes(Object shape, int count) {
    return new KlLanes((LaneShape) shape, count, this::begin);
  }

  private Run begin(Trial trial, Streams streams, Recorder recorder) {
    Settings settings = new Settings(trial.params());
    TargetDistribution.TargetSource source =
        new TargetDistribution.TargetSource(trial, settings, streams);
    TargetDistribution target = targets.get(source.targetKey(), source::target);
    Noise noise =
        settings.noisy()
            ? Noise.of(
                settings, target.empirical(), streams.perReplicate("noise", Inputs.DIMENSION))
            : Noise.NONE;
    double[] start = starts.get(source.startKey(), source::start);
    return new Run(settings, target, start, noise, recorder);
  }
}
