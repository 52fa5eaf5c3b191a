package io.gradsweep.results.outcome;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Place and time of a trial's run: the only facts of a row that may differ between two runs.
 *
 * @param wallTimeNanos time inside the simulation, in nanoseconds
 * @param attempt 0 for the first run of the segment, higher if it was repeated
 * @param version gradsweep's version
 */
public record Provenance(
    Instant startedAt, long wallTimeNanos, String host, int attempt, String version) {

  public Provenance {
    requireNonNull(startedAt, "startedAt is null");
    requireNonNull(host, "host is null");
    requireNonNull(version, "version is null");
  }
}
