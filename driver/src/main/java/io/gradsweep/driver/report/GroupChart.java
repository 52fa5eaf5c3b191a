package io.gradsweep.driver.report;

import io.gradsweep.driver.analysis.LeftOut;
import io.gradsweep.driver.query.Answer;
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

  /** Places after the grouping's columns: x, trials, with a value, median, 10 %, 90 %, theory. */
  private static final int X = 0;

  private static final int TRIALS = 1;
  private static final int WITH = 2;
  private static final int MEDIAN = 3;
  private static final int LOW = 4;
  private static final int HIGH = 5;
  private static final int THEORY = 6;

  private final StudyTables tables;

  GroupChart(StudyTables tables) {
    this.tables = tables;
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
    boolean singles = answer.rows().stream().allMatch(row -> Sql.whole(row.get(at + TRIALS)) == 1);
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
      Number place = row.get(at + X) instanceof Number number ? number : null;
      long trials = Sql.whole(row.get(at + TRIALS));
      long with = Sql.whole(row.get(at + WITH));
      Double median = Sql.drawn(row.get(at + MEDIAN));
      if (scale.x() && place != null && !(place.doubleValue() > 0)) {
        leftOut.add(place, trials, trials, "with %s not above 0".formatted(x));
      } else {
        leftOut.add(place, trials, trials - with, "without " + y);
        boolean below = scale.y() && median != null && !(median > 0);
        leftOut.add(place, 0, below ? with : 0, "whose median of %s is not above 0".formatted(y));
      }
    }
    return leftOut;
  }

  private long points(List<String> groups, String x) {
    List<String> all = new ArrayList<>(groups);
    all.add(x);
    String sql = "SELECT count(*) FROM (SELECT DISTINCT " + SqlText.names(all) + " FROM trials)";
    return Sql.whole(tables.ask(sql).rows().get(0).get(0));
  }

  private long without(String x) {
    String sql = "SELECT count(*) FROM trials WHERE %s IS NULL".formatted(SqlText.name(x));
    return Sql.whole(tables.ask(sql).rows().get(0).get(0));
  }

  private static String sql(
      List<String> groups,
      String x,
      String y,
      Optional<String> theory,
      boolean numeric,
      boolean binned) {
    String by = Sql.leading(groups);
    String partition = groups.isEmpty() ? "" : "PARTITION BY " + SqlText.names(groups);
    String source =
        binned
            ? "(SELECT *, ntile(%s) OVER (%s ORDER BY %s) AS place FROM trials WHERE %s IS NOT NULL)"
                .formatted(BINS, partition, SqlText.name(x), SqlText.name(x))
            : "(SELECT *, %s AS place FROM trials%s)"
                .formatted(
                    SqlText.name(x), numeric ? " WHERE " + SqlText.name(x) + " IS NOT NULL" : "");
    return """
        SELECT %s%s AS %s, count(*) AS trials, count(%s) AS "with a value",
               median(%s) AS "median", quantile_cont(%s, 0.1) AS "10 %%",
               quantile_cont(%s, 0.9) AS "90 %%"%s
        FROM %s GROUP BY %splace ORDER BY %splace
        """
        .formatted(
            by,
            binned ? "median(" + SqlText.name(x) + ")" : "any_value(" + SqlText.name(x) + ")",
            SqlText.name(x),
            SqlText.name(y),
            SqlText.name(y),
            SqlText.name(y),
            SqlText.name(y),
            theory.map(t -> ", median(" + SqlText.name(t) + ") AS " + SqlText.name(t)).orElse(""),
            source,
            by,
            by);
  }

  private static List<Object> categories(Answer answer, int at) {
    Set<Object> values = new LinkedHashSet<>();
    answer.rows().forEach(row -> values.add(row.get(at)));
    return new ArrayList<>(values);
  }

  private static List<Series> series(
      String label, List<List<Object>> rows, int at, Mark mark, List<Object> categories) {
    List<List<Object>> points = new ArrayList<>();
    List<List<Object>> theory = new ArrayList<>();
    for (List<Object> row : rows) {
      Object x =
          categories == null
              ? Sql.drawn(row.get(at + X))
              : (Object) categories.indexOf(row.get(at + X));
      Double median = Sql.drawn(row.get(at + MEDIAN));
      if (x != null && median != null) {
        points.add(point(x, median, row, at));
      }
      Double said = row.size() > at + THEORY ? Sql.drawn(row.get(at + THEORY)) : null;
      if (x != null && said != null) {
        theory.add(List.of(x, said));
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

  private static List<Object> point(Object x, Double median, List<Object> row, int at) {
    List<Object> point = new ArrayList<>(); // List.of refuses nulls
    point.add(x);
    point.add(median);
    point.add(Sql.drawn(row.get(at + LOW)));
    point.add(Sql.drawn(row.get(at + HIGH)));
    point.add(row.get(at + TRIALS));
    point.add(row.get(at + WITH));
    return point;
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
