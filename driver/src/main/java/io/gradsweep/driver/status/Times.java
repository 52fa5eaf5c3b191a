package io.gradsweep.driver.status;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Parses times in a study's files, which anybody may have written. */
final class Times {

  private Times() {}

  static Optional<Instant> parse(String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static double seconds(Instant from, Instant to) {
    return Math.max(0, (to.toEpochMilli() - from.toEpochMilli()) / 1000.0);
  }
}
