package io.gradsweep.sweeps.spec;

import java.util.List;
import java.util.Optional;

/**
 * One grid: the product of its groups. A group is an axis, or several of equal length that vary
 * together (zip).
 */
public record Block(List<List<Axis>> groups, Optional<Filter> where) {

  public static final Block EMPTY = new Block(List.of(), Optional.empty());

  public Block {
    groups = groups.stream().map(List::copyOf).toList();
  }

  public List<Axis> axes() {
    return groups.stream().flatMap(List::stream).toList();
  }

  /** Keeps the combinations of a block for which the expression holds. */
  public record Filter(String text, Position position) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Filter that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }
}
