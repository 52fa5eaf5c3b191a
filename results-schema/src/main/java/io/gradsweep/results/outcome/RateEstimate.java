package io.gradsweep.results.outcome;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A fitted exponent of decay: error ∝ exp(-rate · t), t in time for flows and steps for discrete
 * methods. A rate is never given without its window, its number of points and its error.
 *
 * @param rate minus the slope of log error against t; positive if the error falls
 * @param stderr standard error of the slope under independent residuals; NaN for fewer than three
 *     points
 * @param r2 share of the variance of log error that the line explains, in [0, 1]; NaN if the log
 *     error does not vary
 * @param points number of fitted points; 0 if there is no rate
 * @param from first t of the fitted window
 * @param to last t of the fitted window
 * @param note reason why there is no rate, or why it is doubtful; empty for a rate without doubt,
 *     and if none was requested
 */
public record RateEstimate(
    double rate,
    double stderr,
    double r2,
    int points,
    double from,
    double to,
    Optional<RateNote> note) {

  /** No rate, and none was requested. */
  public static final RateEstimate NONE = absent(Optional.empty());

  public RateEstimate {
    requireNonNull(note, "note is null");
    if (note.isPresent() && note.get().meansNoRate() != (points == 0)) {
      throw new IllegalArgumentException(
          "Cannot note of a rate: %s (must go with the rate's %d points)"
              .formatted(note.get().word(), points));
    }
  }

  /** A rate without doubt. */
  public RateEstimate(double rate, double stderr, double r2, int points, double from, double to) {
    this(rate, stderr, r2, points, from, to, Optional.empty());
  }

  /** No rate, for a reason. */
  public static RateEstimate none(RateNote why) {
    return absent(Optional.of(why));
  }

  private static RateEstimate absent(Optional<RateNote> why) {
    return new RateEstimate(Double.NaN, Double.NaN, Double.NaN, 0, Double.NaN, Double.NaN, why);
  }

  public boolean isPresent() {
    return points > 0;
  }
}
