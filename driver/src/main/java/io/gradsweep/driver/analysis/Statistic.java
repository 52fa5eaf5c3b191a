package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.Estimate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statistic of the values of a group.
 *
 * @param word as in a sweep file and on the command line: {@code mean}, {@code median}, {@code
 *     geomean}, {@code ert}, {@code sd}, {@code min}, {@code max}, or a quantile such as {@code
 *     q90}
 * @param quantile the quantile's order, if it is one
 */
record Statistic(String word, OptionalDouble quantile) {

  static final Statistic MEAN = named("mean");
  static final Statistic MEDIAN = new Statistic("median", OptionalDouble.of(0.5));
  static final Statistic ERT = named("ert");

  private static final List<String> OTHERS = List.of("mean", "geomean", "ert", "sd", "min", "max");
  private static final Pattern QUANTILE = Pattern.compile("q([0-9]{1,2}(?:\\.[0-9]{1,4})?)");

  private static Statistic named(String word) {
    return new Statistic(word, OptionalDouble.empty());
  }

  /**
   * @throws RequestException if there is no such statistic
   */
  static Statistic of(String word) {
    if (word.equals(MEDIAN.word)) {
      return MEDIAN;
    }
    Matcher order = QUANTILE.matcher(word);
    if (order.matches() && Double.parseDouble(order.group(1)) > 0) {
      return new Statistic(word, OptionalDouble.of(Double.parseDouble(order.group(1)) / 100));
    }
    if (!OTHERS.contains(word)) {
      throw new RequestException(
          "Cannot show: '%s' (must be mean, median, geomean, ert, sd, min, max or a quantile such as q90)"
              .formatted(word));
    }
    return named(word);
  }

  boolean isErt() {
    return word.equals(ERT.word);
  }

  /** Whether the statistic has an interval if there are enough values. */
  boolean hasInterval() {
    return quantile.isPresent() || List.of("mean", "geomean", "ert").contains(word);
  }

  Estimate of(Sample sample) {
    if (quantile.isPresent()) {
      return sample.quantile(quantile.getAsDouble());
    }
    return switch (word) {
      case "mean" -> sample.mean();
      case "geomean" -> sample.geometricMean();
      case "ert" -> sample.spending().expected();
      case "sd" -> sample.plain(sample.moments().standardDeviation());
      case "min" -> sample.plain(sample.least());
      default -> sample.plain(sample.greatest());
    };
  }
}
