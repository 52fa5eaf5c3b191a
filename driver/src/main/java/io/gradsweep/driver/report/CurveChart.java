package io.gradsweep.driver.report;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.SqlTemplate;
import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.report.Chart.ChartAxis;
import io.gradsweep.driver.report.Chart.Lines;
import io.gradsweep.driver.report.Chart.Mark;
import io.gradsweep.driver.report.Chart.Series;
import io.gradsweep.driver.report.Grouping.Panels;
import io.gradsweep.results.trial.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Convergence curves: the median of a metric along the steps over the trials of a group, and the
 * band from the 10 % to the 90 % quantile.
 *
 * <p>A trial that has stopped still counts, or the curves would show only slow ones: with its last
 * value if it converged or its budget ended, as infinite if it diverged or left the domain. One
 * that the environment ended counts up to its end. Between two of its records a trial is
 * interpolated linearly (in the logarithms, if these exist).
 */
final class CurveChart {

  /** Most points of one curve; evenly chosen among the recorded ones. */
  private static final int MOST_PLACES = 64;

  /** Most trials of one curve; ids are hashes, so the first ones are a random choice. */
  private static final int MOST_TRIALS = 400;

  private final StudyTables tables;

  CurveChart(StudyTables tables) {
    this.tables = tables;
  }

  Chart of(String title, String x, String y, Grouping grouping, Scale scale) {
    List<String> groups = grouping.columns();
    Answer all = tables.ask(sql(groups, grouping.colours(), x, y));
    int at = groups.size();
    ChartAxis xAxis = ChartAxis.of(x, scale.x());
    ChartAxis yAxis = ChartAxis.of(y, scale.y());
    Panels panels =
        grouping.deal(
            all,
            y,
            (label, rows) -> List.of(new Series(label, label, Mark.LINE, points(rows, at))),
            (panel, series) -> new Lines(panel, xAxis, yAxis, series));
    String about = about(all, at) + absent(all, at, x, y) + undrawn(all, at, x, y, scale);
    return new Chart(title, about + panels.note(), panels.panels(), shown(all, at));
  }

  /** Trials that no curve shows, or shows completely, in sentences; empty if there are none. */
  private String absent(Answer all, int at, String x, String y) {
    List<Object> counts =
        tables
            .ask(
                SqlTemplate.filled(
                    "recorded_trials", Map.of("x", SqlText.name(x), "y", SqlText.name(y))))
            .rows()
            .get(0);
    long trials = ChartSql.whole(counts.get(0));
    long recorded = ChartSql.whole(counts.get(1));
    long drawn = all.rows().isEmpty() ? 0 : CurvePoint.of(all.rows().get(0), at).drawn();
    return told(trials - recorded, trials, "are left out: nothing was recorded of them")
        + told(recorded - drawn, trials, "are left out: they are not among those chosen")
        + told(
            ChartSql.whole(counts.get(2)),
            trials,
            "were cut off: they count up to their last record");
  }

  private static String told(long count, long trials, String what) {
    return count == 0
        ? ""
        : " %,d of %s %s.".formatted(count, Counted.grouped(trials, "trial"), what);
  }

  /** Points that have no place on the axes as drawn at first. */
  private static String undrawn(Answer all, int at, String x, String y, Scale scale) {
    long infinite = 0;
    long below = 0;
    long before = 0;
    for (List<Object> row : all.rows()) {
      CurvePoint point = CurvePoint.of(row, at);
      if (point.median() == null) {
        infinite++;
      } else if (scale.y() && !(point.median() > 0)) {
        below++;
      } else if (scale.x() && point.x() != null && !(point.x() > 0)) {
        before++;
      }
    }
    List<String> why = new ArrayList<>();
    why.add(infinite == 0 ? "" : "%,d with an infinite or no median".formatted(infinite));
    why.add(below == 0 ? "" : "%,d with %s not above 0".formatted(below, y));
    why.add(before == 0 ? "" : "%,d with %s not above 0".formatted(before, x));
    why.removeIf(String::isEmpty);
    return why.isEmpty()
        ? ""
        : " %,d of %,d points are not drawn: %s."
            .formatted(infinite + below + before, all.rows().size(), String.join(", ", why));
  }

  /** The answer without the columns that only serve the text. */
  private static Answer shown(Answer all, int at) {
    return all.keeping(column -> column < at + CurvePoint.SHOWN);
  }

  private static List<List<Object>> points(List<List<Object>> rows, int at) {
    return rows.stream()
        .map(row -> CurvePoint.of(row, at))
        .filter(point -> point.median() != null)
        .map(CurvePoint::drawing)
        .toList();
  }

  private static String about(Answer answer, int at) {
    String about =
        "Median over the trials; the band holds 80 % of them. A stopped trial keeps its last value;"
            + " a diverged one counts as infinite.";
    if (answer.rows().isEmpty()) {
      return about;
    }
    long lines = CurvePoint.of(answer.rows().get(0), at).lines();
    long trials =
        answer.rows().stream()
            .mapToLong(row -> CurvePoint.of(row, at).trialsOfGroup())
            .max()
            .orElse(0);
    return about
        + (lines > Grouping.MOST_COLOURS
            ? " %d of %,d lines, evenly spaced in the order of the axes."
                .formatted(Grouping.MOST_COLOURS, lines)
            : "")
        + (trials > MOST_TRIALS
            ? " %,d trials of each group, chosen at random.".formatted(MOST_TRIALS)
            : "");
  }

  /** The query, in DuckDB's SQL: its as-of join finds the last record at or before a place. */
  private static String sql(List<String> groups, List<String> colours, String x, String y) {
    String labels =
        IntStream.range(0, groups.size())
            .mapToObj(i -> "any_value(g%s) AS %s, ".formatted(i, SqlText.name(groups.get(i))))
            .collect(Collectors.joining());
    String renamed =
        IntStream.range(0, groups.size())
            .mapToObj(i -> "%s AS g%s, ".formatted(SqlText.name(groups.get(i)), i))
            .collect(Collectors.joining());
    String partition = groups.isEmpty() ? "" : "PARTITION BY " + SqlText.names(groups);
    return SqlTemplate.filled(
        "curves",
        Map.of(
            "renamed", renamed,
            "order", order(groups),
            "line_order", order(colours),
            "partition", partition,
            "labels", labels,
            "x", SqlText.name(x),
            "y", SqlText.name(y),
            "most_lines", Integer.toString(Grouping.MOST_COLOURS),
            "most_trials", Integer.toString(MOST_TRIALS),
            "most_places", Integer.toString(MOST_PLACES)));
  }

  private static String order(List<String> columns) {
    return columns.isEmpty() ? "1" : SqlText.names(columns);
  }
}
