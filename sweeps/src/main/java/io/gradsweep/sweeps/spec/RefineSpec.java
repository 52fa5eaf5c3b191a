package io.gradsweep.sweeps.spec;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An edge along an axis, searched for by bisection in every replicate.
 *
 * @param axis a parameter that varies alone
 * @param boundary the condition on a trial's row that changes at the edge
 * @param probes number of looks on either side of a final bracket
 * @param extend most steps beyond either end of a grid that shows no change
 * @param scale of the axis: where middles and widths are meant
 * @param position its position; ignored when two are compared
 */
public record RefineSpec(
    String axis,
    String boundary,
    Tolerance to,
    int probes,
    int extend,
    WhichCrossing which,
    AxisScale scale,
    Position position) {

  /** Looks at 2, 4, … 1024 times the final bracket. */
  public static final int MOST_PROBES = 10;

  public static final int MOST_EXTEND = 100;

  /** Stands for an axis that could not be read, in a sweep that serves to find more problems. */
  public static final String UNREAD = "";

  public RefineSpec {
    requireNonNull(axis, "axis is null");
    requireNonNull(boundary, "boundary is null");
    requireNonNull(to, "to is null");
    requireNonNull(which, "which is null");
    requireNonNull(scale, "scale is null");
  }

  /** All of it in one spelling, which determines its decisions. */
  public String text() {
    return "%s where %s; to %s, %s; probes %d, extend %d, %s"
        .formatted(axis, boundary, to.text(), scale.word(), probes, extend, which.word());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RefineSpec that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  private List<Object> parts() {
    return List.of(axis, boundary, to, probes, extend, which, scale);
  }
}
