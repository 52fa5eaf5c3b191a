package io.gradsweep.driver.study;

/**
 * The numbers on which a claim was judged for the last time.
 *
 * @param claim its place among the rule's claims, from 0
 * @param n replicates of its grid points
 * @param holds whether its interval lies inside its bound, or outside; null if the most replicates
 *     were reached before
 * @param value null for none
 * @param low lower end of its interval; null for none
 * @param high upper end
 */
public record ClaimEnd(int claim, long n, Boolean holds, Double value, Double low, Double high) {}
