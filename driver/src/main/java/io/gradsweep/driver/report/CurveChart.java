package io.gradsweep.driver.report;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.report.Chart.ChartAxis;
import io.gradsweep.driver.report.Chart.Lines;
import io.gradsweep.driver.report.Chart.Mark;
import io.gradsweep.driver.report.Chart.Series;
import io.gradsweep.driver.report.Grouping.Panels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /**
   * Place after the grouping's columns: x, trials, median, 10 %, 90 %, all groups, trials, drawn.
   */
  private static final int DRAWN = 7;

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
                """
                SELECT count(*) AS trials, count(r.trial_id) AS recorded,
                  count(r.trial_id) FILTER (t.status IN ('timed_out', 'failed')) AS cut
                FROM trials t LEFT JOIN (
                  SELECT DISTINCT p.trial_id FROM trajectories p
                    JOIN trials s ON s.trial_id = p.trial_id
                  WHERE p.%s IS NOT NULL
                    AND (p.%s IS NOT NULL OR s.status IN ('diverged', 'left_domain'))) r
                  ON r.trial_id = t.trial_id
                """
                    .formatted(SqlText.name(x), SqlText.name(y)))
            .rows()
            .get(0);
    long trials = Sql.whole(counts.get(0));
    long recorded = Sql.whole(counts.get(1));
    long drawn = all.rows().isEmpty() ? 0 : Sql.whole(all.rows().get(0).get(at + DRAWN));
    return told(trials - recorded, trials, "are left out: nothing was recorded of them")
        + told(recorded - drawn, trials, "are left out: they are not among those chosen")
        + told(
            Sql.whole(counts.get(2)), trials, "were cut off: they count up to their last record");
  }

  private static String told(long count, long trials, String what) {
    return count == 0 ? "" : " %,d of %,d trials %s.".formatted(count, trials, what);
  }

  /** Points that have no place on the axes as drawn at first. */
  private static String undrawn(Answer all, int at, String x, String y, Scale scale) {
    long infinite = 0;
    long below = 0;
    long before = 0;
    for (List<Object> row : all.rows()) {
      Double place = Sql.drawn(row.get(at));
      Double median = Sql.drawn(row.get(at + 2));
      if (median == null) {
        infinite++;
      } else if (scale.y() && !(median > 0)) {
        below++;
      } else if (scale.x() && place != null && !(place > 0)) {
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

  /**
   * The answer without columns that only serve the text: all groups, trials of a group, trials of
   * all curves.
   */
  private static Answer shown(Answer all, int at) {
    return Sql.without(Sql.without(Sql.without(all, at + DRAWN), at + 6), at + 5);
  }

  private static List<List<Object>> points(List<List<Object>> rows, int at) {
    List<List<Object>> points = new ArrayList<>();
    for (List<Object> row : rows) {
      Double median = Sql.drawn(row.get(at + 2));
      if (median != null) {
        points.add(
            Arrays.asList(
                Sql.drawn(row.get(at)),
                median,
                Sql.drawn(row.get(at + 3)),
                Sql.drawn(row.get(at + 4)),
                row.get(at + 1),
                row.get(at + 1)));
      }
    }
    return points;
  }

  private static String about(Answer answer, int at) {
    String about =
        "Median over the trials; the band holds 80 % of them. A stopped trial keeps its last value;"
            + " a diverged one counts as infinite.";
    if (answer.rows().isEmpty()) {
      return about;
    }
    long groups = Sql.whole(answer.rows().get(0).get(at + 5));
    long trials = answer.rows().stream().mapToLong(r -> Sql.whole(r.get(at + 6))).max().orElse(0);
    return about
        + (groups > Grouping.MOST_COLOURS
            ? " %d of %,d lines, evenly spaced in the order of the axes."
                .formatted(Grouping.MOST_COLOURS, groups)
            : "")
        + (trials > MOST_TRIALS
            ? " %,d trials of each group, chosen at random.".formatted(MOST_TRIALS)
            : "");
  }

  /** The query, in DuckDB's SQL: its as-of join finds the last record at or before a place. */
  private static String sql(List<String> groups, List<String> colours, String x, String y) {
    String order = groups.isEmpty() ? "1" : SqlText.names(groups);
    String labels =
        IntStream.range(0, groups.size())
            .mapToObj(i -> "any_value(g%s) AS %s, ".formatted(i, SqlText.name(groups.get(i))))
            .collect(Collectors.joining());
    String renamed =
        IntStream.range(0, groups.size())
            .mapToObj(i -> "%s AS g%s, ".formatted(SqlText.name(groups.get(i)), i))
            .collect(Collectors.joining());
    String partition = groups.isEmpty() ? "" : "PARTITION BY " + SqlText.names(groups);
    return """
        WITH ranked AS (
          SELECT trial_id, status, %1$sdense_rank() OVER (ORDER BY %2$s) AS g,
                 dense_rank() OVER (ORDER BY %10$s) AS line,
                 row_number() OVER (%3$s ORDER BY trial_id) AS r,
                 count(*) OVER (%3$s) AS trials
          FROM trials),
        counted AS (SELECT *, max(line) OVER () AS groups FROM ranked),
        chosen AS (
          SELECT * FROM counted
          WHERE r <= %7$d
            AND (groups <= %4$d OR line = 1 OR line = groups
                 OR floor((line - 1) * (%4$d - 1.0) / (groups - 1))
                    > floor((line - 2) * (%4$d - 1.0) / (groups - 1)))),
        points AS (
          SELECT c.g, t.trial_id, t.%5$s AS x,
                 CASE WHEN t.%6$s IS NULL AND c.status IN ('diverged', 'left_domain')
                      THEN CAST('infinity' AS DOUBLE) ELSE t.%6$s END AS y
          FROM trajectories t JOIN chosen c USING (trial_id) WHERE t.%5$s IS NOT NULL),
        valued AS (
          SELECT *, lead(x) OVER (PARTITION BY trial_id ORDER BY x) AS next_x,
                 lead(y) OVER (PARTITION BY trial_id ORDER BY x) AS next_y
          FROM points WHERE y IS NOT NULL),
        places AS (
          SELECT g, x, row_number() OVER (PARTITION BY g ORDER BY x) AS r,
                 count(*) OVER (PARTITION BY g) AS c
          FROM (SELECT DISTINCT g, x FROM valued)),
        grid AS (
          SELECT g, x FROM places
          WHERE c <= %8$d OR r = 1 OR r = c
             OR floor(r * %8$d.0 / c) > floor((r - 1) * %8$d.0 / c)),
        ends AS (SELECT g, trial_id, max(x) AS last FROM valued GROUP BY g, trial_id),
        asked AS (
          SELECT grid.g, grid.x, e.trial_id, e.last FROM grid JOIN ends e ON grid.g = e.g),
        held AS (
          SELECT a.g, a.x, a.trial_id, a.last, CASE
              WHEN a.x = p.x OR p.next_x IS NULL OR isinf(p.next_y) OR isinf(p.y) THEN p.y
              WHEN p.y > 0 AND p.next_y > 0
                THEN exp(ln(p.y) + (ln(p.next_y) - ln(p.y)) * ((a.x - p.x) / (p.next_x - p.x)))
              ELSE p.y + (p.next_y - p.y) * (a.x - p.x) / (p.next_x - p.x) END AS y
          FROM asked a ASOF JOIN valued p ON a.trial_id = p.trial_id AND a.x >= p.x)
        SELECT %9$sx AS %5$s, count(v) AS trials, quantile_cont(v, 0.5) AS "median",
               quantile_cont(v, 0.1) AS "10 %%", quantile_cont(v, 0.9) AS "90 %%",
               any_value(groups) AS groups, max(trials) AS all_trials,
               (SELECT count(*) FROM ends) AS drawn
        FROM (
          SELECT h.g, h.x, c.* EXCLUDE (g), CASE
              WHEN h.x > h.last AND c.status IN ('diverged', 'left_domain')
                THEN CAST('infinity' AS DOUBLE)
              WHEN h.x > h.last AND c.status IN ('timed_out', 'failed') THEN NULL
              ELSE h.y END AS v
          FROM held h JOIN chosen c USING (trial_id))
        GROUP BY g, x ORDER BY g, x
        """
        .formatted(
            renamed,
            order,
            partition,
            Grouping.MOST_COLOURS,
            SqlText.name(x),
            SqlText.name(y),
            MOST_TRIALS,
            MOST_PLACES,
            labels,
            colours.isEmpty() ? "1" : SqlText.names(colours));
  }
}
