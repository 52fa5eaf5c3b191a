package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Value that follows {@code name=} on the command line: one value, several between commas, or a
 * list, a map or a quoted text as a sweep file writes them. Expressions need no quotes.
 */
record CommandLineValue(String name, Yaml.Entry entry) {

  /** Empty if it is not an override; then a problem says why. */
  static Optional<CommandLineValue> read(String override, Position place, List<Problem> problems) {
    int equals = override.indexOf('=');
    String name = override.substring(0, Math.max(0, equals)).strip();
    if (name.isEmpty()) {
      return fault(place, "'%s' (must be name=value)", override, problems);
    }
    String text = override.substring(equals + 1);
    String bare = text.strip();
    boolean list = bare.startsWith("[") && bare.endsWith("]");
    List<String> parts =
        topLevelParts(list ? bare.substring(1, bare.length() - 1) : text).stream()
            .map(String::strip)
            .toList();
    if (bare.startsWith("{") || parts.stream().anyMatch(CommandLineValue::isNested)) {
      return yaml(override, equals + 1, problems)
          .map(value -> new CommandLineValue(name, new Yaml.Entry(place, value)));
    }
    if (parts.stream().anyMatch(String::isEmpty)) {
      return fault(
          place,
          "'%s' has an empty value (must be name=value; null is written out)",
          override,
          problems);
    }
    List<Yaml> values = new ArrayList<>();
    for (String part : parts) {
      if (isQuoted(part)) {
        yaml(part, 0, problems).ifPresent(values::add);
      } else {
        values.add(Scalars.read(part, true, place, problems));
      }
    }
    if (values.size() < parts.size()) {
      return Optional.empty();
    }
    Yaml value = values.size() == 1 && !list ? values.get(0) : new Yaml.Sequence(values, place);
    return Optional.of(new CommandLineValue(name, new Yaml.Entry(place, value)));
  }

  private static boolean isNested(String part) {
    return part.startsWith("[") || part.startsWith("{");
  }

  private static boolean isQuoted(String part) {
    return part.startsWith("'") || part.startsWith("\"");
  }

  /** The YAML that begins at a character; columns count from the beginning of the text. */
  private static Optional<Yaml> yaml(String text, int begin, List<Problem> problems) {
    return new YamlReader(Shown.briefly(text), Author.PERSON, problems)
        .value(" ".repeat(begin) + text.substring(begin));
  }

  private static Optional<CommandLineValue> fault(
      Position place, String form, String override, List<Problem> problems) {
    problems.add(new Problem(place, form.formatted(Shown.briefly(override))));
    return Optional.empty();
  }

  /** Splits at commas outside parentheses, brackets and quotes. */
  private static List<String> topLevelParts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        i += c == '\\' && quote == '"' ? 1 : 0;
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        boolean begins = text.substring(start, i).isBlank();
        boolean goesOn = i > 0 && text.charAt(i - 1) == c; // a quote that is doubled
        quote = begins || goesOn ? c : 0;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      } else {
        depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
