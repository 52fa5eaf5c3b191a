package io.gradsweep.driver.report;

import io.gradsweep.driver.report.Chart.Panel;

/**
 * Writes charts as figures: a caption, space for the script to draw in, and the rows folded beside
 * it.
 */
final class Figures {

  private final Html html;
  private int count;

  Figures(Html html) {
    this.html = html;
  }

  /** Writes a chart, or one sentence if there is nothing to draw. */
  void write(Chart chart) {
    String id = "chart-" + ++count;
    html.open("figure", "id", id, "class", "chart").open("figcaption");
    html.element("h3", chart.title());
    if (chart.isEmpty()) {
      html.element("p", "Nothing to draw: no trial has a value.", "class", "note");
      html.close().close().line();
      return;
    }
    html.element("p", chart.about(), "class", "note").close();
    html.open("ul", "class", "legend", "aria-label", "Lines of the chart").close();
    html.open("div", "class", layout(chart.panels().size()));
    for (int i = 0; i < chart.panels().size(); i++) {
      panel(chart, chart.panels().get(i), id + "-" + (i + 1));
    }
    html.close();
    Tables.folded(html, "Data of “%s”".formatted(chart.title()), chart.data());
    html.data(id + "-data", chart.panels()).close().line();
  }

  private void panel(Chart chart, Panel panel, String id) {
    html.open("div", "class", "panel").open("div", "class", "panel-head");
    if (!panel.title().isEmpty()) {
      html.element("h4", panel.title());
    }
    html.open("div", "class", "tools").close().close();
    String words = panel.title().isEmpty() ? chart.title() : chart.title() + ", " + panel.title();
    html.open(
            "div",
            "class",
            "canvas",
            "id",
            id,
            "tabindex",
            "0",
            "role",
            "img",
            "aria-label",
            words + ". Left and right arrow keys read its points; the data stand in a table below.")
        .close()
        .close();
  }

  private static String layout(int panels) {
    if (panels == 1) {
      return "panels";
    }
    return panels % 3 == 0 ? "panels threes" : "panels several";
  }
}
