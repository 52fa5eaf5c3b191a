package io.gradsweep.driver.report;

import io.gradsweep.driver.analysis.FitResult;
import io.gradsweep.driver.analysis.Fits;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.report.Chart.Lines;
import io.gradsweep.driver.report.Chart.Mark;
import io.gradsweep.driver.report.Chart.Panel;
import io.gradsweep.driver.report.Chart.Series;
import io.gradsweep.sweeps.spec.FitSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A scaling fit: the medians along the axis, the fitted line over its window, and the theory's. */
final class FitChart {

  private static final int LINE_POINTS = 32;

  private final StudyTables tables;
  private final PlotChart plots;

  FitChart(StudyTables tables, PlotChart plots) {
    this.tables = tables;
    this.plots = plots;
  }

  Chart of(FitSpec spec, List<FitResult> results) {
    Grouping grouping = new Grouping(Optional.empty(), spec.by());
    Scale scale = spec.isLogLog() ? Scale.LOG : Scale.LOG_Y;
    String heading = Fits.heading(spec);
    PlotChart over = plots.over(spec.x(), spec.y());
    Chart medians =
        new GroupChart(tables, over.view())
            .of(
                heading.substring(0, 1).toUpperCase(Locale.ROOT) + heading.substring(1),
                spec.x(),
                true,
                spec.y(),
                over.theory(spec.y()),
                grouping,
                scale,
                Mark.DOTS);
    Labels labels = Labels.of(spec.by(), medians.data().rows());
    List<Panel> panels = new ArrayList<>();
    for (Panel panel : medians.panels()) {
      Lines lines = (Lines) panel;
      List<Series> series = new ArrayList<>(lines.series());
      lines.series().stream()
          .filter(drawn -> drawn.mark() == Mark.DOTS)
          .forEach(
              drawn ->
                  results.stream()
                      .filter(r -> label(r, labels).equals(drawn.name()) && r.slope() != null)
                      .forEach(r -> series.add(line(r, drawn))));
      panels.add(new Lines(lines.title(), lines.x(), lines.y(), series));
    }
    return new Chart(medians.title(), medians.about(), panels, medians.data());
  }

  private static String label(FitResult result, Labels labels) {
    return result.spec().by().isEmpty() ? result.spec().y() : labels.of(result.group());
  }

  private static Series line(FitResult result, Series drawn) {
    List<List<Object>> points = new ArrayList<>();
    boolean log = result.spec().isLogLog();
    double from = log ? StrictMath.log(result.points().from()) : result.points().from();
    double to = log ? StrictMath.log(result.points().to()) : result.points().to();
    for (int i = 0; i < LINE_POINTS; i++) {
      double place = from + (to - from) * i / (LINE_POINTS - 1);
      double x = log ? StrictMath.exp(place) : place;
      Double y = ChartSql.drawn(result.at(x));
      if (y != null) {
        points.add(List.of(ChartSql.drawn(x), y));
      }
    }
    String name = "%s, slope %s".formatted(drawn.name(), AnswerFormat.text(result.slope()));
    return new Series(name, drawn.colour(), Mark.FIT, points);
  }
}
