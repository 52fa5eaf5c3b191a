package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Estimate;

/**
 * The answer to the question of a claim.
 *
 * @param value null if there is none
 * @param low lower end of its interval; null if there is none
 * @param high upper end of its interval
 * @param hasInterval whether the answer needs an interval to decide anything
 * @param n trials that were asked; null if the question does not tell
 * @param independent values that the interval rests on; 0 if the question does not tell
 * @param remark what else there is to say, such as the number of trials without a value
 */
public record ClaimAnswer(
    Double value,
    Double low,
    Double high,
    boolean hasInterval,
    Long n,
    long independent,
    String remark) {

  static ClaimAnswer of(Estimate estimate, long n, long independent, String remark) {
    return new ClaimAnswer(
        estimate.value(), estimate.low(), estimate.high(), true, n, independent, remark);
  }
}
