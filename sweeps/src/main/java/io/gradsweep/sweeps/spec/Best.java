package io.gradsweep.sweeps.spec;

import io.gradsweep.results.trial.Shown;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of an axis at which a statistic is best, chosen on one half of the replicates and
 * reported on the other.
 *
 * @param order whether the lowest or the highest statistic is best
 */
public record Best(String axis, Order order) {

  /** The statistic that is best. */
  public enum Order {
    /** The highest of a share, the lowest of anything else. */
    USUAL,
    LOWEST,
    HIGHEST
  }

  private static final Pattern FORM = Pattern.compile("(\\w+)(?:\\s+(lowest|highest))?");

  /**
   * @param text such as {@code step_size}, or {@code step_size highest}
   * @throws IllegalArgumentException if the text is neither
   */
  public static Best parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'%s' (must be an axis such as step_size, or 'step_size highest')"
              .formatted(Shown.briefly(text)));
    }
    if (form.group(2) == null) {
      return new Best(form.group(1), Order.USUAL);
    }
    return new Best(form.group(1), form.group(2).equals("lowest") ? Order.LOWEST : Order.HIGHEST);
  }

  /** Whether a statistic of the estimand is better than another one. */
  public boolean isBetter(Estimand of, double one, double other) {
    boolean highest =
        switch (order) {
          case USUAL -> of.isShare();
          case LOWEST -> false;
          case HIGHEST -> true;
        };
    return highest ? one > other : one < other;
  }

  @Override
  public String toString() {
    return switch (order) {
      case USUAL -> axis;
      case LOWEST -> axis + " lowest";
      case HIGHEST -> axis + " highest";
    };
  }
}
