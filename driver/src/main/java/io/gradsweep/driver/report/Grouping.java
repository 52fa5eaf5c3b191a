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
 * What sets panels and colours of a chart apart.
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

  /** One panel's rows, by colour. */
  private record Rows(String title, Map<String, List<List<Object>>> byColour) {}

  /** What was drawn of what there was. */
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
   * Deals rows to panels and series.
   *
   * @param answer columns of the grouping first
   * @param series from a label and its rows to what is drawn of them
   * @param panel from a title and its series to the panel
   */
  Panels deal(
      Answer answer,
      String only,
      BiFunction<String, List<List<Object>>, List<Series>> series,
      BiFunction<String, List<Series>, Panel> panel) {
    List<Panel> panels = new ArrayList<>();
    Map<String, Rows> byPanel = byPanel(answer, only);
    long hiddenColours = 0;
    for (Rows rows : byPanel.values().stream().limit(MOST_PANELS).toList()) {
      List<Series> drawn = new ArrayList<>();
      List<String> labels = evenly(new ArrayList<>(rows.byColour().keySet()));
      hiddenColours += rows.byColour().size() - labels.size();
      labels.forEach(label -> drawn.addAll(series.apply(label, rows.byColour().get(label))));
      if (!drawn.isEmpty()) {
        panels.add(panel.apply(rows.title(), drawn));
      }
    }
    return new Panels(panels, Math.max(0, byPanel.size() - MOST_PANELS), hiddenColours);
  }

  private Map<String, Rows> byPanel(Answer answer, String only) {
    List<String> columns = columns();
    int first = facet.isPresent() ? 1 : 0;
    List<String> rest = columns.subList(first, columns.size());
    Map<String, Rows> panels = new LinkedHashMap<>();
    for (List<Object> row : answer.rows()) {
      String title = facet.map(name -> Label.of(List.of(name), row.subList(0, 1))).orElse("");
      String label = rest.isEmpty() ? only : Label.of(rest, row.subList(first, columns.size()));
      panels
          .computeIfAbsent(title, t -> new Rows(t, new LinkedHashMap<>()))
          .byColour()
          .computeIfAbsent(label, l -> new ArrayList<>())
          .add(row);
    }
    return panels;
  }

  /** At most as many as can be told apart, evenly spaced in their order. */
  private static List<String> evenly(List<String> labels) {
    if (labels.size() <= MOST_COLOURS) {
      return labels;
    }
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < MOST_COLOURS; i++) {
      chosen.add(labels.get((int) Math.round(i * (labels.size() - 1.0) / (MOST_COLOURS - 1))));
    }
    return chosen;
  }
}
