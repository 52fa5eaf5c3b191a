package io.gradsweep.driver.report;

import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.report.Chart.ChartAxis;
import io.gradsweep.driver.report.Chart.Panel;
import io.gradsweep.driver.report.Chart.Shares;
import io.gradsweep.driver.report.Chart.StatusMap;
import io.gradsweep.results.outcome.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Charts of the regions in which trials converge: shares of the statuses along each axis of
 * numbers, and maps over two axes. Axes of words make the panels.
 */
final class StatusCharts {

  private static final int MOST_AXES = 3;
  private static final int MOST_PANELS = 6;
  private static final int MOST_PLACES = 100;
  private static final int MOST_CELLS_A_SIDE = 30;

  private final StudyTables tables;
  private final Axes axes;
  private final GridRows rows;

  StatusCharts(StudyTables tables, Axes axes, GridRows rows) {
    this.tables = tables;
    this.axes = axes;
    this.rows = rows;
  }

  /** Whether there is an axis long enough for shares, or a pair of them for a map. */
  static boolean areFor(Axes axes) {
    return axes.numbers().size() > 1 || axes.numbers().stream().anyMatch(StatusCharts::isLong);
  }

  private static boolean isLong(Axes.VaryingParameter axis) {
    return axis.values() > 2;
  }

  /** Shares of the statuses along each axis of numbers. */
  List<Chart> shares() {
    return axes.numbers().stream()
        .filter(StatusCharts::isLong)
        .limit(MOST_AXES)
        .map(axis -> shares(axis.name()))
        .toList();
  }

  private Chart shares(String along) {
    OutcomePanels counts =
        OutcomePanels.of(tables, rows, axes.words(), List.of(along), MOST_PLACES);
    List<Panel> panels = new ArrayList<>();
    counts.panels().forEach((title, rows) -> panels.add(sharePanel(title, rows, counts)));
    return chart(
        "Statuses along " + along,
        "Share of the trials that ended in each status.",
        panels,
        counts);
  }

  private static Panel sharePanel(String title, List<List<Object>> rows, OutcomePanels counts) {
    List<Object> values = new ArrayList<>();
    rows.forEach(row -> values.add(row.get(counts.axis())));
    List<String> statuses = new ArrayList<>();
    List<List<Long>> along = new ArrayList<>();
    for (int s = 0; s < Status.words().size(); s++) {
      int column = counts.firstStatus() + s;
      List<Long> trials = rows.stream().map(row -> ChartSql.whole(row.get(column))).toList();
      if (trials.stream().anyMatch(count -> count > 0)) {
        statuses.add(Status.words().get(s));
        along.add(trials);
      }
    }
    return new Shares(title, axis(counts.along().get(0), values), statuses, along);
  }

  /** Maps over each pair of the axes of numbers. */
  List<Chart> maps() {
    List<String> numbers =
        axes.numbers().stream().limit(MOST_AXES).map(Axes.VaryingParameter::name).toList();
    List<Chart> maps = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      for (int j = i + 1; j < numbers.size(); j++) {
        maps.add(map(numbers.get(i), numbers.get(j)));
      }
    }
    return maps;
  }

  private Chart map(String across, String up) {
    OutcomePanels counts =
        OutcomePanels.of(tables, rows, axes.words(), List.of(across, up), MOST_CELLS_A_SIDE);
    List<Panel> panels = new ArrayList<>();
    counts.panels().forEach((title, rows) -> panels.add(mapPanel(title, rows, counts)));
    return chart(
        "Statuses over %s and %s".formatted(across, up),
        "Each cell shows how most of its trials ended, the paler the fewer.",
        panels,
        counts);
  }

  private static Panel mapPanel(String title, List<List<Object>> rows, OutcomePanels counts) {
    List<Object> xs = values(rows, counts.axis());
    List<Object> ys = values(rows, counts.axis() + 1);
    List<List<Long>> cells = new ArrayList<>();
    for (List<Object> row : rows) {
      List<Long> cell = new ArrayList<>();
      cell.add((long) xs.indexOf(row.get(counts.axis())));
      cell.add((long) ys.indexOf(row.get(counts.axis() + 1)));
      row.subList(counts.firstStatus(), row.size())
          .forEach(count -> cell.add(ChartSql.whole(count)));
      cells.add(cell);
    }
    return new StatusMap(
        title,
        axis(counts.along().get(0), xs),
        axis(counts.along().get(1), ys),
        Status.words(),
        cells);
  }

  private static ChartAxis axis(String name, List<Object> values) {
    return new ChartAxis(name, false, Labels.ofValues(values));
  }

  /** The values in order, with no value last. */
  private static List<Object> values(List<List<Object>> rows, int column) {
    List<Object> values = new ArrayList<>();
    rows.stream().map(row -> row.get(column)).distinct().forEach(values::add);
    values.sort(
        Comparator.comparingDouble(
            value -> value == null ? Double.POSITIVE_INFINITY : ((Number) value).doubleValue()));
    return values;
  }

  private Chart chart(String title, String about, List<Panel> panels, OutcomePanels counts) {
    String together =
        counts.together() ? " Neighbouring values are put together, named by the least." : "";
    int hidden = Math.max(0, panels.size() - MOST_PANELS);
    String more = hidden > 0 ? " %,d more panels are in the table.".formatted(hidden) : "";
    return new Chart(
        title,
        about + rows.note() + together + more,
        panels.subList(0, panels.size() - hidden),
        counts.shown());
  }
}
