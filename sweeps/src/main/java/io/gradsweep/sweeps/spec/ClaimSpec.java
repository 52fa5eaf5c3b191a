package io.gradsweep.sweeps.spec;

/**
 * A sentence of a paper as a query over outcomes and a bound.
 *
 * @param expect the bound, such as {@code < 0}, {@code within 1% of 2} or {@code in [1.9, 2.9]}
 */
public record ClaimSpec(String claim, String source, String sql, String expect) {}
