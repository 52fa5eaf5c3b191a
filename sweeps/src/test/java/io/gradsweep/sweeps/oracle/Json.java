package io.gradsweep.sweeps.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Trees of maps, lists, texts and literals as JSON, which YAML 1.2 reads as well. */
final class Json {

  private Json() {}

  /** A number, a flag or null, as it is written. */
  record Literal(String text) {}

  static String text(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (tree instanceof List<?> list) {
      return list.stream().map(Json::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return tree instanceof Literal literal
        ? literal.text()
        : "\"" + ((String) tree).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** The same tree with the keys of every map in another order. */
  static Object shuffled(Object tree, Random random) {
    if (tree instanceof List<?> list) {
      return list.stream().map(item -> shuffled(item, random)).toList();
    }
    if (!(tree instanceof Map<?, ?> map)) {
      return tree;
    }
    List<Object> keys = new ArrayList<>(map.keySet());
    Collections.shuffle(keys, random);
    Map<Object, Object> result = new LinkedHashMap<>();
    keys.forEach(key -> result.put(key, shuffled(map.get(key), random)));
    return result;
  }
}
