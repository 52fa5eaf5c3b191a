package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.CanonicalHash;
import io.gradsweep.results.trial.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Trials at values of an axis that a grid does not hold, ascending by replicate, then by
 * combination, then by value. A combination stands for itself at every value of the axis.
 */
public final class PointsRound implements Round {

  private static final long serialVersionUID = 1;

  /**
   * A trial.
   *
   * @param combination of the grid, as {@link Refinement#cell} numbers it
   * @param value of the axis
   */
  public record Point(long combination, long replicate, double value) implements Comparable<Point> {
    @Override
    public int compareTo(Point other) {
      int order = Long.compare(replicate, other.replicate);
      order = order == 0 ? Long.compare(combination, other.combination) : order;
      return order == 0 ? Double.compare(value, other.value) : order;
    }
  }

  private final long[] combinations;
  private final long[] replicates;
  private final double[] values;

  /**
   * @throws IllegalArgumentException if a point stands twice
   */
  public PointsRound(List<Point> points) {
    List<Point> sorted = points.stream().sorted().toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i - 1).compareTo(sorted.get(i)) == 0) {
        throw new IllegalArgumentException(
            "Cannot make round: %s stands twice".formatted(sorted.get(i)));
      }
    }
    combinations = sorted.stream().mapToLong(Point::combination).toArray();
    replicates = sorted.stream().mapToLong(Point::replicate).toArray();
    values = sorted.stream().mapToDouble(Point::value).toArray();
  }

  /** The point at an index. */
  public Point point(int index) {
    return new Point(combinations[index], replicates[index], values[index]);
  }

  @Override
  public long size() {
    return values.length;
  }

  @Override
  public Optional<Trial> trial(Plan grid, long index) {
    Point point = point(Math.toIntExact(index));
    return grid.trial(point.combination(), point.replicate())
        .map(trial -> grid.refinement().orElseThrow().at(trial, point.value()));
  }

  @Override
  public OptionalLong indexOf(Plan grid, Trial trial) {
    Optional<Refinement> refinement = grid.refinement();
    OptionalLong cell = refinement.isEmpty() ? OptionalLong.empty() : refinement.get().cell(trial);
    if (cell.isEmpty()) {
      return OptionalLong.empty();
    }
    double value = refinement.get().value(trial.params());
    int place = place(new Point(cell.getAsLong(), trial.replicate(), value));
    return place < 0 ? OptionalLong.empty() : OptionalLong.of(place);
  }

  private int place(Point wanted) {
    int low = 0;
    int high = values.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = point(middle).compareTo(wanted);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  @Override
  public long trials(Plan grid) {
    return size();
  }

  @Override
  public long replicatesEnd() {
    return values.length == 0 ? 0 : replicates[values.length - 1] + 1;
  }

  @Override
  public void addTo(CanonicalHash hash) {
    hash.part("points").part(fingerprint());
  }

  /** A hash of the points. */
  public String fingerprint() {
    CanonicalHash hash = new CanonicalHash("gradsweep-points-1");
    for (int i = 0; i < values.length; i++) {
      hash.part(Long.toString(combinations[i]))
          .part(Long.toString(replicates[i]))
          .part(Long.toHexString(Double.doubleToLongBits(values[i])));
    }
    return hash.hex().substring(0, 32);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PointsRound that
        && Arrays.equals(combinations, that.combinations)
        && Arrays.equals(replicates, that.replicates)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
