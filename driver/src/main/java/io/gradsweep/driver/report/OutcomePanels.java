package io.gradsweep.driver.report;

import static java.util.Map.entry;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.SqlTemplate;
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
      StudyTables tables, GridRows rows, List<String> words, List<String> along, int mostPlaces) {
    Answer answer = tables.ask(sql(rows, words, along, mostPlaces));
    int last = answer.columns().size() - 1;
    boolean together =
        answer.rows().stream().anyMatch(row -> ChartSql.whole(row.get(last)) > mostPlaces);
    return new OutcomePanels(words, along, answer.keeping(column -> column < last), together);
  }

  private static String sql(GridRows rows, List<String> words, List<String> along, int mostPlaces) {
    String by = ChartSql.leading(words);
    String partition = words.isEmpty() ? "" : "PARTITION BY " + SqlText.names(words) + " ";
    String place =
        "CASE WHEN c%1$d <= MOST THEN r%1$d ELSE floor((r%1$d - 1.0) * MOST / c%1$d) END AS b%1$d"
            .replace("MOST", Integer.toString(mostPlaces));
    return SqlTemplate.filled(
        "panels",
        Map.ofEntries(
            entry("rows", rows.source()),
            entry("by", by),
            entry("along", SqlText.names(along)),
            entry(
                "count_statuses",
                statuses(
                    s -> "count(*) FILTER (status = '%s') AS %s".formatted(s, SqlText.name(s)))),
            entry(
                "ranks",
                each(along, "dense_rank() OVER (" + partition + "ORDER BY %2$s) AS r%1$d")),
            entry("counts", each(along, "max(r%1$d) OVER (" + partition + ") AS c%1$d")),
            entry("places", each(along, place)),
            entry("labels", each(along, "min(%2$s) OVER (PARTITION BY " + by + "b%1$d) AS p%1$d")),
            entry("labelled", each(along, "p%1$d AS %2$s")),
            entry(
                "sum_statuses",
                statuses(s -> "CAST(sum(%1$s) AS BIGINT) AS %1$s".formatted(SqlText.name(s)))),
            entry("counts_of", each(along, "c%1$d")),
            entry("labels_of", each(along, "p%1$d"))));
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
    return answer.keeping(
        column ->
            column < firstStatus()
                || answer.rows().stream().anyMatch(row -> ChartSql.whole(row.get(column)) > 0));
  }
}
