package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Reads the entries of one map by name and type; everything that does not fit becomes a problem.
 */
final class Fields {

  private final String what;
  private final Yaml.Mapping map;
  private final List<Problem> problems;

  /**
   * @param what the map's key, for messages; empty for the sweep itself
   */
  Fields(String what, Yaml.Mapping map, List<Problem> problems) {
    this.what = what;
    this.map = map;
    this.problems = problems;
  }

  void refuseOthers(Collection<String> known) {
    map.entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                fault(
                    entry.key(),
                    "unknown key '%s'%s"
                        .formatted(Shown.briefly(key), Names.didYouMean(key, known)));
              }
            });
  }

  Optional<Yaml> value(String key) {
    return Optional.ofNullable(map.entries().get(key)).map(Yaml.Entry::value);
  }

  Position position(String key) {
    return value(key).map(Yaml::position).orElse(map.position());
  }

  /** A text; a number or a flag is taken as it was written. */
  Optional<String> text(String key) {
    return text(key, "a text");
  }

  Optional<String> text(String key, String right) {
    Optional<Yaml> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Yaml.Scalar scalar && scalar.value() != ParamValue.unset()) {
      return Optional.of(scalar.text());
    }
    wrong(key, value.get(), right);
    return Optional.empty();
  }

  String requiredText(String key) {
    return requiredText(key, "");
  }

  /**
   * @param right what would be right, for the message if it is missing; empty if its name suffices
   */
  String requiredText(String key, String right) {
    if (value(key).isEmpty()) {
      fault(map.position(), "%s is missing%s".formatted(name(key), right));
    }
    Optional<String> text = text(key);
    if (text.isPresent() && text.get().isBlank()) {
      fault(position(key), "%s is empty (must be a text)".formatted(name(key)));
    }
    return text.orElse("");
  }

  long whole(String key, long least, long otherwise) {
    Optional<Yaml> value = value(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (value.get() instanceof Yaml.Scalar scalar
        && scalar.value() instanceof ParamValue.Whole whole
        && whole.value() >= least) {
      return whole.value();
    }
    String right = least == Long.MIN_VALUE ? "a whole number" : "a whole number at least " + least;
    wrong(key, value.get(), right);
    return otherwise;
  }

  /** Whether a flag is set; not, if the key is absent. */
  boolean flag(String key) {
    Optional<Yaml> value = value(key);
    if (value.isEmpty()) {
      return false;
    }
    if (value.get() instanceof Yaml.Scalar scalar
        && scalar.value() instanceof ParamValue.Flag flag) {
      return flag.value();
    }
    wrong(key, value.get(), "true or false");
    return false;
  }

  /** One text or a list of them; empty if the key is absent. */
  List<String> texts(String key) {
    Optional<Yaml> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Yaml item : Yaml.items(value.get())) {
      if (item instanceof Yaml.Scalar scalar && !scalar.text().isEmpty()) {
        texts.add(scalar.text());
      } else {
        wrong(key, item, "a name or a list of names");
      }
    }
    return texts;
  }

  /** The maps of a list of maps, or the single map given instead of a list. */
  List<Fields> maps(String key) {
    Optional<Yaml> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    List<Fields> maps = new ArrayList<>();
    for (Yaml item : Yaml.items(value.get())) {
      if (item instanceof Yaml.Mapping mapping) {
        maps.add(new Fields(key, mapping, problems));
      } else {
        wrong(key, item, "a map or a list of maps");
      }
    }
    return maps;
  }

  Yaml.Mapping map() {
    return map;
  }

  /** The entries of a map that is a value. */
  Fields map(String key, Yaml.Mapping value) {
    return new Fields(key, value, problems);
  }

  String name(String key) {
    return what.isEmpty() ? key : what + "." + key;
  }

  /** Reports a value that does not fit its key, unless it was reported already. */
  void wrong(String key, Yaml value, String right) {
    if (!(value instanceof Yaml.Wrong)) {
      fault(value.position(), "%s: %s (must be %s)".formatted(name(key), Yaml.words(value), right));
    }
  }

  /** Reports a text that is none of the known ones. */
  void wrongChoice(String key, String text, List<String> known) {
    fault(
        position(key),
        "%s: '%s' (must be %s)%s"
            .formatted(
                name(key),
                Shown.briefly(text),
                String.join(" or ", known),
                Names.didYouMean(text, known)));
  }

  void fault(Position position, String message) {
    problems.add(new Problem(position, message));
  }
}
