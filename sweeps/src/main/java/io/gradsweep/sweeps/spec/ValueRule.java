package io.gradsweep.sweeps.spec;

import java.util.Arrays;
import java.util.Optional;

/**
 * How the expressions of a sweep become values, and what its filters mean. What a rule says never
 * changes, since a study's trials follow from it: a sweep names its rule by number, and a better
 * one gets the next number.
 */
public enum ValueRule {
  /**
   * The rule of gradsweep 0.1, of studies that name none. Everything is computed in doubles, and
   * all draws of an axis come from one stream, each expression from its beginning. Filters have no
   * types: a flag is 1 or 0, and a text differs from a value that is not set.
   */
  DOUBLES(1),

  /**
   * A spacing's value that misses a short decimal by rounding alone is that decimal; ranges are
   * computed in decimals; each drawn expression of an axis has a stream of its own. Filters have
   * types, and no comparison with a value that is not set holds.
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
