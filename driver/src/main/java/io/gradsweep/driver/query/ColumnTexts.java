package io.gradsweep.driver.query;

import io.gradsweep.results.trial.Shown;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Distinct texts for people for the values of a column: a number to five significant digits, or as
 * many as distinguish it from its neighbours; a text as it is, or quoted if another looks alike.
 */
public final class ColumnTexts {

  private final double[] numbers;
  private final Set<String> ambiguous;

  private ColumnTexts(double[] numbers, Set<String> ambiguous) {
    this.numbers = numbers;
    this.ambiguous = ambiguous;
  }

  public static ColumnTexts of(Answer answer, int column) {
    return of(answer.rows().stream().map(row -> row.get(column)).collect(Collectors.toList()));
  }

  /**
   * Makes texts for values that must be distinguishable, from one another and from those beside
   * them.
   */
  public static ColumnTexts of(Collection<?> cells) {
    List<Object> values = cells.stream().flatMap(Beside::all).collect(Collectors.toList());
    double[] numbers =
        values.stream()
            .map(ColumnTexts::number)
            .filter(Objects::nonNull)
            .mapToDouble(x -> x + 0.0) // -0.0 is 0.0
            .sorted()
            .distinct()
            .toArray();
    return new ColumnTexts(numbers, ambiguous(values));
  }

  private static Double number(Object value) {
    if (value instanceof Estimate estimate) {
      return estimate.value();
    }
    return value instanceof Double || value instanceof Float
        ? Double.valueOf(((Number) value).doubleValue())
        : null;
  }

  /** Texts that look like another one, or like no value at all. */
  private static Set<String> ambiguous(Collection<?> values) {
    Map<String, Object> byLook = new HashMap<>();
    Set<String> ambiguous = new HashSet<>();
    for (Object plain : values) {
      if (plain != null && !(plain instanceof String)) {
        continue;
      }
      String text = plain == null ? "" : (String) plain;
      Object before = byLook.putIfAbsent(look(text), plain == null ? Absent.VALUE : text);
      if (before != null && !before.equals(plain == null ? Absent.VALUE : text)) {
        ambiguous.add(text);
        if (before instanceof String other) {
          ambiguous.add(other);
        }
      }
    }
    return ambiguous;
  }

  private enum Absent {
    VALUE
  }

  /** The appearance of a text in a table or on a page. */
  private static String look(String text) {
    return Shown.visibly(text).replaceAll("[\\s\\h]+", " ").strip();
  }

  /** The text of one of the values; nothing for null. */
  public String of(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Beside beside) {
      return of(beside.value());
    }
    if (value instanceof Estimate estimate) {
      return estimate.value() == null ? "" : NumberText.of(estimate, digits(estimate.value()));
    }
    if (value instanceof Double || value instanceof Float) {
      double x = ((Number) value).doubleValue();
      return NumberText.of(x, digits(x));
    }
    boolean quoted =
        value instanceof String text
            && !ambiguous.isEmpty()
            && (ambiguous.contains(text) || text.startsWith("\""));
    return quoted ? quoted((String) value) : Cell.text(value);
  }

  /**
   * The fewest digits that distinguish a number from the next smaller and the next greater one, but
   * at least five.
   */
  private int digits(double x) {
    int place = Arrays.binarySearch(numbers, x + 0.0);
    int less = place < 0 ? -place - 2 : place - 1;
    int greater = place < 0 ? -place - 1 : place + 1;
    int digits = NumberText.USUAL_DIGITS;
    while (digits < NumberText.MOST_DIGITS
        && (looksLike(x, less, digits) || looksLike(x, greater, digits))) {
      digits++;
    }
    return digits;
  }

  private boolean looksLike(double x, int other, int digits) {
    if (other < 0 || other >= numbers.length || !Double.isFinite(x)) {
      return false;
    }
    double y = numbers[other];
    return Double.isFinite(y)
        && !NumberText.farApart(x, y, digits)
        && shown(x, digits) == shown(y, digits);
  }

  private static double shown(double x, int digits) {
    return Double.parseDouble(NumberText.of(x, digits));
  }

  /** A text between quotes, with spaces at its ends and invisible characters made visible. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    boolean afterSpace = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean space = c == ' ';
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case ' ' -> quoted.append(afterSpace ? "\\u0020" : " ");
        default -> {
          boolean unseen = Character.isSpaceChar(c) || Character.isWhitespace(c);
          quoted.append(unseen ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        }
      }
      afterSpace = space;
    }
    return Shown.visibly(quoted.append('"').toString());
  }
}
