package io.gradsweep.sweeps.spec;

import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.trial.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The precision at which a cell has enough replicates: {@code half_width(geomean(final_error)) <=
 * 5% and half_width(success) <= 0.05}.
 *
 * @param text as written
 * @param terms at least one; the rule holds if all of them do
 */
public record PrecisionRule(String text, List<Term> terms) implements StoppingRule {

  /**
   * The greatest half-width of an interval of 95 %.
   *
   * @param limit in the estimand's own unit, or a share of its absolute value
   */
  public record Term(Estimand of, double limit, boolean isRelative) {

    /**
     * Whether an estimate is precise enough; without a value or an interval, and with a value of 0
     * under a percentage, it is not.
     */
    public boolean holds(Double value, Optional<Interval> interval) {
      if (value == null || interval.isEmpty() || isRelative && value == 0) {
        return false;
      }
      double half = (interval.get().high() - interval.get().low()) / 2;
      return half <= (isRelative ? limit * Math.abs(value) : limit);
    }
  }

  private static final Pattern HALF_WIDTH = Pattern.compile("\\s*half_width\\s*(?=\\()");
  private static final Pattern LIMIT =
      Pattern.compile("\\s*<=\\s*((?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?)\\s*(%?)");
  private static final Pattern AND = Pattern.compile("\\s*and\\b");
  private static final String FORMS =
      "must be such as half_width(mean(final_error)) <= 5%, or <= 0.05, joined by and";

  public PrecisionRule {
    terms = List.copyOf(terms);
  }

  /**
   * @throws IllegalArgumentException if the text is no such rule; the message says where, and what
   *     would be right
   */
  public static PrecisionRule parse(String text) {
    List<Term> terms = new ArrayList<>();
    int at = 0;
    while (true) {
      int open = past(HALF_WIDTH, text, at).end();
      int close = Parentheses.end(text, open);
      if (close < 0) {
        throw wrong(text, open, "no ')' closes this");
      }
      Estimand of = estimand(text, open + 1, close - 1);
      Matcher limit = past(LIMIT, text, close);
      terms.add(term(text, of, limit));
      at = limit.end();
      if (text.substring(at).isBlank()) {
        return new PrecisionRule(text.strip(), terms);
      }
      at = past(AND, text, at).end();
    }
  }

  private static Estimand estimand(String text, int from, int to) {
    try {
      return Estimand.parse(text.substring(from, to));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s (character %d)".formatted(e.getMessage(), from + 1));
    }
  }

  private static Term term(String text, Estimand of, Matcher limit) {
    double number = Double.parseDouble(limit.group(1));
    boolean relative = !limit.group(2).isEmpty();
    if (!(number > 0 && Double.isFinite(number))) {
      throw wrong(text, limit.start(1), "must be above 0 and finite");
    }
    return new Term(of, relative ? number / 100 : number, relative);
  }

  private static Matcher past(Pattern pattern, String text, int from) {
    Matcher matcher = pattern.matcher(text).region(from, text.length());
    if (!matcher.lookingAt()) {
      throw wrong(text, from, FORMS);
    }
    return matcher;
  }

  private static IllegalArgumentException wrong(String text, int at, String right) {
    String rest = text.substring(at);
    int place = at + rest.length() - rest.stripLeading().length();
    String shown = rest.isBlank() ? "the end" : "'" + Shown.briefly(rest.strip()) + "'";
    return new IllegalArgumentException("%s (character %d; %s)".formatted(shown, place + 1, right));
  }

  @Override
  public String spelling() {
    return terms.stream()
        .map(
            term ->
                "%s %s %s".formatted(term.of(), term.isRelative() ? "relative" : "", term.limit()))
        .collect(Collectors.joining(" and "));
  }

  @Override
  public String toString() {
    return text;
  }
}
