package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Which value counts, written once: command line, then {@code quick}, then the file, then the file
 * that it extends; the simulation's default comes last, when the plan is made.
 */
final class Layers {

  /** Keys of a sweep that an override replaces as they are; any other name is a parameter. */
  private static final Set<String> PLAIN_KEYS =
      Set.of("replicates", "seed", "record", "time_limit", "on_failure", "about", "grid", "sweep");

  /** Maps that an extending file adds to, entry by entry; other keys it replaces. */
  private static final Set<String> MERGED = Set.of("parameters", "quick", "on_failure");

  private static final int MOST_EXTENSIONS = 10;

  /** A name that no system reads as a way to somewhere else. */
  private static final Pattern FILE_BESIDE =
      Pattern.compile("(?!\\.{1,2}$)[^/\\\\:\\p{Cntrl}]{1,255}");

  private final Function<String, Optional<String>> include;
  private final Author author;
  private final List<Problem> problems;

  Layers(Function<String, Optional<String>> include, Author author, List<Problem> problems) {
    this.include = include;
    this.author = author;
    this.problems = problems;
  }

  /** The file's map with all that it extends, and without {@code extends}. */
  Yaml.Mapping extended(Yaml.Mapping file, Set<String> seen) {
    Yaml.Entry entry = file.entries().get("extends");
    if (entry == null) {
      return file;
    }
    Yaml.Mapping rest = file.without("extends");
    return base(entry.value(), seen).map(base -> merged(base, rest)).orElse(rest);
  }

  private Optional<Yaml.Mapping> base(Yaml value, Set<String> seen) {
    if (value instanceof Yaml.Wrong) {
      return Optional.empty();
    }
    if (!(value instanceof Yaml.Scalar name) || name.text().isEmpty()) {
      return fault(value.position(), "extends: %s (must be a file's name)", Yaml.words(value));
    }
    String file = name.text();
    if (!FILE_BESIDE.matcher(file).matches()) {
      return fault(
          value.position(),
          "extends: '%s' (must be a file in the same folder)",
          Shown.briefly(file));
    }
    Set<String> chain = new LinkedHashSet<>(seen);
    if (!chain.add(file) || chain.size() > MOST_EXTENSIONS) {
      return fault(
          value.position(),
          "extends: '%s' (extends itself, or too many files)",
          Shown.briefly(file));
    }
    Optional<String> text = include.apply(file);
    if (text.isEmpty()) {
      return fault(value.position(), "extends: '%s' (no such file)", Shown.briefly(file));
    }
    return new YamlReader(file, author, problems)
        .read(text.get())
        .map(base -> extended(base, chain));
  }

  private Optional<Yaml.Mapping> fault(Position position, String form, String value) {
    problems.add(new Problem(position, form.formatted(value)));
    return Optional.empty();
  }

  private static Yaml.Mapping merged(Yaml.Mapping base, Yaml.Mapping over) {
    Yaml.Mapping merged = new Yaml.Mapping(base.entries(), over.position());
    for (Map.Entry<String, Yaml.Entry> entry : over.entries().entrySet()) {
      String key = entry.getKey();
      Yaml.Entry value = entry.getValue();
      Yaml.Entry before = merged.entries().get(key);
      boolean both =
          before != null
              && before.value() instanceof Yaml.Mapping
              && value.value() instanceof Yaml.Mapping;
      if (both && MERGED.contains(key)) {
        Yaml sum = merged((Yaml.Mapping) before.value(), (Yaml.Mapping) value.value());
        value = new Yaml.Entry(value.key(), sum);
      }
      merged = merged.with(key, value);
    }
    return merged;
  }

  /** The sweep without {@code quick}, whose entries are applied where they are asked for. */
  Yaml.Mapping quick(Yaml.Mapping sweep, boolean wanted) {
    Yaml.Entry quick = sweep.entries().get("quick");
    if (quick == null) {
      return sweep;
    }
    Yaml.Mapping result = sweep.without("quick");
    if (quick.value() instanceof Yaml.Wrong) {
      return result;
    }
    if (!(quick.value() instanceof Yaml.Mapping values)) {
      problems.add(
          new Problem(
              quick.value().position(),
              "quick: %s (must be a map of values)".formatted(Yaml.words(quick.value()))));
      return result;
    }
    for (Map.Entry<String, Yaml.Entry> entry : values.entries().entrySet()) {
      Yaml.Mapping changed = apply(result, entry.getKey(), entry.getValue());
      result = wanted ? changed : result; // checked even where it is not asked for
    }
    return result;
  }

