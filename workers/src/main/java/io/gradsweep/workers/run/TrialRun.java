package io.gradsweep.workers.run;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.trial.Trial;
import java.time.Instant;

/**
 * One trial that has run.
 *
 * @param trajectory valid until the sink that was handed this run returns
 * @param wallNanos time inside the simulation, in nanoseconds
 * @param stepBudget steps after which the trial would have ended at the latest; 0 where it has not
 *     said
 */
public record TrialRun(
    Trial trial,
    Outcome outcome,
    Trajectory trajectory,
    Instant startedAt,
    long wallNanos,
    long stepBudget) {}
