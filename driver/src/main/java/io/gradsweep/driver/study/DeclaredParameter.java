package io.gradsweep.driver.study;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Range;
import io.gradsweep.results.trial.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * The declaration of one parameter as a study keeps it.
 *
 * @param type {@code real, whole, flag, choice} or {@code text}
 * @param choices of a choice
 */
@JsonInclude(Include.NON_NULL)
record DeclaredParameter(
    String name,
    String type,
    @JsonUnwrapped Bounds bounds,
    List<String> choices,
    @JsonUnwrapped SpecialValues values,
    String unit,
    String about) {

  /**
   * The bounds of a number; null without one.
   *
   * @param least inclusive lower bound
   * @param above exclusive lower bound
   * @param most inclusive upper bound
   * @param below exclusive upper bound
   */
  @JsonInclude(Include.NON_NULL)
  record Bounds(Double least, Double above, Double most, Double below) {

    static Bounds of(Range range) {
      return new Bounds(
          bound(range.min(), range.minIncluded()),
          bound(range.min(), !range.minIncluded()),
          bound(range.max(), range.maxIncluded()),
          bound(range.max(), !range.maxIncluded()));
    }

    private static Double bound(double value, boolean applies) {
      return applies && Double.isFinite(value) ? value : null;
    }

    Range range() {
      double min = least != null ? least : above != null ? above : Double.NEGATIVE_INFINITY;
      double max = most != null ? most : below != null ? below : Double.POSITIVE_INFINITY;
      return new Range(min, least != null, max, most != null);
    }
  }

  /**
   * Values that mean more than themselves.
   *
   * @param standard the default; a JSON null if nothing is set by default, absent if a sweep has to
   *     give a value
   * @param unset whether null is a value
   * @param addedLater the value that is left out of identities; absent if every value counts
   */
  @JsonInclude(Include.NON_NULL)
  record SpecialValues(
      @JsonProperty("default") JsonNode standard,
      Boolean unset,
      @JsonProperty("added_later") JsonNode addedLater) {

    static SpecialValues of(ParameterSpec spec) {
      return new SpecialValues(
          spec.defaultValue().map(DeclaredParameter::json).orElse(null),
          spec.canBeUnset() ? true : null,
          spec.identityDefault().map(DeclaredParameter::json).orElse(null));
    }
  }

  private static final String CHOICE = "choice";

  static DeclaredParameter of(ParameterSpec spec) {
    boolean choice = !spec.choices().isEmpty();
    return new DeclaredParameter(
        spec.name(),
        choice ? CHOICE : word(spec.type()),
        Bounds.of(spec.range()),
        choice ? spec.choices() : null,
        SpecialValues.of(spec),
        spec.unit(),
        spec.about());
  }

  ParameterSpec spec() {
    boolean choice = CHOICE.equals(type);
    ValueType valueType = choice ? ValueType.TEXT : type(type);
    return new ParameterSpec(
        name,
        valueType,
        about,
        unit,
        new ParameterSpec.Domain(
            bounds.range(), choice ? choices : List.of(), Boolean.TRUE.equals(values.unset())),
        value(values.standard(), valueType),
        value(values.addedLater(), valueType));
  }

  private static JsonNode json(ParamValue value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value instanceof ParamValue.Whole whole) {
      return nodes.numberNode(whole.value());
    }
    if (value instanceof ParamValue.Real real) {
      return nodes.numberNode(real.value());
    }
    if (value instanceof ParamValue.Flag flag) {
      return nodes.booleanNode(flag.value());
    }
    return value instanceof ParamValue.Text text ? nodes.textNode(text.value()) : nodes.nullNode();
  }

  private static Optional<ParamValue> value(JsonNode json, ValueType type) {
    if (json == null) {
      return Optional.empty();
    }
    if (json.isNull()) {
      return Optional.of(ParamValue.unset());
    }
    return Optional.of(
        switch (type) {
          case REAL -> ParamValue.of(json.doubleValue());
          case WHOLE -> ParamValue.of(json.longValue());
          case TEXT -> ParamValue.of(json.textValue());
          case FLAG -> ParamValue.of(json.booleanValue());
        });
  }

  /** The type's word in a declaration. */
  static String word(ValueType type) {
    return switch (type) {
      case REAL -> "real";
      case WHOLE -> "whole";
      case TEXT -> "text";
      case FLAG -> "flag";
    };
  }

  /**
   * @throws IllegalArgumentException if no type has the word
   */
  static ValueType type(String word) {
    for (ValueType type : ValueType.values()) {
      if (word(type).equals(word)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "Cannot read type: '%s' (must be real, whole, text or flag)".formatted(word));
  }
}
