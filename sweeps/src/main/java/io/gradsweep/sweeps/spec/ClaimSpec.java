package io.gradsweep.sweeps.spec;

import java.util.List;

/**
 * A sentence of a paper as a query over outcomes and a bound.
 *
 * @param source where the sentence is found; empty if the file does not say
 * @param expect the bound as written, such as {@code < 0}, {@code within 1% of 2} or {@code in
 *     [1.9, 2.9]}
 * @param position position of its SQL; ignored when claims are compared
 */
public record ClaimSpec(String claim, String source, String sql, String expect, Position position) {

  /** Makes a claim that comes from no file. */
  public ClaimSpec(String claim, String source, String sql, String expect) {
    this(claim, source, sql, expect, Position.NONE);
  }

  /**
   * @throws IllegalArgumentException if {@code expect} is not a bound, which the reader of sweep
   *     files excludes
   */
  public Bound bound() {
    return Bound.parse(expect);
  }

  private List<String> texts() {
    return List.of(claim, source, sql, expect);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClaimSpec that && texts().equals(that.texts());
  }

  @Override
  public int hashCode() {
    return texts().hashCode();
  }
}
