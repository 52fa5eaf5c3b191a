package io.gradsweep.sweeps.spec;

import java.util.List;
import java.util.Objects;

/**
 * A table of groups.
 *
 * @param by the columns that make the groups
 * @param of the measures that are summarised
 * @param show the statistics; empty for each measure's default
 * @param position its position; ignored when summaries are compared
 */
public record SummarySpec(
    List<String> by, List<String> of, List<Statistic> show, Position position) {

  public SummarySpec {
    by = List.copyOf(by);
    of = List.copyOf(of);
    show = List.copyOf(show);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SummarySpec that
        && by.equals(that.by)
        && of.equals(that.of)
        && show.equals(that.show);
  }

  @Override
  public int hashCode() {
    return Objects.hash(by, of, show);
  }
}
