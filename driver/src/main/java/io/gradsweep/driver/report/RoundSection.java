package io.gradsweep.driver.report;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.driver.study.CellEnd;
import io.gradsweep.driver.study.DesignProgress;
import io.gradsweep.results.summary.Interval;
import io.gradsweep.sweeps.spec.PrecisionRule;
import io.gradsweep.sweeps.spec.ReplicateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The section on a rule of replicates: how many each cell got, and why it got no more. */
record RoundSection(Html html, ReplicateRule rule, DesignProgress design) {

  void write() {
    html.element("p", "Replicates: " + rule.words() + ". " + progress(), "class", "note").line();
    Tables.write(html, "Replicates of each cell", table());
  }

  private String progress() {
    if (design.last().isEnd()) {
      return "Every cell has its replicates.";
    }
    String expected =
        design.expectedTrials().map("; about %,d trials are expected in all"::formatted).orElse("");
    return "Round %d: %,d cells are open%s."
        .formatted(design.last().round(), design.open().cardinality(), expected);
  }

  private Answer table() {
    List<String> columns = new ArrayList<>(List.of("cell", "n", "closed because"));
    for (PrecisionRule.Term term : rule.until().terms()) {
      columns.add(term.of() + ", as it was judged");
    }
    List<List<Object>> rows = new ArrayList<>();
    design.ends().forEach(end -> rows.add(row(end)));
    design.open().stream()
        .limit(Tables.MOST_ROWS)
        .forEach(
            cell -> {
              List<Object> row =
                  new ArrayList<>(
                      List.of(design.cells().name(cell), design.last().look(), "it is open"));
              rule.until().terms().forEach(term -> row.add(Estimate.NONE));
              rows.add(row);
            });
    return new Answer(columns, rows);
  }

  private List<Object> row(CellEnd end) {
    List<Object> row = new ArrayList<>();
    row.add(design.name(end));
    row.add(end.n());
    row.add(end.precise() ? "it is precise" : "it has the most replicates");
    for (int i = 0; i < end.values().size(); i++) {
      row.add(estimate(end.values().get(i), end.halfWidths().get(i)));
    }
    return row;
  }

  private static Estimate estimate(Double value, Double half) {
    return value == null
        ? Estimate.NONE
        : Estimate.plusMinus(
            value,
            Optional.ofNullable(half).map(width -> new Interval(value - width, value + width)));
  }
}
