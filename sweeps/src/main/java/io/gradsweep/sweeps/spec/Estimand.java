package io.gradsweep.sweeps.spec;

import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Shown;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number that a study estimates, with an interval: {@code success}, {@code share(CONDITION)}, or
 * a statistic of a number made of columns, such as {@code mean(rate / predicted_rate)}.
 *
 * @param text as written
 * @param statistic empty for a share of trials
 * @param of the number, or the condition of a share, in the language of filters
 */
public record Estimand(String text, Optional<Statistic> statistic, String of) {

  private static final String SUCCESS = "success";
  private static final String SHARE = "share";
  private static final Pattern CALL =
      Pattern.compile("([A-Za-z0-9_.]+)\\s*\\((.*)\\)", Pattern.DOTALL);
  private static final String FORMS =
      "must be success, share(CONDITION), or mean, median, geomean, a quantile such as q90, or ert"
          + " of a number, such as mean(final_error)";

  /**
   * @throws IllegalArgumentException if the text is no estimand; the message says what would be
   *     right
   */
  public static Estimand parse(String text) {
    String bare = text.strip();
    if (bare.equals(SUCCESS)) {
      String condition = "status == '%s'".formatted(Status.CONVERGED.word());
      return new Estimand(SUCCESS, Optional.empty(), condition);
    }
    Matcher call = CALL.matcher(bare);
    if (!call.matches() || Parentheses.end(bare, bare.indexOf('(')) != bare.length()) {
      throw fault(text, FORMS);
    }
    String of = call.group(2).strip();
    if (of.isEmpty()) {
      throw fault(text, "must name what it is of, such as mean(final_error)");
    }
    String word = call.group(1);
    return new Estimand(
        bare, word.equals(SHARE) ? Optional.empty() : Optional.of(statistic(text, word)), of);
  }

  private static Statistic statistic(String text, String word) {
    Statistic statistic;
    try {
      statistic = Statistic.parse(word);
    } catch (IllegalArgumentException e) {
      throw fault(text, FORMS);
    }
    if (!statistic.kind().hasInterval()) {
      throw fault(text, "%s has no interval; %s".formatted(word, FORMS));
    }
    return statistic;
  }

  private static IllegalArgumentException fault(String text, String right) {
    return new IllegalArgumentException("'%s' (%s)".formatted(Shown.briefly(text), right));
  }

  /** Whether it is the share of successes: of trials that converged, or of edges that are found. */
  public boolean isSuccess() {
    return text.equals(SUCCESS);
  }

  /** Words in it that may be names of columns. */
  public Set<String> names() {
    return Identifiers.in(of);
  }

  public boolean isShare() {
    return statistic.isEmpty();
  }

  public boolean isErt() {
    return statistic.filter(Statistic::isErt).isPresent();
  }

  /**
   * Whether it has a meaning only for trials of one grid point; of several points, mean, geometric
   * mean and share give one value for each replicate.
   */
  public boolean needsOnePoint() {
    return statistic.filter(one -> one.isQuantile() || one.isErt()).isPresent();
  }

  @Override
  public String toString() {
    return text;
  }
}
