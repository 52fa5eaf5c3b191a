package io.gradsweep.sweeps.spec;

import java.util.List;

/**
 * A table of groups: the columns that make them, and the measures that are summarised.
 *
 * @param position where it stands; not part of what makes two summaries equal
 */
public record SummarySpec(List<String> by, List<String> of, Position position) {

  public SummarySpec {
    by = List.copyOf(by);
    of = List.copyOf(of);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SummarySpec that && by.equals(that.by) && of.equals(that.of);
  }

  @Override
  public int hashCode() {
    return by.hashCode() * 31 + of.hashCode();
  }
}
