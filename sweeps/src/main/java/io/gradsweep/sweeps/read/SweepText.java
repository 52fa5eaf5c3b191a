package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.read.SweepReader.Reading;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The text of a sweep file, parsed once together with the files that it extends. A sweep can be
 * read from it with any values from outside, and with its {@code quick} values.
 */
public final class SweepText {

  private final String origin;
  private final Author author;

  /** The texts of all files, by their names. */
  private final Map<String, String> texts = new LinkedHashMap<>();

  private final List<Problem> problems = new ArrayList<>();
  private final Optional<Yaml.Mapping> sweep;

  private SweepText(
      String text, String origin, Author author, Function<String, Optional<String>> include) {
    this.origin = origin;
    this.author = author;
    texts.put(origin, text);
    Layers layers = new Layers(name -> kept(name, include.apply(name)), author, problems);
    sweep =
        new YamlReader(origin, author, problems)
            .read(text)
            .map(file -> layers.extended(file, Set.of(origin)));
    sweep.ifPresent(whole -> new Fields("", whole, problems).refuseOthers(SweepReader.KEYS));
  }

  /**
   * Parses a file written by a person.
   *
   * @param origin the file's name, for messages
   * @param include finds the text of a file that is extended, by its relative name
   */
  public static SweepText parse(
      String text, String origin, Function<String, Optional<String>> include) {
    return new SweepText(text, origin, Author.PERSON, include);
  }

  /** Parses a text that {@link SweepPrinter} wrote. */
  static SweepText stored(String text, String origin) {
    return new SweepText(text, origin, Author.GRADSWEEP, name -> Optional.empty());
  }

  private Optional<String> kept(String name, Optional<String> text) {
    text.ifPresent(found -> texts.put(name, found));
    return text;
  }

  /**
   * Reads the sweep.
   *
   * @param overrides {@code name=value} texts of the command line
   * @param quick whether the file's {@code quick} values apply
   */
  public Reading read(List<String> overrides, boolean quick) {
    List<Problem> all = new ArrayList<>(problems);
    Layers layers = new Layers(name -> Optional.empty(), author, all);
    Optional<Sweep> read =
        sweep.map(
            file -> {
              Yaml.Mapping resolved = layers.commandLine(layers.quick(file, quick), overrides);
              return new SweepReader(new Fields("", resolved, all), author, all).sweep();
            });
    return new Reading(
        origin, read, List.copyOf(all), author == Author.GRADSWEEP, sources(overrides));
  }

  private Sources sources(List<String> overrides) {
    Sources sources = new Sources();
    texts.forEach(sources::add);
    sources.add(Sources.COMMAND_LINE, String.join("\n", overrides));
    overrides.forEach(override -> sources.add(Shown.briefly(override), override));
    return sources;
  }
}
