package io.gradsweep.driver.job;

import io.gradsweep.driver.study.Generation.Segment;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * The moment at which a run wants to have ended: no segment begins that may not end before it.
 * Those that have begun are run to their end.
 *
 * @param millis since 1970, by the clock of the machine; the largest number if there is none
 */
public record Deadline(long millis) implements Serializable {

  public static final Deadline NONE = new Deadline(Long.MAX_VALUE);

  /** Segments may take so much longer than expected. */
  static final double UNCERTAINTY = 1.5;

  public static Deadline at(Instant moment) {
    return new Deadline(moment.toEpochMilli());
  }

  /** The time that a segment is expected to take. */
  static long millis(Segment segment) {
    return Math.round(segment.seconds() * 1000);
  }

  /** The shortest time that one of these is expected to take. */
  static long shortest(List<Segment> segments) {
    return segments.stream().mapToLong(Deadline::millis).min().orElse(0);
  }

  /** Whether what is expected to take so many milliseconds may begin now. */
  boolean leavesTimeFor(long expectedMillis) {
    return System.currentTimeMillis() <= latestBegin(expectedMillis);
  }

  /** The last moment at which what is expected to take so many milliseconds may begin. */
  long latestBegin(long expectedMillis) {
    return millis == Long.MAX_VALUE ? millis : (long) (millis - UNCERTAINTY * expectedMillis);
  }

  /** Milliseconds until then; negative if it is over. */
  long left() {
    return millis == Long.MAX_VALUE ? millis : millis - System.currentTimeMillis();
  }
}
