package io.gradsweep.sweeps.spec;

import java.util.List;
import java.util.Objects;

/**
 * A fitted exponent of a measure along an axis: the slope of a straight line on its scale.
 *
 * @param from least x that counts; {@code -∞} for no least
 * @param to greatest x that counts; {@code ∞} for no greatest
 * @param by columns whose values make the groups, one fit each
 * @param position its position; ignored when fits are compared
 */
public record FitSpec(
    String y,
    String x,
    FitScale scale,
    List<String> by,
    double from,
    double to,
    Position position) {

  public FitSpec {
    by = List.copyOf(by);
  }

  /** Makes a fit that comes from no file. */
  public FitSpec(String y, String x, FitScale scale, List<String> by, double from, double to) {
    this(y, x, scale, by, from, to, Position.NONE);
  }

  /** The same fit with other groups. */
  public FitSpec by(List<String> groups) {
    return new FitSpec(y, x, scale, groups, from, to, position);
  }

  public boolean isLogLog() {
    return scale == FitScale.LOGLOG;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FitSpec that
        && List.of(y, x, scale, by, from, to)
            .equals(List.of(that.y, that.x, that.scale, that.by, that.from, that.to));
  }

  @Override
  public int hashCode() {
    return Objects.hash(y, x, scale, by, from, to);
  }
}
