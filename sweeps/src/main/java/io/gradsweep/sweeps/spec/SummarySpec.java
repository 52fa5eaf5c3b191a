package io.gradsweep.sweeps.spec;

import java.util.List;

/**
 * A table of groups.
 *
 * @param by the columns that make the groups
 * @param of the measures that are summarised
 * @param show how, such as {@code median}; empty for each measure's own way
 */
public record SummarySpec(List<String> by, List<String> of, List<String> show) {

  public SummarySpec {
    by = List.copyOf(by);
    of = List.copyOf(of);
    show = List.copyOf(show);
  }
}
