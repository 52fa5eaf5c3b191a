package io.gradsweep.driver.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Rows that answer a question: one value per column, null if there is none. A value may be an
 * {@link Estimate}, or one {@link Beside} others.
 *
 * @param verbatim whether an empty text is a value, as in an engine's rows, and not a missing one
 */
public record Answer(List<String> columns, List<List<Object>> rows, boolean verbatim) {

  /** Makes an answer of gradsweep's own words. */
  public Answer(List<String> columns, List<List<Object>> rows) {
    this(columns, rows, false);
  }

  /** Columns of the same name are distinguished by numbers, as {@code v}, {@code v_1}. */
  public Answer {
    columns = apart(columns);
  }

  /** Names, with repeated ones distinguished by numbers. */
  public static List<String> apart(List<String> names) {
    Set<String> taken = new HashSet<>(names);
    if (taken.size() == names.size()) {
      return names;
    }
    Set<String> unique = new LinkedHashSet<>();
    for (String each : names) {
      String name = each;
      for (int i = 1; unique.contains(name) || i > 1 && taken.contains(name); i++) {
        name = each + "_" + i;
      }
      unique.add(name);
    }
    return List.copyOf(unique);
  }

  /** The same numbers with an interval's ends in columns of their own, for other programs. */
  public Answer flat() {
    List<String> names = new ArrayList<>();
    boolean[] estimates = new boolean[columns.size()];
    for (int i = 0; i < estimates.length; i++) {
      int column = i;
      estimates[i] =
          rows.stream().anyMatch(row -> Beside.plain(row.get(column)) instanceof Estimate);
      names.add(columns.get(i));
      if (estimates[i]) {
        names.add(columns.get(i) + " low");
        names.add(columns.get(i) + " high");
      }
    }
    return new Answer(names, rows.stream().map(row -> flat(row, estimates)).toList(), verbatim);
  }

  private static List<Object> flat(List<Object> row, boolean[] estimates) {
    List<Object> flat = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object cell = Beside.plain(row.get(i));
      if (!estimates[i]) {
        flat.add(cell);
        continue;
      }
      Estimate estimate = cell instanceof Estimate e ? e : Estimate.NONE;
      flat.add(estimate.value());
      flat.add(estimate.low());
      flat.add(estimate.high());
    }
    return flat;
  }

  /** The columns for which {@code keep} holds, in their order. */
  public Answer keeping(IntPredicate keep) {
    List<Integer> kept = IntStream.range(0, columns.size()).filter(keep).boxed().toList();
    return new Answer(
        kept.stream().map(columns::get).toList(),
        rows.stream().map(row -> pick(row, kept)).toList(),
        verbatim);
  }

  private static List<Object> pick(List<Object> row, List<Integer> columns) {
    List<Object> picked = new ArrayList<>(); // List.of and toList refuse or hide nulls
    columns.forEach(i -> picked.add(row.get(i)));
    return picked;
  }
}
