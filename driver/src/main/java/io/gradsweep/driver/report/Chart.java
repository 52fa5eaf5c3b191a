package io.gradsweep.driver.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gradsweep.driver.query.Answer;
import java.util.List;

/**
 * A chart, and the rows that it draws as a table beside it.
 *
 * @param about what is drawn and left out, in a sentence or two
 * @param panels small multiples, which share the scale of y
 */
record Chart(String title, String about, List<? extends Panel> panels, Answer data) {

  Chart {
    panels = List.copyOf(panels);
  }

  boolean isEmpty() {
    return panels.isEmpty();
  }

  /** One panel of a chart, as the page's script reads it. */
  sealed interface Panel permits Lines, Shares, StatusMap {

    /** Title that distinguishes the panel from its neighbours; empty if it stands alone. */
    String title();
  }

  /** Lines and points over two axes. */
  record Lines(String title, ChartAxis x, ChartAxis y, List<Series> series) implements Panel {
    @JsonProperty
    String kind() {
      return "lines";
    }
  }

  /**
   * @param categories the values in order, if the axis has no scale; else null
   */
  record ChartAxis(String name, boolean log, List<String> categories) {
    static ChartAxis of(String name, boolean log) {
      return new ChartAxis(name, log, null);
    }
  }

  /**
   * @param colour the same text has the same colour in every chart
   * @param points each {@code x, y, low, high, n, with}: the band, the trials of the group, and
   *     those of them that have a value
   */
  record Series(String name, String colour, Mark mark, List<List<Object>> points) {}

  /** The ways of drawing a series. */
  enum Mark {
    /** A line with its points and band. */
    LINE,
    /** Points alone. */
    DOTS,
    /** Prediction of the theory: dashed. */
    THEORY,
    /** Fitted line: thin. */
    FIT
  }

  /**
   * Shares of the statuses along an axis.
   *
   * @param counts for each status the trials at each category
   */
  record Shares(String title, ChartAxis x, List<String> statuses, List<List<Long>> counts)
      implements Panel {
    @JsonProperty
    String kind() {
      return "shares";
    }
  }

  /**
   * Statuses over two axes.
   *
   * @param cells each {@code x, y, counts per status…}, x and y as places among the categories
   */
  record StatusMap(
      String title, ChartAxis x, ChartAxis y, List<String> statuses, List<List<Long>> cells)
      implements Panel {
    @JsonProperty
    String kind() {
      return "map";
    }
  }
}
