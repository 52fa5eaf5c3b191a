package io.gradsweep.sweeps.spec;

import java.util.List;

/**
 * A sentence of a paper as a query over outcomes and a bound.
 *
 * @param source where the sentence is found; empty if the file does not say
 * @param bound the numbers that the sentence accepts; {@link Bound#unread} in a sweep with problems
 * @param position position of its SQL; ignored when claims are compared
 */
public record ClaimSpec(String claim, String source, String sql, Bound bound, Position position) {

  /** Makes a claim that comes from no file. */
  public ClaimSpec(String claim, String source, String sql, Bound bound) {
    this(claim, source, sql, bound, Position.NONE);
  }

  private List<Object> parts() {
    return List.of(claim, source, sql, bound);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClaimSpec that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }
}
