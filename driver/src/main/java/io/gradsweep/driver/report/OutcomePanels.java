package io.gradsweep.driver.report;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.results.outcome.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Trials per status over one or two axes, panel by panel. An axis with more values than a chart can
 * show is divided into places of equally many values, named by their least.
 *
 * @param answer the panels' columns, then the axes, trials, and each status
 * @param together whether some places have several values
 */
record OutcomePanels(List<String> words, List<String> along, Answer answer, boolean together) {

  static OutcomePanels of(
      StudyTables tables, List<String> words, List<String> along, int mostPlaces) {
    Answer answer = tables.ask(sql(words, along, mostPlaces));
    int last = answer.columns().size() - 1;
    boolean together =
        answer.rows().stream().anyMatch(row -> Sql.whole(row.get(last)) > mostPlaces);
    return new OutcomePanels(words, along, Sql.without(answer, last), together);
  }

  private static String sql(List<String> words, List<String> along, int mostPlaces) {
    String by = Sql.leading(words);
    String partition = words.isEmpty() ? "" : "PARTITION BY " + SqlText.names(words) + " ";
    return """
        WITH cells AS (
          SELECT %1$s%2$s, count(*) AS trials, %3$s FROM trials GROUP BY %1$s%2$s),
        ranked AS (SELECT *, %4$s FROM cells),
        counted AS (SELECT *, %5$s FROM ranked),
        placed AS (SELECT *, %6$s FROM counted),
        labelled AS (SELECT *, %7$s FROM placed)
        SELECT %1$s%8$s, CAST(sum(trials) AS BIGINT) AS trials, %9$s, max(greatest(%10$s)) AS most
        FROM labelled GROUP BY %1$s%11$s ORDER BY %1$s%11$s
        """
        .formatted(
            by,
            SqlText.names(along),
            statuses(s -> "count(*) FILTER (status = '%s') AS %s".formatted(s, SqlText.name(s))),
            each(along, "dense_rank() OVER (" + partition + "ORDER BY %2$s) AS r%1$d"),
            each(along, "max(r%1$d) OVER (" + partition + ") AS c%1$d"),
            each(
                along,
                "CASE WHEN c%1$d <= "
                    + mostPlaces
                    + " THEN r%1$d ELSE floor((r%1$d - 1.0) * "
                    + mostPlaces
                    + " / c%1$d) END AS b%1$d"),
            each(along, "min(%2$s) OVER (PARTITION BY " + by + "b%1$d) AS p%1$d"),
            each(along, "p%1$d AS %2$s"),
            statuses(s -> "CAST(sum(%1$s) AS BIGINT) AS %1$s".formatted(SqlText.name(s))),
            each(along, "c%1$d"),
            each(along, "p%1$d"));
  }

  private static String each(List<String> along, String form) {
    return IntStream.range(0, along.size())
        .mapToObj(i -> form.formatted(i, SqlText.name(along.get(i))))
        .collect(Collectors.joining(", "));
  }

  private static String statuses(Function<String, String> form) {
    return Status.words().stream().map(form).collect(Collectors.joining(", "));
  }

  /** Place of the first axis, of the number of trials, and of the first status in a row. */
  int axis() {
    return words.size();
  }

  int trials() {
    return words.size() + along.size();
  }

  int firstStatus() {
    return trials() + 1;
  }

  /** Rows of each panel by its title. */
  Map<String, List<List<Object>>> panels() {
    Labels titles = Labels.of(words, answer.rows());
    Map<String, List<List<Object>>> panels = new LinkedHashMap<>();
    for (List<Object> row : answer.rows()) {
      String title = titles.of(row.subList(0, words.size()));
      panels.computeIfAbsent(title, t -> new ArrayList<>()).add(row);
    }
    return panels;
  }

  /** The rows without the statuses that no trial has. */
  Answer shown() {
    Answer rest = answer;
    for (int i = answer.columns().size() - 1; i >= firstStatus(); i--) {
      int column = i;
      boolean idle = answer.rows().stream().allMatch(row -> Sql.whole(row.get(column)) == 0);
      rest = idle ? Sql.without(rest, i) : rest;
    }
    return rest;
  }
}
