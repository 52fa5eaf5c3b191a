package io.gradsweep.driver.report;

import io.gradsweep.driver.query.ColumnTexts;
import io.gradsweep.driver.query.StudyTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Distinct names of groups for a legend. */
final class Labels {

  /** Label for no value, for which a table has an empty cell. */
  private static final String NOTHING = "–";

  private final Map<List<Object>, String> names = new HashMap<>();

  private Labels() {}

  /**
   * @param columns the columns that make the groups @param rows rows that begin with the values of
   *     their group
   */
  static Labels of(List<String> columns, List<List<Object>> rows) {
    Set<List<Object>> groups = new LinkedHashSet<>();
    rows.forEach(row -> groups.add(key(row.subList(0, columns.size()))));
    List<ColumnTexts> texts =
        IntStream.range(0, columns.size())
            .mapToObj(i -> ColumnTexts.of(values(groups, i)))
            .toList();
    Labels labels = new Labels();
    labels.name(groups, group -> shortly(columns, group, texts));
    Set<List<Object>> alike = labels.alike();
    labels.name(alike, group -> fully(columns, group, texts));
    if (!labels.alike().isEmpty()) {
      labels.name(groups, group -> fully(columns, group, texts));
    }
    return labels;
  }

  /** Key of a group, in which whole numbers are equal, whatever their type in the engine. */
  static List<Object> key(List<Object> group) {
    List<Object> key = new ArrayList<>(); // List.of refuses nulls
    group.forEach(value -> key.add(StudyTables.plain(value)));
    return key;
  }

  private static List<Object> values(Collection<List<Object>> groups, int column) {
    List<Object> values = new ArrayList<>();
    groups.forEach(group -> values.add(group.get(column)));
    return values;
  }

  private void name(Collection<List<Object>> groups, Function<List<Object>, String> words) {
    groups.forEach(group -> names.put(group, words.apply(group)));
  }

  /** Groups with a name that is not unique. */
  private Set<List<Object>> alike() {
    Map<String, List<Object>> byName = new HashMap<>();
    Set<List<Object>> alike = new HashSet<>();
    names.forEach(
        (group, name) -> {
          List<Object> before = byName.putIfAbsent(name, group);
          if (before != null) {
            alike.add(before);
            alike.add(group);
          }
        });
    return alike;
  }

  /**
   * A short name: words without their column's name, numbers and flags with it, and no value left
   * out.
   */
  private static String shortly(List<String> columns, List<Object> group, List<ColumnTexts> texts) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Object value = group.get(i);
      if (value != null) {
        String text = texts.get(i).of(value);
        parts.add(value instanceof String ? text : columns.get(i) + " " + text);
      }
    }
    return parts.isEmpty() && !columns.isEmpty()
        ? "no " + String.join(", ", columns)
        : String.join(", ", parts);
  }

  private static String fully(List<String> columns, List<Object> group, List<ColumnTexts> texts) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Object value = group.get(i);
      parts.add(
          value == null
              ? "no " + columns.get(i)
              : columns.get(i)
                  + " "
                  + (value instanceof String text
                      ? ColumnTexts.quoted(text)
                      : texts.get(i).of(value)));
    }
    return String.join(", ", parts);
  }

  /** The name of a group; empty for one that was not among the rows. */
  String of(List<Object> group) {
    return names.getOrDefault(key(group), "");
  }

  /** Distinct names of the values of one axis. */
  static List<String> ofValues(List<Object> values) {
    ColumnTexts texts = ColumnTexts.of(values);
    return values.stream().map(value -> value == null ? NOTHING : texts.of(value)).toList();
  }
}
