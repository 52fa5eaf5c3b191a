package io.gradsweep.driver.report;

import io.gradsweep.driver.analysis.LeftOut;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.SqlTemplate;
import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.report.Chart.ChartAxis;
import io.gradsweep.driver.report.Chart.Lines;
import io.gradsweep.driver.report.Chart.Mark;
import io.gradsweep.driver.report.Chart.Series;
import io.gradsweep.driver.report.Grouping.Panels;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A measure of the trials over an axis or another measure. Groups of equal x show their median and
 * the band from the 10 % to the 90 % quantile; if x takes more values than a chart can show,
 * neighbours are combined.
 */
final class GroupChart {

  private static final long MOST_POINTS = 1500;
  private static final int BINS = 60;

  private final StudyTables tables;
  private final String view;

  GroupChart(StudyTables tables) {
    this(tables, "trials");
  }

  /**
   * @param view whose rows are drawn
   */
  GroupChart(StudyTables tables, String view) {
    this.tables = tables;
    this.view = view;
  }

  /**
   * @param theory the column with the theory's prediction of y
   */
  Chart of(
      String title,
      String x,
      boolean numeric,
      String y,
      Optional<String> theory,
      Grouping grouping,
      Scale scale,
      Mark mark) {
    List<String> groups = grouping.columns();
    long points = points(groups, x);
    boolean binned = points > MOST_POINTS && numeric;
    Answer answer = tables.ask(sql(groups, x, y, theory, numeric, binned));
    int at = groups.size();
    boolean singles = answer.rows().stream().allMatch(row -> GroupPoint.of(row, at).trials() == 1);
    List<Object> categories = numeric ? null : categories(answer, at);
    ChartAxis xAxis =
        new ChartAxis(x, numeric && scale.x(), numeric ? null : Labels.ofValues(categories));
    Mark drawn = singles || !numeric ? Mark.DOTS : mark;
    Panels panels =
        grouping.deal(
            answer,
            y,
            (label, rows) -> series(label, rows, at, drawn, categories),
            (panel, series) -> new Lines(panel, xAxis, ChartAxis.of(y, scale.y()), series));
    LeftOut leftOut = leftOut(answer, at, x, y, new Scale(xAxis.log(), scale.y()));
    long without = numeric ? without(x) : 0;
    leftOut.add(null, without, without, "without " + x);
    String about = about(singles, binned, leftOut);
    return new Chart(title, about + panels.note(), panels.panels(), answer);
  }

  /** Values that have no point on the axes as drawn at first. */
  private static LeftOut leftOut(Answer answer, int at, String x, String y, Scale scale) {
    LeftOut leftOut = new LeftOut(x);
    for (List<Object> row : answer.rows()) {
      GroupPoint point = GroupPoint.of(row, at);
      Number place = point.x() instanceof Number number ? number : null;
      long trials = point.trials();
      if (scale.x() && place != null && !(place.doubleValue() > 0)) {
        leftOut.add(place, trials, trials, "with %s not above 0".formatted(x));
      } else {
        leftOut.add(place, trials, trials - point.withValue(), "without " + y);
        boolean below = scale.y() && point.median() != null && !(point.median() > 0);
        leftOut.add(
            place,
            0,
            below ? point.withValue() : 0,
            "whose median of %s is not above 0".formatted(y));
      }
    }
    return leftOut;
  }

  private long points(List<String> groups, String x) {
    List<String> all = new ArrayList<>(groups);
    all.add(x);
    String sql =
        "SELECT count(*) FROM (SELECT DISTINCT %s FROM %s)".formatted(SqlText.names(all), view);
    return ChartSql.whole(tables.ask(sql).rows().get(0).get(0));
  }

  private long without(String x) {
    String sql = "SELECT count(*) FROM %s WHERE %s IS NULL".formatted(view, SqlText.name(x));
    return ChartSql.whole(tables.ask(sql).rows().get(0).get(0));
  }

  private String sql(
      List<String> groups,
      String x,
      String y,
      Optional<String> theory,
      boolean numeric,
      boolean binned) {
    String column = SqlText.name(x);
    String partition = groups.isEmpty() ? "" : "PARTITION BY " + SqlText.names(groups);
    String present = column + " IS NOT NULL";
    String source =
        binned
            ? "(SELECT *, ntile(%s) OVER (%s ORDER BY %s) AS place FROM %s WHERE %s)"
                .formatted(BINS, partition, column, view, present)
            : "(SELECT *, %s AS place FROM %s%s)"
                .formatted(column, view, numeric ? " WHERE " + present : "");
    return SqlTemplate.filled(
        "groups",
        Map.of(
            "by",
            ChartSql.leading(groups),
            "place",
            (binned ? "median(" : "any_value(") + column + ")",
            "x",
            column,
            "y",
            SqlText.name(y),
            "theory",
            theory.map(SqlText::name).map(", median(%1$s) AS %1$s"::formatted).orElse(""),
            "source",
            source));
  }

  private static List<Object> categories(Answer answer, int at) {
    Set<Object> values = new LinkedHashSet<>();
    answer.rows().forEach(row -> values.add(GroupPoint.of(row, at).x()));
    return new ArrayList<>(values);
  }

  private static List<Series> series(
      String label, List<List<Object>> rows, int at, Mark mark, List<Object> categories) {
    List<List<Object>> points = new ArrayList<>();
    List<List<Object>> theory = new ArrayList<>();
    for (List<Object> row : rows) {
      GroupPoint point = GroupPoint.of(row, at);
      Object x =
          categories == null ? ChartSql.drawn(point.x()) : (Object) categories.indexOf(point.x());
      if (x != null && point.median() != null) {
        points.add(point.drawing(x));
      }
      if (x != null && point.theory() != null) {
        theory.add(List.of(x, point.theory()));
      }
    }
    List<Series> series = new ArrayList<>();
    if (!points.isEmpty()) {
      series.add(new Series(label, label, mark, points));
    }
    if (!theory.isEmpty()) {
      series.add(new Series(label + ", theory", label, Mark.THEORY, theory));
    }
    return series;
  }

  private static String about(boolean singles, boolean binned, LeftOut leftOut) {
    String drawn =
        singles
            ? "A point is a trial."
            : binned
                ? "Median of neighbouring trials; the band holds 80 % of them."
                : "Median of the trials of a group; the band holds 80 % of them.";
    if (leftOut.count() == 0) {
      return drawn;
    }
    String hollow = singles ? "" : " A hollow point lacks some of its trials.";
    return "%s %s.%s".formatted(drawn, leftOut.words(), hollow);
  }
}
