package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.query.Beside;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.sweeps.spec.Bound;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks a sweep's claims against the rows of its study. */
public final class Claims {

  private final Function<ClaimSpec, Judging> judgings;
  private final Optional<String> unfinished;

  /**
   * @param judgings how each claim is judged
   * @param unfinished what the study still lacks, in words; empty if it is complete
   */
  Claims(Function<ClaimSpec, Judging> judgings, Optional<String> unfinished) {
    this.judgings = judgings;
    this.unfinished = unfinished;
  }

  /**
   * @throws RequestException if a question cannot be answered; the message names all such claims,
   *     those in SQL with it and the engine's own words, which hold the position
   */
  List<ClaimResult> check(List<ClaimSpec> claims) {
    List<ClaimResult> results = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int refused = 0;
    for (ClaimSpec claim : claims) {
      try {
        Judging judging = judgings.apply(claim);
        results.add(result(claim, judging.answers().answer(claim.question()), judging));
      } catch (RequestException e) {
        refused++;
        e.problems()
            .forEach(
                problem ->
                    problems.add("'%s': %s%s".formatted(claim.claim(), problem, sql(claim))));
      }
    }
    if (!problems.isEmpty()) {
      throw new RequestException("Cannot check " + Counted.of(refused, "claim"), problems);
    }
    return results;
  }

  private static String sql(ClaimSpec claim) {
    return claim.question() instanceof Question.Sql sql
        ? "\n  its SQL:\n" + sql.text().strip().indent(4).stripTrailing()
        : "";
  }

  /**
   * The verdict on an answer.
   *
   * @param detail why it decides nothing; may be empty
   */
  record Judgement(Verdict verdict, String detail) {}

  /**
   * @param least values that an interval must rest on
   */
  static Judgement judge(Bound bound, ClaimAnswer measured, long least) {
    Optional<String> gap = gap(measured);
    if (gap.isPresent()) {
      return new Judgement(Verdict.INCONCLUSIVE, gap.get());
    }
    if (!measured.hasInterval()) {
      return new Judgement(bound.accepts(measured.value()) ? Verdict.PASS : Verdict.FAIL, "");
    }
    if (measured.independent() < least) {
      return new Judgement(
          Verdict.INCONCLUSIVE,
          "the interval rests on %d values (must be at least %d)"
              .formatted(measured.independent(), least));
    }
    Verdict verdict = verdict(bound, measured.low(), measured.high());
    return new Judgement(
        verdict, verdict == Verdict.INCONCLUSIVE ? "the interval lies across the bound" : "");
  }

  private ClaimResult result(ClaimSpec claim, ClaimAnswer measured, Judging judging) {
    Bound bound = claim.bound();
    Judgement judgement = judge(bound, measured, judging.least());
    Verdict verdict = judgement.verdict();
    String detail = judgement.detail();
    if (unfinished.isPresent()) {
      String soFar = verdict == Verdict.INCONCLUSIVE ? detail : verdict.toString();
      detail = "%s; so far: %s".formatted(unfinished.get(), soFar);
      verdict = Verdict.INCONCLUSIVE;
    }
    String words =
        Stream.of(detail, measured.remark(), judging.words())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; "));
    return new ClaimResult(claim, verdict, measured, words);
  }

  /** The reason why an answer decides nothing, "" if its remark says it; empty if it decides. */
  private static Optional<String> gap(ClaimAnswer measured) {
    Double[] numbers = {measured.value(), measured.low(), measured.high()};
    for (int i = 0; i < (measured.hasInterval() ? numbers.length : 1); i++) {
      if (numbers[i] == null) {
        return Optional.of(i == 0 ? noValue(measured) : noInterval(measured));
      }
      if (!Double.isFinite(numbers[i])) {
        return Optional.of(
            "%s is %s, which decides nothing"
                .formatted(List.of("value", "low", "high").get(i), numbers[i]));
      }
    }
    return Optional.empty();
  }

  private static String noValue(ClaimAnswer measured) {
    if (measured.n() == null) {
      return measured.remark().isEmpty() ? "no value: too few trials, or none that has one" : "";
    }
    if (!measured.remark().isEmpty()) {
      return "no value"; // the remark says why
    }
    return measured.n() == 0
        ? "no value: there are no such trials"
        : "no value: too few trials, or none that has one";
  }

