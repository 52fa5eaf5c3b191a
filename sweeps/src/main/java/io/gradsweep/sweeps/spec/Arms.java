package io.gradsweep.sweeps.spec;

import io.gradsweep.results.trial.Shown;

/**
 * Two values of a column, each an arm of a comparison.
 *
 * @param first as text
 * @param second as text
 */
public record Arms(String column, String first, String second) {

  /**
   * @param text such as {@code optimizer=natural,gradient}
   * @throws IllegalArgumentException if the text does not name a column and two values of it
   */
  public static Arms parse(String text) {
    String[] sides = text.split("=", 2);
    String[] values = sides.length == 2 ? sides[1].split(",", -1) : new String[0];
    if (values.length != 2 || values[0].strip().equals(values[1].strip())) {
      throw new IllegalArgumentException(
          "'%s' (must be COLUMN=FIRST,SECOND with two values)".formatted(Shown.briefly(text)));
    }
    return new Arms(sides[0].strip(), values[0].strip(), values[1].strip());
  }

  @Override
  public String toString() {
    return "%s=%s,%s".formatted(column, first, second);
  }
}
