package io.gradsweep.workers.program;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Range;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the declaration of one parameter or measurement, as a program gives it. */
final class DescribedParameter {

  private static final String CHOICE = "choice";
  private static final String CHOICES = "choices";
  private static final String DEFAULT = "default";
  private static final String ADDED_LATER = "added_later";

  private static final Set<String> KEYS =
      Set.of(
          "name",
          "type",
          "least",
          "above",
          "most",
          "below",
          CHOICES,
          DEFAULT,
          "unset",
          ADDED_LATER,
          "unit",
          "about");

  private static final Map<String, ValueType> TYPES =
      Map.of(
          "real",
          ValueType.REAL,
          "whole",
          ValueType.WHOLE,
          "flag",
          ValueType.FLAG,
          "text",
          ValueType.TEXT);

  private final JsonFields fields;
  private final String name;
  private final int problemsBefore;
  private final List<String> problems;

  private DescribedParameter(JsonNode json, List<String> problems) {
    problemsBefore = problems.size();
    this.problems = problems;
    name = json.path("name").asText("?");
    fields =
        new JsonFields(json, "parameter '%s': ".formatted(Shown.briefly(name)), KEYS, problems);
  }

  /** Empty if something is wrong, which has been added to the problems. */
  static Optional<ParameterSpec> read(JsonNode json, List<String> problems) {
    return new DescribedParameter(json, problems).spec();
  }

  private Optional<ParameterSpec> spec() {
    fields.requiredText("name");
    String word = fields.requiredText("type").orElse("text");
    List<String> choices = choices(word);
    Optional<ValueType> type =
        word.equals(CHOICE) ? Optional.of(ValueType.TEXT) : type(word, fields, true);
    boolean canBeUnset = fields.flag("unset", false);
    String unit = fields.text("unit", "1");
    String about = fields.text("about", "");
    Optional<Range> range = range(type.orElse(ValueType.TEXT));
    if (problems.size() > problemsBefore || type.isEmpty() || range.isEmpty()) {
      return Optional.empty();
    }
    try {
      ParameterSpec bare =
          new ParameterSpec(
              name,
              type.get(),
              about,
              unit,
              new ParameterSpec.Domain(range.get(), choices, canBeUnset),
              Optional.empty(),
              Optional.empty());
      return Optional.of(bare.with(value(DEFAULT, bare), value(ADDED_LATER, bare)));
    } catch (IllegalArgumentException e) {
      fields.wrong(e.getMessage());
      return Optional.empty();
    }
  }

  private List<String> choices(String word) {
    List<String> choices = fields.texts(CHOICES);
    if (word.equals(CHOICE) && choices.isEmpty()) {
      fields.wrong("'choices' is missing (must list the texts that it may be)");
    } else if (!word.equals(CHOICE) && fields.has(CHOICES)) {
      fields.wrong("has choices (must be of type choice)");
    }
    return choices;
  }

  /** The type of a word; empty if there is none, which is added as a problem. */
  static Optional<ValueType> type(String word, JsonFields fields, boolean mayBeChoice) {
    ValueType type = TYPES.get(word);
    if (type == null) {
      fields.wrong(
          "type: '%s' (must be real, whole, flag%s or text)"
              .formatted(Shown.briefly(word), mayBeChoice ? ", choice" : ""));
    }
    return Optional.ofNullable(type);
  }

  private Optional<Range> range(ValueType type) {
    List<String> bounds =
        List.of("least", "above", "most", "below").stream().filter(fields::has).toList();
    if (type == ValueType.TEXT || type == ValueType.FLAG) {
      if (!bounds.isEmpty()) {
        fields.wrong("has '%s' (only numbers have a range)".formatted(bounds.get(0)));
      }
      return Optional.of(Range.ALL);
    }
    if (bounds.containsAll(List.of("least", "above"))
        || bounds.containsAll(List.of("most", "below"))) {
      fields.wrong("has two bounds on one side");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Range(
              fields.number("least").or(() -> fields.number("above")).orElse(Range.ALL.min()),
              fields.has("least"),
              fields.number("most").or(() -> fields.number("below")).orElse(Range.ALL.max()),
              fields.has("most")));
    } catch (IllegalArgumentException e) {
      fields.wrong(e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<ParamValue> value(String key, ParameterSpec bare) {
    if (!fields.has(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(bare.read(value(fields.get(key))));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: %s (must be %s)"
              .formatted(key, Shown.briefly(fields.get(key).toString()), bare.words()),
          e);
    }
  }

  private static ParamValue value(JsonNode json) {
    return switch (json.getNodeType()) {
      case NULL -> ParamValue.unset();
      case BOOLEAN -> ParamValue.of(json.booleanValue());
      case STRING -> ParamValue.of(json.textValue());
      case NUMBER ->
          json.isIntegralNumber() && json.canConvertToLong()
              ? ParamValue.of(json.longValue())
              : ParamValue.of(json.doubleValue());
      case ARRAY, BINARY, MISSING, OBJECT, POJO ->
          throw new IllegalArgumentException(json.getNodeType().name().toLowerCase(Locale.ROOT));
    };
  }
}
