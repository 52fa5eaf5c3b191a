package io.gradsweep.sweeps.spec;

import java.util.List;

/**
 * An exponent of a measure along an axis.
 *
 * @param scale {@code loglog} or {@code semilog}
 */
public record FitSpec(String y, String x, String scale, List<String> by) {

  public FitSpec {
    by = List.copyOf(by);
  }
}
