package io.gradsweep.sweeps.spec;

import java.util.Arrays;
import java.util.Optional;

/**
 * The rules by which the expressions of a sweep become values and its filters get their meaning. A
 * rule never changes, since a study's trials depend on it: a sweep names its rule by number, and a
 * better rule gets the next number.
 */
public enum ValueRule {
  /**
   * The rule of gradsweep 0.1, and of studies that name none. Everything is computed in doubles,
   * and all draws of an axis come from one stream, each expression from its beginning. Filters have
   * no types: a flag is 1 or 0, and a text differs from a value that is not set.
   */
  DOUBLES(1),

  /**
   * A spacing's value that differs from a short decimal only by rounding becomes that decimal;
   * ranges are computed in decimals; each drawn expression of an axis has its own stream. Filters
   * have types, and no comparison with a value that is not set holds.
   */
  DECIMALS(2);

  public static final ValueRule NEWEST = DECIMALS;

  private final int number;

  ValueRule(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static Optional<ValueRule> of(long number) {
    return Arrays.stream(values()).filter(rule -> rule.number == number).findFirst();
  }
}
