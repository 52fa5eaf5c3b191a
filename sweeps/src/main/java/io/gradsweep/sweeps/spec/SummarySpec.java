package io.gradsweep.sweeps.spec;

import java.util.List;

/** A table of groups: the columns that make them, and the measures that are summarised. */
public record SummarySpec(List<String> by, List<String> of) {

  public SummarySpec {
    by = List.copyOf(by);
    of = List.copyOf(of);
  }
}
