package io.gradsweep.driver.report;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Counted;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The section on the outcomes: trials per status, and where those that did not converge ended. */
final class OutcomeSection {

  private static final int BAR_WIDTH = 1000;
  private static final int MOST_PLACES = 60;

  private final Html html;
  private final ReportedStudy study;

  OutcomeSection(Html html, ReportedStudy study) {
    this.html = html;
    this.study = study;
  }

  void write(Map<String, Long> counts, Outcomes outcomes, Axes axes) {
    long trials = counts.values().stream().mapToLong(Long::longValue).sum();
    if (trials == 0) {
      html.element("p", "No trial has a row yet.", "class", "empty");
      return;
    }
    bar(counts, trials);
    html.open("ul", "class", "tiles");
    counts.forEach((status, count) -> tile(status, count, trials));
    html.close().line();
    if (counts.size() == 1) {
      String all = Counted.grouped(trials, "trial");
      html.element(
          "p", "%s%s: %s.".formatted(trials == 1 ? "" : "All ", all, words(first(counts))));
      return;
    }
    Answer places = outcomes.places(axes);
    if (places.columns().size() > 3 && places.rows().size() <= MOST_PLACES) {
      html.element("h3", "Where they ended");
      Tables.write(html, "Where the trials of each status ended", places);
    }
  }

  private static String first(Map<String, Long> counts) {
    return counts.keySet().iterator().next();
  }

  static String words(String status) {
    return status.replace('_', ' ');
  }

  /**
   * Shares of the statuses; drawn by attributes, since the page's policy allows no inline style.
   */
  private void bar(Map<String, Long> counts, long trials) {
    html.open(
        "svg",
        "class",
        "bar",
        "viewBox",
        "0 0 %s 14".formatted(BAR_WIDTH),
        "preserveAspectRatio",
        "none",
        "aria-hidden",
        "true");
    double at = 0;
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      double width = (double) BAR_WIDTH * count.getValue() / trials;
      html.open(
              "rect",
              "x",
              number(at),
              "y",
              "0",
              "height",
              "14",
              "width",
              number(width),
              "class",
              "fill-" + count.getKey())
          .close();
      at += width;
    }
    html.close().line();
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, "%.2f", x);
  }

  private void tile(String status, long count, long trials) {
    html.open("li", "class", "tile status-" + status);
    html.element("span", glyph(status), "class", "glyph", "aria-hidden", "true");
    html.element("span", words(status), "class", "what");
    html.element("strong", String.format(Locale.ROOT, "%,d", count));
    html.element("span", share(count, trials), "class", "share").close();
  }

  private static String share(long count, long trials) {
    if (count == trials) {
      return "100 %";
    }
    double percent = 100.0 * count / trials;
    boolean rounds = percent < 0.05 || percent > 99.95;
    return rounds
        ? percent < 50 ? "< 0.1 %" : "> 99.9 %"
        : String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /** A shape for each status, so that colour is never the only distinction. */
  static String glyph(String status) {
    return switch (Status.of(status)) {
      case CONVERGED -> "●";
      case NOT_CONVERGED -> "○";
      case DIVERGED -> "▲";
      case LEFT_DOMAIN -> "◆";
      case TIMED_OUT -> "■";
      case FAILED -> "✕";
    };
  }

  /** Writes the causes, each with a command that runs such a trial again. */
  void causes(Outcomes.CountedReasons causes) {
    html.open("ul", "class", "causes");
    for (Outcomes.CountedReason cause : causes.causes()) {
      html.open("li")
          .open("p")
          .element("strong", String.format(Locale.ROOT, "%,d", cause.trials()));
      html.text(cause.trials() == 1 ? " trial " : " trials ");
      html.element("span", words(cause.status()), "class", "badge status-" + cause.status());
      html.text(cause.reason().isEmpty() ? "" : " " + cause.reason()).close();
      html.element("code", study.replay().apply(cause.trialId()), "class", "command").close();
    }
    html.close().line();
    if (causes.others() > 0) {
      html.element("p", "And %,d rarer causes.".formatted(causes.others()), "class", "note");
    }
  }

  static List<String> environment() {
    return Status.words().stream().filter(s -> !Status.of(s).decidedByMathematics()).toList();
  }

  static List<String> mathematics() {
    return Status.words().stream()
        .filter(s -> Status.of(s).decidedByMathematics() && Status.of(s) != Status.CONVERGED)
        .toList();
  }
}
