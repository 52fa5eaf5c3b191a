package io.gradsweep.driver.query;

import java.time.Duration;
import java.time.Period;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats lengths of time by ISO 8601, such as {@code P1Y2M3DT4H5M6.5S}, whatever the engine's
 * format. A day has 24 hours, and a month its own length.
 */
public final class IntervalText {

  private static final Pattern DUCKDB =
      Pattern.compile(
          "(?:(-?\\d+) years?)? ?(?:(-?\\d+) months?)? ?(?:(-?\\d+) days?)?"
              + " ?(?:(-?)(\\d+):(\\d+):(\\d+(?:\\.\\d+)?))?");

  private static final int MONTHS = 12;

  private IntervalText() {}

  public static String of(long months, Duration rest) {
    Duration length = rest.abs();
    Duration time = length.minusDays(length.toDays());
    int sign = rest.isNegative() ? -1 : 1;
    Period date =
        Period.of(
            Math.toIntExact(months / MONTHS),
            Math.toIntExact(months % MONTHS),
            Math.toIntExact(sign * length.toDays()));
    String ofTime = time.multipliedBy(sign).toString();
    if (time.isZero()) {
      return date.toString();
    }
    return date.isZero() ? ofTime : date + ofTime.substring(1);
  }

  /** Converts DuckDB's own words for one. */
  static String ofDuckDb(String words) {
    Matcher parts = DUCKDB.matcher(words);
    if (!parts.matches()) {
      return words;
    }
    Duration time = Duration.ofDays(number(parts.group(3)));
    if (parts.group(5) != null) {
      Duration clock =
          Duration.parse("PT%sH%sM%sS".formatted(parts.group(5), parts.group(6), parts.group(7)));
      time = parts.group(4).isEmpty() ? time.plus(clock) : time.minus(clock);
    }
    return of(MONTHS * number(parts.group(1)) + number(parts.group(2)), time);
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
