package io.gradsweep.workers.run;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.trial.Trial;
import java.time.Instant;

/**
 * One trial that has run.
 *
 * @param trajectory valid until the sink that was handed this run returns
 * @param wallNanos time inside the simulation, in nanoseconds
 */
public record TrialRun(
    Trial trial, Outcome outcome, Trajectory trajectory, Instant startedAt, long wallNanos) {}
