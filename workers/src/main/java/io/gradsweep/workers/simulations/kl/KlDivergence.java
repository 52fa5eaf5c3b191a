package io.gradsweep.workers.simulations.kl;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.api.SmallCache;

/**
 * Minimises L(p) = KL(q‖p) over the simplex by plain and natural gradient, in mixture and
 * exponential coordinates, as flows and in steps (Datar &amp; Ay 2025).
 */
public final class KlDivergence implements Simulation {

  private static final int TARGETS_KEPT = 64;

  /** Targets with their spectra: a segment asks for few, many times. A cache and no more. */
  private final SmallCache<Object, KlTarget> targets = new SmallCache<>(TARGETS_KEPT);

  @Override
  public SimulationSpec spec() {
    return KlSpec.SPEC;
  }

  /** Steps times the operations of one, with its loss; the spectrum once. */
  @Override
  public double cost(Params params) {
    double n = params.whole("dimension") + 1.0;
    boolean flow = params.text("time_mode").equals("flow");
    double most = flow ? Math.min(1e7, params.real("horizon") / params.real("time_step")) : 1e7;
    double budget = params.isSet("max_steps") ? params.whole("max_steps") : flow ? most : 100;
    double steps = Math.min(most, budget);
    boolean theta = params.text("coordinate_system").equals("theta");
    double stages = params.text("integrator").equals("rk4") ? 4 : 1;
    double step = n * (stages * (theta ? 30 : 5) + 25);
    double samples = params.whole("num_samples");
    return steps * step + 10 * n * n + samples;
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    KlSettings settings = KlSettings.of(trial.params());
    KlTarget.Source source = new KlTarget.Source(trial, streams);
    KlTarget target = targets.get(source.key(), source::target);
    KlNoise noise =
        settings.noisy()
            ? KlNoise.of(settings, target.empirical(), streams.perReplicate("noise", "dimension"))
            : KlNoise.NONE;
    return new KlRun(settings, target, source.start(), noise, recorder).outcome();
  }
}
