package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.trial.Shown;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time on a command line: with units, or as SLURM writes them. */
final class TimeText {

  private static final String NUMBER = "(\\d{1,6}(?:[.]\\d{1,6})?)";
  private static final Pattern UNITS =
      Pattern.compile("(?:%1$sd)?(?:%1$sh)?(?:%1$sm)?(?:%1$ss)?".formatted(NUMBER));
  private static final Pattern CLOCK =
      Pattern.compile("(?:(\\d{1,4})-)?(\\d{1,4}):(\\d{2}):(\\d{2})");

  private static final Pattern LEFT =
      Pattern.compile("(?:(\\d{1,6})-)?(?:(\\d{1,2}):)?(\\d{1,3}):(\\d{2})");

  /** Seconds in the groups of the patterns. */
  private static final long[] SECONDS = {86_400, 3_600, 60, 1};

  private static final BigDecimal LONGEST = BigDecimal.valueOf(100_000L * 3_600);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private TimeText() {}

  /**
   * @param option whose value this is
   * @throws RequestException if it is no length of time
   */
  static Duration read(String option, String typed) {
    Matcher units = UNITS.matcher(typed);
    Matcher parts = units.matches() ? units : CLOCK.matcher(typed);
    BigDecimal seconds = parts.matches() ? seconds(parts) : BigDecimal.ZERO;
    if (seconds.compareTo(BigDecimal.ONE) < 0 || seconds.compareTo(LONGEST) > 0) {
      throw new RequestException(
          "Cannot use %s: '%s' (must be a time such as 90m, 4h, 3h50m, 1d12h or 1-12:00:00)"
              .formatted(option, Shown.briefly(typed)));
    }
    return Duration.ofMillis(seconds.multiply(THOUSAND).longValue());
  }

  private static BigDecimal seconds(Matcher parts) {
    BigDecimal seconds = BigDecimal.ZERO;
    for (int i = 0; i < SECONDS.length; i++) {
      String amount = parts.group(i + 1);
      if (amount != null) {
        seconds = seconds.add(new BigDecimal(amount).multiply(BigDecimal.valueOf(SECONDS[i])));
      }
    }
    return seconds;
  }

  /** Time that SLURM leaves to a job; empty if there is no end, or it does not say. */
  static Optional<Duration> left(String said) {
    Matcher parts = LEFT.matcher(said);
    return parts.matches()
        ? Optional.of(Duration.ofSeconds(seconds(parts).longValue()))
        : Optional.empty();
  }

  /** As SLURM's {@code --time} takes it. */
  static String ofSlurm(Duration time) {
    String clock =
        String.format(
            Locale.ROOT,
            "%02d:%02d:%02d",
            time.toHoursPart(),
            time.toMinutesPart(),
            time.toSecondsPart());
    return time.toDays() == 0 ? clock : time.toDays() + "-" + clock;
  }
}
