package io.gradsweep.sweeps.spec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A plot: the column on each channel ({@code x, y, color, line, scale, facet, title}).
 *
 * @param position its position; ignored when plots are compared
 */
public record PlotSpec(Map<String, String> channels, Position position) {

  /** Words of the channel {@code scale}. */
  public static final List<String> SCALES =
      List.of("linear", "log", "loglog", "logx", "logy", "semilog");

  /** Columns along a trial, over which a metric's curve is drawn. */
  private static final Set<String> STEPS = Set.of("step", "time");

  public PlotSpec {
    channels = Collections.unmodifiableMap(new TreeMap<>(channels));
  }

  public Optional<String> channel(String name) {
    return Optional.ofNullable(channels.get(name));
  }

  /** Columns whose values make the groups. */
  public List<String> groups() {
    return Stream.of("color", "line", "facet").flatMap(name -> channel(name).stream()).toList();
  }

  /**
   * Whether it draws the curves of a metric along the trials, instead of one point a trial.
   *
   * @param metrics of the simulation
   */
  public boolean isOfTrajectories(List<String> metrics) {
    return channel("x").filter(STEPS::contains).isPresent()
        && channel("y").filter(metrics::contains).isPresent();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlotSpec that && channels.equals(that.channels);
  }

  @Override
  public int hashCode() {
    return channels.hashCode();
  }
}
