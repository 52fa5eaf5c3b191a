package io.gradsweep.driver.status;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The pace of a study, by recent publications: in trials, and in the plan's own measure, expected
 * seconds of one core. The second accounts for trials that are more expensive than others.
 *
 * @param trials published in the span
 * @param segments published in the span
 * @param cost expected seconds of one core that these segments had
 * @param seconds the span, up to now
 */
record Pace(long trials, long segments, double cost, double seconds) {

  /** One published segment. */
  record Publication(long atMillis, double cost, long trials) {}

  private static final Duration SPAN = Duration.ofMinutes(10);

  /** Least number of segments, if the run has published as many: one alone is not informative. */
  private static final int LEAST_SEGMENTS = 8;

  /**
   * The pace of the last ten minutes, or of the time in which the last eight segments were
   * published, if that is longer; nothing before the run began.
   *
   * @param sinceMillis when the run began, in milliseconds since 1970 as all times here
   */
  static Optional<Pace> of(List<Publication> published, long sinceMillis, long nowMillis) {
    List<Publication> newest =
        published.stream()
            .filter(part -> part.atMillis() > sinceMillis)
            .sorted(Comparator.comparingLong(Publication::atMillis).reversed())
            .toList();
    long from = Math.max(sinceMillis, nowMillis - SPAN.toMillis());
    long inSpan = newest.stream().filter(part -> part.atMillis() > from).count();
    long start = from;
    if (inSpan < LEAST_SEGMENTS) {
      start = newest.size() > LEAST_SEGMENTS ? newest.get(LEAST_SEGMENTS).atMillis() : sinceMillis;
    }
    long begin = Math.min(from, start);
    List<Publication> counted = newest.stream().filter(part -> part.atMillis() > begin).toList();
    double seconds = (nowMillis - begin) / 1000.0;
    return counted.isEmpty() || !(seconds > 0)
        ? Optional.empty()
        : Optional.of(
            new Pace(
                counted.stream().mapToLong(Publication::trials).sum(),
                counted.size(),
                counted.stream().mapToDouble(Publication::cost).sum(),
                seconds));
  }

  double trialsPerSecond() {
    return trials / seconds;
  }

  /** Expected seconds of one core that are done per second: near the number of working cores. */
  double costPerSecond() {
    return cost / seconds;
  }
}
