package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.results.columns.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns of a query of which those with few texts are asked for as numbers, and become texts again
 * in every row: an engine takes many times longer to hand over a text.
 */
final class TextCodes {

  /** More texts than this are handed over as they are. */
  private static final int MOST = 100;

  /** The texts of each column; null for a column that is asked for as it is. */
  private final List<List<String>> texts = new ArrayList<>();

  private final List<String> expressions = new ArrayList<>();

  /**
   * @param names columns of the query
   */
  TextCodes(StudyTables tables, TrialColumns columns, List<String> names) {
    for (String name : names) {
      boolean isText = columns.require(name).type() == ColumnType.STRING;
      List<String> all = isText ? texts(tables, columns, name) : List.of();
      boolean coded = isText && all.size() <= MOST && all.stream().allMatch(TextCodes::isPlain);
      texts.add(coded ? all : null);
      expressions.add(coded ? code(name, all) : SqlText.name(name));
    }
  }

  /** The texts of a column, if they are few. */
  private static List<String> texts(StudyTables tables, TrialColumns columns, String name) {
    String rows = columns.select(List.of(name), List.of(), "", List.of());
    String sql = "SELECT DISTINCT * FROM (" + rows + "\n) AS texts LIMIT " + (MOST + 2);
    return tables.ask(sql).rows().stream()
        .map(row -> (String) row.get(0))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Whether all engines read the text in quotes as it is. */
  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c != '\\');
  }

  private static String code(String name, List<String> texts) {
    return texts.isEmpty()
        ? "CAST(NULL AS INTEGER)"
        : IntStream.range(0, texts.size())
            .mapToObj(i -> "WHEN " + SqlText.literal(texts.get(i)) + " THEN " + i)
            .collect(Collectors.joining(" ", "CASE " + SqlText.name(name) + " ", " END"));
  }

  /** An expression for each column. */
  List<String> expressions() {
    return expressions;
  }

  /** Puts the texts back into a row, which begins with the columns. */
  Object[] decoded(Object[] row) {
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i) != null && row[i] != null) {
        row[i] = texts.get(i).get(((Long) row[i]).intValue());
      }
    }
    return row;
  }
}
