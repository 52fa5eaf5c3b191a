package io.gradsweep.driver.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A cell whose value is to be told apart from others than those of its column, such as the bound
 * that it is held against.
 *
 * @param value null where there is none
 */
public record Beside(Object value, List<Object> others) {

  public static Beside of(Object value, Object... others) {
    return new Beside(value, Arrays.asList(others)); // List.of refuses nulls
  }

  /** The value of a cell. */
  static Object plain(Object cell) {
    return cell instanceof Beside beside ? beside.value() : cell;
  }

  String text() {
    List<Object> all = new ArrayList<>(others);
    all.add(value);
    return ColumnTexts.of(all).of(value);
  }
}
