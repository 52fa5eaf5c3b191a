package io.gradsweep.driver.report;

import io.gradsweep.driver.query.AnswerFormat;
import java.util.ArrayList;
import java.util.List;

/** Names of groups, as a legend shows them. */
final class Label {

  /** Stands for no value, as in a table's empty cell. */
  private static final String NOTHING = "–";

  private Label() {}

  static String value(Object value) {
    String text = AnswerFormat.text(value);
    return text.isEmpty() ? NOTHING : text;
  }

  /** Words go without their column's name; numbers and flags need it; no value goes unsaid. */
  static String of(List<String> columns, List<Object> values) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Object value = values.get(i);
      if (value != null) {
        parts.add(value instanceof String word ? word : columns.get(i) + " " + value(value));
      }
    }
    return parts.isEmpty() && !columns.isEmpty()
        ? "no " + String.join(", ", columns)
        : String.join(", ", parts);
  }
}
