package io.gradsweep.sweeps.spec;

/**
 * A sentence of a paper as a query over outcomes and a bound.
 *
 * @param expect the bound as written, such as {@code < 0}, {@code within 1% of 2} or {@code in
 *     [1.9, 2.9]}
 */
public record ClaimSpec(String claim, String source, String sql, String expect) {

  /**
   * @throws IllegalArgumentException if {@code expect} is no bound; a sweep file that was read has
   *     none such
   */
  public Bound bound() {
    return Bound.parse(expect);
  }
}