  private static String noInterval(ClaimAnswer measured) {
    return measured.n() == null && !measured.remark().isEmpty()
        ? ""
        : "no interval: too few trials";
  }

  private static Verdict verdict(Bound bound, double low, double high) {
    if (!(low <= high)) {
      throw new RequestException(
          "low %s, high %s (low must not be above high)".formatted(low, high));
    }
    if (bound.accepts(low) && bound.accepts(high)) {
      return Verdict.PASS;
    }
    return bound.meets(low, high) ? Verdict.INCONCLUSIVE : Verdict.FAIL;
  }

  /** The results as a table. */
  public static Answer table(List<ClaimResult> results) {
    return table(Map.of("", results)).keeping(column -> column > 0);
  }

  /** The results of several sweeps as one table, in their order, each under its sweep's name. */
  public static Answer table(Map<String, List<ClaimResult>> results) {
    boolean checks = results.values().stream().flatMap(List::stream).anyMatch(ClaimResult::isCheck);
    List<List<Object>> rows = new ArrayList<>();
    results.forEach((sweep, its) -> its.forEach(result -> rows.add(row(sweep, result, checks))));
    List<String> columns =
        List.of("sweep", "kind", "verdict", "claim", "value", "n", "expected", "source", "detail");
    Set<String> spare = Set.of("kind", "n", "source", "detail");
    return new Answer(columns, rows)
        .keeping(
            column ->
                !spare.contains(columns.get(column))
                    || rows.stream()
                        .map(row -> row.get(column))
                        .anyMatch(cell -> cell != null && !cell.equals("")));
  }

  private static List<Object> row(String sweep, ClaimResult result, boolean checks) {
    return Arrays.asList( // List.of refuses nulls
        sweep,
        checks ? result.kind().word() : "",
        result.verdict().toString(),
        result.claim(),
        besideBound(result),
        result.measured().n(),
        result.bound().text(),
        result.source(),
        result.detail());
  }

  /** The number of claims for each verdict, in words; checks of the code are counted apart. */
  public static String words(List<ClaimResult> results) {
    if (results.isEmpty()) {
      return "the sweep has no claims";
    }
    List<ClaimResult> claims = results.stream().filter(result -> !result.isCheck()).toList();
    List<ClaimResult> checks = results.stream().filter(ClaimResult::isCheck).toList();
    return Stream.of(
            counts(claims), checks.isEmpty() ? "" : "checks of the code: " + counts(checks))
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String counts(List<ClaimResult> results) {
    return Arrays.stream(Verdict.values())
        .map(verdict -> count(results, verdict) + " " + verdict)
        .filter(words -> !words.startsWith("0 "))
        .collect(Collectors.joining(", "));
  }

  private static long count(List<ClaimResult> results, Verdict verdict) {
    return results.stream().filter(result -> result.verdict() == verdict).count();
  }

  /** A result in a line. */
  public static String line(ClaimResult result) {
    String value = AnswerFormat.text(besideBound(result));
    return "%s: %s%s (%s%s, expected %s%s)"
        .formatted(
            result.verdict(),
            result.isCheck() ? "check: " : "",
            result.claim(),
            value.isEmpty() ? "no value" : value,
            result.measured().n() == null ? "" : ", n = " + result.measured().n(),
            result.bound().text(),
            result.detail().isEmpty() ? "" : "; " + result.detail());
  }

  /** The measured value, with enough digits to show on which side of its bound it is. */
  private static Beside besideBound(ClaimResult result) {
    return Beside.of(estimate(result), result.bound().low(), result.bound().high());
  }

  private static boolean isFinite(Double number) {
    return number != null && Double.isFinite(number);
  }

  private static Estimate estimate(ClaimResult result) {
    if (result.value() == null) {
      return Estimate.NONE;
    }
    Double low = result.measured().low();
    Double high = result.measured().high();
    boolean known = isFinite(low) && isFinite(high);
    return Estimate.between(
        result.value(), known ? Optional.of(new Interval(low, high)) : Optional.empty());
  }
}
