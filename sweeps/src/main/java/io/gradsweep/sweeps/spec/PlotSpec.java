package io.gradsweep.sweeps.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A plot: a column on each channel, of which x and y are absent only from plots that an early
 * version stored, or that have a problem.
 *
 * @param color one line for each of its values
 * @param line the same
 * @param facet one panel for each of its values
 * @param scale empty if the file does not say
 * @param position its position; ignored when plots are compared
 */
public record PlotSpec(
    Optional<String> x,
    Optional<String> y,
    Optional<String> color,
    Optional<String> line,
    Optional<String> facet,
    Optional<PlotScale> scale,
    Optional<String> title,
    Position position) {

  /** Columns along a trial, over which a metric's curve is drawn. */
  private static final Set<String> STEPS = Set.of("step", "time");

  /** Columns whose values make the lines. */
  public List<String> lines() {
    return Stream.of(color, line).flatMap(Optional::stream).toList();
  }

  /** Columns whose values make the groups. */
  public List<String> groups() {
    return Stream.of(color, line, facet).flatMap(Optional::stream).toList();
  }

  /**
   * Whether it draws the curves of a metric along the trials, instead of one point a trial.
   *
   * @param metrics of the simulation
   */
  public boolean isOfTrajectories(List<String> metrics) {
    return x.filter(STEPS::contains).isPresent() && y.filter(metrics::contains).isPresent();
  }

  private List<Optional<?>> channels() {
    return List.of(x, y, color, line, facet, scale, title);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlotSpec that && channels().equals(that.channels());
  }

  @Override
  public int hashCode() {
    return Objects.hash(x, y, color, line, facet, scale, title);
  }
}
