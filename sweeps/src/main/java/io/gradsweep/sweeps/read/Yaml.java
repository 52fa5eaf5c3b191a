package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sweep file as a tree that knows the position of each value. */
sealed interface Yaml {

  Position position();

  /**
   * @param text the scalar's text
   * @param value its value by YAML's core schema; a quoted scalar is always a text
   */
  record Scalar(String text, ParamValue value, Position position) implements Yaml {}

  /** A scalar that no parameter can hold; it is already reported as a problem. */
  record Wrong(Position position) implements Yaml {}

  record Sequence(List<Yaml> items, Position position) implements Yaml {}

  record Mapping(Map<String, Entry> entries, Position position) implements Yaml {

    Mapping with(String key, Entry entry) {
      Map<String, Entry> copy = new LinkedHashMap<>(entries);
      copy.put(key, entry);
      return new Mapping(copy, position);
    }

    Mapping without(String key) {
      Map<String, Entry> copy = new LinkedHashMap<>(entries);
      copy.remove(key);
      return new Mapping(copy, position);
    }
  }

  /** A value of a mapping, with the position of its key. */
  record Entry(Position key, Yaml value) {}

  /** The items of a list; any other value as its only item. */
  static List<Yaml> items(Yaml value) {
    return value instanceof Sequence sequence ? sequence.items() : List.of(value);
  }

  /** Describes the value in the words of a message. */
  static String words(Yaml value) {
    if (value instanceof Scalar scalar) {
      return scalar.text().isEmpty() ? "nothing" : "'" + Shown.briefly(scalar.text()) + "'";
    }
    return value instanceof Sequence ? "a list" : "a map";
  }
}
