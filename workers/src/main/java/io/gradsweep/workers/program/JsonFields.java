package io.gradsweep.workers.program;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Keys of one object of a declaration. Problems are collected, not thrown. */
final class JsonFields {

  private final JsonNode object;
  private final String where;
  private final List<String> problems;

  /**
   * @param where the beginning of the messages about its problems
   * @param known the keys that it may have
   */
  JsonFields(JsonNode object, String where, Set<String> known, List<String> problems) {
    this.object = object;
    this.where = where;
    this.problems = problems;
    object
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                wrong(
                    "unknown key '%s'%s"
                        .formatted(Shown.briefly(key), Names.didYouMean(key, known)));
              }
            });
  }

  void wrong(String problem) {
    problems.add(where + problem);
  }

  boolean has(String key) {
    return object.has(key);
  }

  JsonNode get(String key) {
    return object.path(key);
  }

  String text(String key, String otherwise) {
    return read(key, JsonNode::isTextual, JsonNode::textValue, "text").orElse(otherwise);
  }

  Optional<String> requiredText(String key) {
    if (!has(key)) {
      wrong("'%s' is missing".formatted(key));
    }
    return read(key, JsonNode::isTextual, JsonNode::textValue, "text");
  }

  /** A whole number that is at least 1. */
  int count(String key, int otherwise) {
    return read(
            key,
            node -> node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 1,
            JsonNode::intValue,
            "a whole number, at least 1")
        .orElse(otherwise);
  }

  boolean flag(String key, boolean otherwise) {
    return read(key, JsonNode::isBoolean, JsonNode::booleanValue, "true or false")
        .orElse(otherwise);
  }

  Optional<Double> number(String key) {
    return read(
        key,
        node -> node.isNumber() && Double.isFinite(node.doubleValue()),
        JsonNode::doubleValue,
        "a number");
  }

  /** The texts of a list. */
  List<String> texts(String key) {
    return read(key, JsonFields::isTexts, JsonFields::texts, "a list of texts").orElse(List.of());
  }

  /** The objects of a list. */
  List<JsonNode> objects(String key) {
    return read(key, JsonFields::isObjects, JsonFields::elements, "a list of objects")
        .orElse(List.of());
  }

  /** An object; empty if it is absent. */
  Optional<JsonNode> object(String key) {
    return read(key, JsonNode::isObject, node -> node, "an object");
  }

  private <T> Optional<T> read(
      String key, Function<JsonNode, Boolean> isRight, Function<JsonNode, T> value, String right) {
    JsonNode node = object.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (!isRight.apply(node)) {
      wrong("%s: %s (must be %s)".formatted(key, Shown.briefly(node.toString()), right));
      return Optional.empty();
    }
    return Optional.of(value.apply(node));
  }

  private static boolean isTexts(JsonNode node) {
    return node.isArray() && elements(node).stream().allMatch(JsonNode::isTextual);
  }

  private static boolean isObjects(JsonNode node) {
    return node.isArray() && elements(node).stream().allMatch(JsonNode::isObject);
  }

  private static List<String> texts(JsonNode node) {
    return elements(node).stream().map(JsonNode::textValue).toList();
  }

  private static List<JsonNode> elements(JsonNode node) {
    List<JsonNode> elements = new ArrayList<>();
    node.forEach(elements::add);
    return elements;
  }
}
