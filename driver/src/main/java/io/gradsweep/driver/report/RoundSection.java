package io.gradsweep.driver.report;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.driver.study.CellEnd;
import io.gradsweep.driver.study.ClaimEnd;
import io.gradsweep.driver.study.DesignProgress;
import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.PrecisionRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The section on a rule of replicates: how many each cell got, and why it got no more. */
record RoundSection(Html html, DesignProgress design) {

  void write() {
    html.element("p", "Replicates: " + design.rule().words() + ". " + progress(), "class", "note")
        .line();
    if (!design.claims().isEmpty()) {
      Tables.write(html, "Claims that decide", claims());
    }
    Tables.write(html, "Replicates of each cell", design.claims().isEmpty() ? table() : points());
  }

  private String progress() {
    if (design.last().isEnd()) {
      return design.claims().isEmpty()
          ? "Every cell has its replicates."
          : "Every claim is decided, or its grid points have the most replicates.";
    }
    String expected =
        design.expectedTrials().map("; about %,d trials are expected in all"::formatted).orElse("");
    int open = design.open().cardinality();
    return "Round %d: %s %s open%s."
        .formatted(
            design.last().round(), Counted.grouped(open, "cell"), Counted.are(open), expected);
  }

  private Answer claims() {
    List<List<Object>> rows = new ArrayList<>();
    for (ClaimEnd end : design.claimEnds()) {
      String why =
          end.holds() == null
              ? "it has the most replicates"
              : end.holds() ? "its interval lies inside the bound" : "its interval lies outside";
      boolean whole = end.low() != null && end.high() != null;
      rows.add(
          List.of(
              design.claims().get(end.claim()).claim(),
              end.n(),
              why,
              end.value() == null
                  ? Estimate.NONE
                  : Estimate.between(
                      end.value(),
                      whole
                          ? Optional.of(new Interval(end.low(), end.high()))
                          : Optional.empty())));
    }
    for (ClaimSpec open : design.openClaims()) {
      rows.add(List.of(open.claim(), design.last().look(), "it is open", Estimate.NONE));
    }
    return new Answer(List.of("claim", "n", "closed because", "answer, as it was judged"), rows);
  }

  private Answer points() {
    List<List<Object>> rows = new ArrayList<>();
    long[] replicates = design.replicates();
    for (int cell = 0; cell < replicates.length; cell++) {
      rows.add(List.of(design.cells().name(cell), replicates[cell]));
    }
    return new Answer(List.of("grid point", "n"), rows);
  }

  private List<PrecisionRule.Term> terms() {
    return design.rule().precision().map(PrecisionRule::terms).orElse(List.of());
  }

  private Answer table() {
    List<String> columns = new ArrayList<>(List.of("cell", "n", "closed because"));
    for (PrecisionRule.Term term : terms()) {
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
              terms().forEach(term -> row.add(Estimate.NONE));
              rows.add(row);
            });
    return new Answer(columns, rows);
  }

  private List<Object> row(CellEnd end) {
    List<Object> row = new ArrayList<>();
    row.add(design.name(end));
    row.add(end.n());
    row.add(why(end));
    for (int i = 0; i < end.values().size(); i++) {
      row.add(estimate(end.values().get(i), end.halfWidths().get(i)));
    }
    return row;
  }

  private String why(CellEnd end) {
    if (end.precise()) {
      return "it is precise";
    }
    return "it has the most replicates"
        + IntStream.range(0, end.values().size())
            .mapToObj(i -> lack(terms().get(i), end.values().get(i), end.halfWidths().get(i)))
            .collect(Collectors.joining());
  }

  /** Why no number of replicates makes a statistic precise; empty if more of them may. */
  private static String lack(PrecisionRule.Term term, Double value, Double half) {
    if (value == null) {
      return "; %s has no value".formatted(term.of());
    }
    if (half == null) {
      return "; %s has no interval".formatted(term.of());
    }
    return term.isRelative() && value == 0
        ? "; %s is 0, and no width is a share of it".formatted(term.of())
        : "";
  }

  private static Estimate estimate(Double value, Double half) {
    return value == null
        ? Estimate.NONE
        : Estimate.plusMinus(
            value,
            Optional.ofNullable(half).map(width -> new Interval(value - width, value + width)));
  }
}
