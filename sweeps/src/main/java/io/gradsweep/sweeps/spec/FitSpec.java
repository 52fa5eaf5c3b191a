package io.gradsweep.sweeps.spec;

import java.util.List;

/**
 * An exponent of a measure along an axis: the slope of ln y against ln x ({@code loglog}), or of ln
 * y against x ({@code semilog}).
 *
 * @param from least x that counts; {@code -∞} for no least
 * @param to greatest x that counts; {@code ∞} for no greatest
 * @param by columns whose values make the groups, one fit each
 */
public record FitSpec(String y, String x, String scale, List<String> by, double from, double to) {

  public static final String LOGLOG = "loglog";
  public static final String SEMILOG = "semilog";

  public FitSpec {
    by = List.copyOf(by);
  }

  public boolean isLogLog() {
    return scale.equals(LOGLOG);
  }
}
