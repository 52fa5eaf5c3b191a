package io.gradsweep.driver.report;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.ColumnTexts;
import io.gradsweep.driver.query.Estimate;
import java.util.ArrayList;
import java.util.List;

/** Writes rows as an HTML table, with the same texts that the command line prints. */
final class Tables {

  /** Most rows that a table shows; a query gives the rest. */
  static final int MOST_ROWS = 2000;

  private Tables() {}

  static void write(Html html, String label, Answer answer) {
    html.open("div", "class", "scroll", "role", "region", "aria-label", label, "tabindex", "0");
    html.open("table").open("thead").open("tr");
    for (int i = 0; i < answer.columns().size(); i++) {
      html.element(
          "th", answer.columns().get(i), "scope", "col", "class", numeric(answer, i) ? "n" : null);
    }
    html.close().close().open("tbody");
    boolean[] numeric = new boolean[answer.columns().size()];
    List<ColumnTexts> texts = new ArrayList<>();
    for (int i = 0; i < numeric.length; i++) {
      numeric[i] = numeric(answer, i);
      texts.add(ColumnTexts.of(answer, i));
    }
    answer.rows().stream().limit(MOST_ROWS).forEach(row -> row(html, row, numeric, texts));
    html.close().close().close().line();
    if (answer.rows().size() > MOST_ROWS) {
      html.element(
          "p",
          "The first %,d of %,d rows.".formatted(MOST_ROWS, answer.rows().size()),
          "class",
          "note");
    }
  }

  private static void row(Html html, List<Object> row, boolean[] numeric, List<ColumnTexts> texts) {
    html.open("tr");
    for (int i = 0; i < row.size(); i++) {
      html.element("td", texts.get(i).of(row.get(i)), "class", numeric[i] ? "n" : null);
    }
    html.close();
  }

  private static boolean numeric(Answer answer, int column) {
    return !answer.rows().isEmpty()
        && answer.rows().stream()
            .map(row -> row.get(column))
            .allMatch(v -> v == null || v instanceof Number || v instanceof Estimate);
  }

  /** Writes the data behind a chart, folded. */
  static void folded(Html html, String summary, Answer answer) {
    html.open("details", "class", "data").element("summary", summary);
    write(html, summary, answer);
    html.close().line();
  }
}
