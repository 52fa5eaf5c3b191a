package io.gradsweep.sweeps.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The origin of a claim's sentence and of its bound.
 *
 * @param parts none if the file does not say
 */
public record Source(List<Part> parts) {

  /** The ways in which a bound comes before the result. */
  public enum Origin {
    /** The paper says it. */
    PAPER("paper's words"),
    /** It follows from theory. */
    DERIVED("derived"),
    /** Other code of the same mathematics found it. */
    INDEPENDENT("independent implementation"),
    /** The author of the claim expects it. */
    EXPECTATION("own expectation");

    private final String words;

    Origin(String words) {
      this.words = words;
    }

    /** The key in a sweep file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> keys() {
      return Arrays.stream(values()).map(Origin::word).toList();
    }

    public static Optional<Origin> of(String word) {
      return Arrays.stream(values()).filter(origin -> origin.word().equals(word)).findFirst();
    }
  }

  /**
   * One origin with its place.
   *
   * @param origin empty if the file has a text alone
   */
  public record Part(Optional<Origin> origin, String text) {

    private String words() {
      return origin.map(one -> one.words + ": ").orElse("") + text;
    }
  }

  /** No source. */
  public static final Source NONE = new Source(List.of());

  public Source {
    parts = List.copyOf(parts);
  }

  /** A text that names no origin. */
  public static Source of(String text) {
    return text.isEmpty() ? NONE : new Source(List.of(new Part(Optional.empty(), text)));
  }

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Whether each part names its origin, and there is one. */
  public boolean namesOrigins() {
    return !isEmpty() && parts.stream().allMatch(part -> part.origin().isPresent());
  }

  /** The parts as people read them. */
  public String words() {
    return parts.stream().map(Part::words).collect(Collectors.joining("; "));
  }
}
