package io.gradsweep.workers.contract;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** The time of a trial, its way to and from the simulation included. */
record TrialPace(Ways ways, Duration duration) {

  private static final long SEED = 18;
  private static final int MOST_TRIALS = 5_000;
  private static final double NANOS_PER_MICRO = 1e3;

  /** Runs replicates for a while, after a first one that includes all start-up work. */
  Finding of(Map<String, ParamValue> values, SimulationSpec spec) throws IOException {
    Params params = spec.resolve(values);
    TrialRunner runner = ways.plain(new RunSettings(Recording.NONE, Optional.empty()));
    long[] ended = new long[1];
    runner.run(replicates(params, 1, Long.MAX_VALUE), run -> {});
    long start = System.nanoTime();
    runner.run(replicates(params, MOST_TRIALS, start + duration.toNanos()), run -> ended[0]++);
    double micros = (System.nanoTime() - start) / NANOS_PER_MICRO / Math.max(1, ended[0]);
    return Finding.kept(
        "time of a trial with the defaults",
        "%s µs%s".formatted(rounded(micros), ways.advice(micros)));
  }

  private static Iterator<Trial> replicates(Params params, int most, long deadline) {
    return LongStream.range(0, most)
        .takeWhile(replicate -> replicate == 0 || System.nanoTime() < deadline)
        .mapToObj(replicate -> new Trial(params, SEED, replicate))
        .iterator();
  }

  private static String rounded(double micros) {
    return micros < 10
        ? Double.toString(Math.round(micros * 10) / 10.0)
        : Long.toString(Math.round(micros));
  }
}