  /** The sweep with what the command line says: {@code name=value}, or several values. */
  Yaml.Mapping commandLine(Yaml.Mapping sweep, List<String> overrides) {
    Yaml.Mapping result = sweep;
    for (int i = 0; i < overrides.size(); i++) {
      String override = overrides.get(i);
      Position place = new Position("command line", 0, i + 1); // its number: each has its place
      int equals = override.indexOf('=');
      String name = override.substring(0, Math.max(0, equals)).strip();
      if (name.isEmpty()) {
        problems.add(
            new Problem(place, "'%s' (must be name=value)".formatted(Shown.briefly(override))));
        continue;
      }
      List<String> texts = topLevelParts(override.substring(equals + 1));
      if (texts.stream().anyMatch(String::isBlank)) {
        problems.add(
            new Problem(
                place,
                "'%s' has an empty value (must be name=value; null is written out)"
                    .formatted(Shown.briefly(override))));
        continue;
      }
      List<Yaml> values = new ArrayList<>();
      for (String text : texts) {
        values.add(Scalars.read(text.strip(), true, place, problems));
      }
      Yaml value = values.size() == 1 ? values.get(0) : new Yaml.Sequence(values, place);
      result = apply(result, name, new Yaml.Entry(place, value));
    }
    return result;
  }

  /** Splits at commas that stand outside parentheses and brackets. */
  static List<String> topLevelParts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private Yaml.Mapping apply(Yaml.Mapping sweep, String name, Yaml.Entry value) {
    if (PLAIN_KEYS.contains(name)) {
      return sweep.with(name, value);
    }
    if (SweepReader.KEYS.contains(name)) {
      problems.add(
          new Problem(value.key(), "'%s' cannot be changed from outside the file".formatted(name)));
      return sweep;
    }
    Yaml.Entry grid = sweep.entries().get("grid");
    if (grid != null && holdsAxis(grid.value(), name)) {
      return sweep.with("grid", new Yaml.Entry(grid.key(), replaced(grid.value(), name, value)));
    }
    boolean single = value.value() instanceof Yaml.Scalar s && !ValueExpression.hasForm(s.text());
    return single
        ? withFixed(sweep, name, value)
        : withAxis(withoutFixed(sweep, name), name, value);
  }

  private static boolean holdsAxis(Yaml grid, String name) {
    if (grid instanceof Yaml.Sequence blocks) {
      return blocks.items().stream().anyMatch(block -> holdsAxis(block, name));
    }
    return grid instanceof Yaml.Mapping block && block.entries().containsKey(name);
  }

  private static Yaml replaced(Yaml grid, String name, Yaml.Entry value) {
    if (grid instanceof Yaml.Sequence blocks) {
      return new Yaml.Sequence(
          blocks.items().stream().map(block -> replaced(block, name, value)).toList(),
          blocks.position());
    }
    return grid instanceof Yaml.Mapping block && block.entries().containsKey(name)
        ? block.with(name, value)
        : grid;
  }

  private static Yaml.Mapping parameters(Yaml.Mapping sweep) {
    Yaml.Entry entry = sweep.entries().get("parameters");
    return entry != null && entry.value() instanceof Yaml.Mapping map
        ? map
        : new Yaml.Mapping(new LinkedHashMap<>(), sweep.position());
  }

  private static Yaml.Mapping withFixed(Yaml.Mapping sweep, String name, Yaml.Entry value) {
    return sweep.with(
        "parameters", new Yaml.Entry(sweep.position(), parameters(sweep).with(name, value)));
  }

  private static Yaml.Mapping withoutFixed(Yaml.Mapping sweep, String name) {
    Yaml.Mapping parameters = parameters(sweep);
    return parameters.entries().containsKey(name)
        ? sweep.with("parameters", new Yaml.Entry(sweep.position(), parameters.without(name)))
        : sweep;
  }

  private static Yaml.Mapping withAxis(Yaml.Mapping sweep, String name, Yaml.Entry value) {
    Yaml.Entry grid = sweep.entries().get("grid");
    Yaml added;
    if (grid == null) {
      added = new Yaml.Mapping(Map.of(name, value), sweep.position());
    } else if (grid.value() instanceof Yaml.Sequence blocks) {
      added =
          new Yaml.Sequence(
              blocks.items().stream().map(block -> withEntry(block, name, value)).toList(),
              blocks.position());
    } else {
      added = withEntry(grid.value(), name, value);
    }
    return sweep.with("grid", new Yaml.Entry(grid == null ? sweep.position() : grid.key(), added));
  }

  private static Yaml withEntry(Yaml block, String name, Yaml.Entry value) {
    return block instanceof Yaml.Mapping map ? map.with(name, value) : block;
  }
}
