package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Problem;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Applies the precedence of values, in one place: command line, then {@code quick}, then the file,
 * then the file that it extends; the simulation's default comes last, at planning.
 */
final class Layers {

  private static final String GRID = "grid";

  /** Keys of a sweep that an override replaces directly; any other name is a parameter. */
  private static final List<String> PLAIN_KEYS =
      List.of(
          "replicates",
          "seed",
          "record",
          "time_limit",
          "on_failure",
          ResourcesReader.KEY,
          "about",
          "refine",
          GRID,
          "sweep");

  /** Keys of a block that are not parameters. */
  private static final Set<String> RESERVED = Set.of(GridReader.ZIP, GridReader.WHERE);

  /** Maps that an extending file extends entry by entry; it replaces other keys. */
  private static final List<String> MERGED =
      List.of("parameters", "quick", "on_failure", ResourcesReader.KEY);

  /** A path, by which other tools name a part of a tree. */
  private static final Pattern PART = Pattern.compile("[.\\[\\]]");

  private static final int MOST_EXTENSIONS = 10;

  /** A file name that no system takes for a path to another folder. */
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

  /** The file's map merged with everything that it extends, without {@code extends}. */
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

  /** Merges a file over the one that it extends. */
  private static Yaml.Mapping merged(Yaml.Mapping base, Yaml.Mapping over) {
    Yaml.Mapping merged = joined(base, over);
    for (String key : MERGED) {
      Optional<Yaml.Mapping> below = map(base, key);
      Optional<Yaml.Mapping> above = map(over, key);
      if (below.isPresent() && above.isPresent()) {
        Yaml sum = inGrid(joined(below.get(), above.get()), above.get(), above.get());
        merged = merged.with(key, new Yaml.Entry(over.entries().get(key).key(), sum));
      }
    }
    Yaml.Mapping result = merged;
    return map(over, "parameters").map(values -> inGrid(result, over, values)).orElse(result);
  }

  private static Yaml.Mapping joined(Yaml.Mapping base, Yaml.Mapping over) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>(base.entries());
    entries.putAll(over.entries());
    return new Yaml.Mapping(entries, over.position());
  }

  private static Optional<Yaml.Mapping> map(Yaml.Mapping sweep, String key) {
    Yaml.Entry entry = sweep.entries().get(key);
    return entry != null && entry.value() instanceof Yaml.Mapping map
        ? Optional.of(map)
        : Optional.empty();
  }

  /** Applies the values in an inherited grid too; a file's own grid stays as it is. */
  private static Yaml.Mapping inGrid(Yaml.Mapping merged, Yaml.Mapping over, Yaml.Mapping values) {
    Yaml.Mapping result = merged;
    if (!over.entries().containsKey(GRID)) {
      for (Map.Entry<String, Yaml.Entry> entry : values.entries().entrySet()) {
        if (!RESERVED.contains(entry.getKey())) {
          result = new ParameterOverride(entry.getKey(), entry.getValue()).whereNamed(result);
        }
      }
    }
    return result;
  }

  /** The sweep without {@code quick}, whose entries are applied if requested. */
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
    Yaml.Mapping changed = applied(result, values.entries());
    return wanted ? changed : result; // checked even if not requested
  }

  /** The sweep with the values of the command line: {@code name=value}, or several values. */
  Yaml.Mapping commandLine(Yaml.Mapping sweep, List<String> overrides) {
    Map<String, Yaml.Entry> given = new LinkedHashMap<>();
    for (int i = 0; i < overrides.size(); i++) {
      Position place =
          new Position(Sources.COMMAND_LINE, 0, i + 1); // its number: each has its place
      CommandLineValue.read(overrides.get(i), place, problems)
          .ifPresent(value -> given.put(value.name(), value.entry()));
    }
    return applied(sweep, given);
  }

  /**
   * The sweep with values from outside the file, in any order: first those that replace a key, then
   * parameters. A grid among them is more specific than a parameter beside it.
   */
  private Yaml.Mapping applied(Yaml.Mapping sweep, Map<String, Yaml.Entry> values) {
    Yaml.Mapping result = sweep;
    for (String key : PLAIN_KEYS) {
      result = values.containsKey(key) ? result.with(key, values.get(key)) : result;
    }
    for (Map.Entry<String, Yaml.Entry> entry : values.entrySet()) {
      String name = entry.getKey();
      if (!PLAIN_KEYS.contains(name) && isParameter(name, entry.getValue())) {
        ParameterOverride override = new ParameterOverride(name, entry.getValue());
        result =
            values.containsKey(GRID)
                ? override.exceptWhereNamed(result)
                : override.everywhere(result);
      }
    }
    return result;
  }

  private boolean isParameter(String name, Yaml.Entry value) {
    String shown = Shown.briefly(name);
    if (SweepReader.KEYS.contains(name)) {
      return fault(value, "'%s' cannot be changed from outside the file (change the file)", shown);
    }
    if (RESERVED.contains(name)) {
      return fault(
          value, "'%s' belongs to a block (change the file, or give all of it: grid={…})", shown);
    }
    return !PART.matcher(name).find()
        || fault(
            value,
            "'%s' is a part (must be a parameter, which holds in all blocks that name it, or a key"
                + " with all of its value, such as grid=[{…}, {…}] or record={…})",
            shown);
  }

  private boolean fault(Yaml.Entry value, String form, String name) {
    problems.add(new Problem(value.key(), form.formatted(name)));
    return false;
  }
}
