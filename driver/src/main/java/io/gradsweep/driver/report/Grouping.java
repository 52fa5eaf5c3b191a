package io.gradsweep.driver.report;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.report.Chart.Panel;
import io.gradsweep.driver.report.Chart.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Columns that distinguish the panels and colours of a chart.
 *
 * @param facet a panel for each of its values
 * @param colours a colour for each combination of their values
 */
record Grouping(Optional<String> facet, List<String> colours) {

  static final int MOST_PANELS = 8;
  static final int MOST_COLOURS = 10;

  Grouping {
    colours = List.copyOf(colours);
  }

  /** The grouping columns, the facet first. */
  List<String> columns() {
    return Stream.concat(facet.stream(), colours.stream()).distinct().toList();
  }

  /** One panel's rows, by the values that make a colour. */
  private record PanelRows(String title, Map<List<Object>, List<List<Object>>> byColour) {}

  /** The drawn panels, and the number of hidden ones. */
  record Panels(List<Panel> panels, long hiddenPanels, long hiddenColours) {
    String note() {
      List<String> notes = new ArrayList<>();
      if (hiddenPanels > 0) {
        notes.add("%,d more panels are in the table".formatted(hiddenPanels));
      }
      if (hiddenColours > 0) {
        notes.add("%,d more lines are in the table".formatted(hiddenColours));
      }
      return notes.isEmpty() ? "" : " " + String.join("; ", notes) + ".";
    }
  }

  /**
   * Distributes rows over panels and series.
   *
   * @param answer columns of the grouping first
   * @param only the label if there is only one group
   * @param series makes a series of a label and its rows
   * @param panel makes a panel of a title and its series
   */
  Panels deal(
      Answer answer,
      String only,
      BiFunction<String, List<List<Object>>, List<Series>> series,
      BiFunction<String, List<Series>, Panel> panel) {
    List<Panel> panels = new ArrayList<>();
    List<String> columns = columns();
    int first = facet.isPresent() ? 1 : 0;
    List<String> rest = columns.subList(first, columns.size());
    Labels labels =
        Labels.of(rest, answer.rows().stream().map(r -> r.subList(first, columns.size())).toList());
    Map<List<Object>, PanelRows> byPanel = byPanel(answer, first);
    long hiddenColours = 0;
    for (PanelRows rows : byPanel.values().stream().limit(MOST_PANELS).toList()) {
      List<Series> drawn = new ArrayList<>();
      List<List<Object>> shown = evenly(new ArrayList<>(rows.byColour().keySet()));
      hiddenColours += rows.byColour().size() - shown.size();
      for (List<Object> group : shown) {
        String label = rest.isEmpty() ? only : labels.of(group);
        drawn.addAll(series.apply(label, rows.byColour().get(group)));
      }
      if (!drawn.isEmpty()) {
        panels.add(panel.apply(rows.title(), drawn));
      }
    }
    return new Panels(panels, Math.max(0, byPanel.size() - MOST_PANELS), hiddenColours);
  }

  private Map<List<Object>, PanelRows> byPanel(Answer answer, int first) {
    Labels titles = Labels.of(columns().subList(0, first), answer.rows());
    Map<List<Object>, PanelRows> panels = new LinkedHashMap<>();
    for (List<Object> row : answer.rows()) {
      List<Object> panel = Labels.key(row.subList(0, first));
      panels
          .computeIfAbsent(panel, p -> new PanelRows(titles.of(p), new LinkedHashMap<>()))
          .byColour()
          .computeIfAbsent(
              Labels.key(row.subList(first, columns().size())), group -> new ArrayList<>())
          .add(row);
    }
    return panels;
  }

  /** At most as many labels as can be distinguished, evenly spaced in their order. */
  private static <T> List<T> evenly(List<T> labels) {
    if (labels.size() <= MOST_COLOURS) {
      return labels;
    }
    List<T> chosen = new ArrayList<>();
    for (int i = 0; i < MOST_COLOURS; i++) {
      chosen.add(labels.get((int) Math.round(i * (labels.size() - 1.0) / (MOST_COLOURS - 1))));
    }
    return chosen;
  }
}
