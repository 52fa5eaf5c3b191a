package io.gradsweep.driver.query;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cell whose value has to be distinguishable from values outside its column, such as the bound
 * with which it is compared.
 *
 * @param value null if there is none
 */
public record Beside(Object value, List<Object> others) {

  public static Beside of(Object value, Object... others) {
    return new Beside(value, Arrays.asList(others)); // List.of refuses nulls
  }

  /** The value of a cell. */
  static Object plain(Object cell) {
    return cell instanceof Beside beside ? beside.value() : cell;
  }

  /** The value of a cell, and those from which it has to be distinguishable. */
  static Stream<Object> all(Object cell) {
    return cell instanceof Beside beside
        ? Stream.concat(Stream.of(beside).map(Beside::value), beside.others().stream())
        : Arrays.stream(new Object[] {cell}); // Stream.of takes a null for no array
  }
}
