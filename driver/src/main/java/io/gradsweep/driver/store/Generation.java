package io.gradsweep.driver.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The segments laid out when a study started, or when it grew. Written once; a resumed run takes
 * the same segments under the same names.
 *
 * @param number from 0
 * @param fingerprint of the plan
 * @param simulationVersion the simulation's version when the plan was made
 * @param sweep text of the sweep, as resolved; the plan is rebuilt from it
 * @param bounds segment s holds the plan's indices from bounds[s] (included) to bounds[s + 1]
 * @param seconds expected time of each segment on one core
 * @param declaration of the simulation when the plan was made; null in what 0.1 wrote, of a
 *     simulation that gradsweep has
 */
@JsonInclude(Include.NON_NULL)
public record Generation(
    int number,
    String fingerprint,
    int simulationVersion,
    String sweep,
    long[] bounds,
    double[] seconds,
    Declaration declaration) {

  /** A range of a plan's indices: the unit that is scheduled and published. */
  public record Segment(int generation, int number, long from, long to, double seconds) {
    public PartName part() {
      return new PartName(generation, number);
    }
  }

  /** How many segments there are. */
  int size() {
    return bounds.length - 1;
  }

  /** Whether a file that was read holds what this gradsweep writes as generation {@code number}. */
  boolean isWhole(int number) {
    if (this.number != number || fingerprint == null || sweep == null) {
      return false;
    }
    if (declaration != null && !declaration.isWhole()) {
      return false;
    }
    if (bounds == null || seconds == null || bounds.length < 2 || bounds[0] != 0) {
      return false;
    }
    boolean rising = IntStream.range(1, bounds.length).allMatch(s -> bounds[s - 1] < bounds[s]);
    boolean lasting = Arrays.stream(seconds).allMatch(s -> s >= 0 && s < Double.POSITIVE_INFINITY);
    return rising && lasting && seconds.length == size();
  }

  @JsonIgnore
  public List<Segment> segments() {
    return IntStream.range(0, bounds.length - 1)
        .mapToObj(s -> new Segment(number, s, bounds[s], bounds[s + 1], seconds[s]))
        .toList();
  }
}
