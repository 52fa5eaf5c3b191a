package io.gradsweep.sweeps.spec;

import static java.util.Objects.requireNonNull;

import io.gradsweep.results.trial.Shown;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statistic of the values of a group.
 *
 * @param word as in a sweep file and on the command line: {@code mean}, {@code median}, {@code
 *     geomean}, {@code ert}, {@code sd}, {@code min}, {@code max}, or a quantile such as {@code
 *     q90}
 * @param order order of the quantile, above 0 and below 1; NaN of what is none
 */
public record Statistic(Form kind, String word, double order) {

  /** Kinds of statistics; each but the quantile has one word. */
  public enum Form {
    MEAN,
    MEDIAN,
    GEOMEAN,
    /** The expected running time. */
    ERT,
    SD,
    MIN,
    MAX,
    QUANTILE;

    /** Whether the statistic has an interval if there are enough values. */
    public boolean hasInterval() {
      return switch (this) {
        case MEAN, MEDIAN, GEOMEAN, ERT, QUANTILE -> true;
        case SD, MIN, MAX -> false;
      };
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final Statistic MEAN = new Statistic(Form.MEAN, "mean", Double.NaN);
  public static final Statistic MEDIAN = new Statistic(Form.MEDIAN, "median", 0.5);
  public static final Statistic ERT = new Statistic(Form.ERT, "ert", Double.NaN);

  private static final Pattern QUANTILE = Pattern.compile("q([0-9]{1,2}(?:\\.[0-9]{1,4})?)");

  public Statistic {
    requireNonNull(kind, "kind is null");
    boolean ordered = kind == Form.MEDIAN || kind == Form.QUANTILE;
    if (ordered ? !(order > 0 && order < 1) : !Double.isNaN(order)) {
      throw new IllegalArgumentException(
          "Cannot make %s of order: %s (must be above 0 and below 1, and NaN of what is no quantile)"
              .formatted(kind, order));
    }
  }

  /**
   * @throws IllegalArgumentException if there is no such statistic; the message names those there
   *     are
   */
  public static Statistic parse(String word) {
    Matcher quantile = QUANTILE.matcher(word);
    if (quantile.matches()) {
      double order = Double.parseDouble(quantile.group(1)) / 100;
      if (!(order > 0)) {
        throw fault(word, "must be of an order above 0");
      }
      return new Statistic(Form.QUANTILE, word, order);
    }
    return Arrays.stream(Form.values())
        .filter(kind -> kind != Form.QUANTILE && kind.word().equals(word))
        .findFirst()
        .map(kind -> kind == Form.MEDIAN ? MEDIAN : new Statistic(kind, word, Double.NaN))
        .orElseThrow(
            () ->
                fault(
                    word,
                    "must be mean, median, geomean, ert, sd, min, max or a quantile such as q90"));
  }

  private static IllegalArgumentException fault(String word, String right) {
    return new IllegalArgumentException("'%s' (%s)".formatted(Shown.briefly(word), right));
  }

  /** Whether it is the median, or a quantile. */
  public boolean isQuantile() {
    return !Double.isNaN(order);
  }

  public boolean isErt() {
    return kind == Form.ERT;
  }
}
