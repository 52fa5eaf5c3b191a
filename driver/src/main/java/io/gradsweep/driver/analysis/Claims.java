package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.query.Beside;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.results.summary.Interval;
import io.gradsweep.sweeps.spec.Bound;
import io.gradsweep.sweeps.spec.ClaimSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks a sweep's claims against the rows of its study. */
public final class Claims {

  private static final List<String> WITH_INTERVAL = List.of("value", "low", "high");

  private final StudyTables tables;
  private final Optional<String> unfinished;

  /**
   * @param unfinished what the study still lacks, in words; empty if it is complete
   */
  Claims(StudyTables tables, Optional<String> unfinished) {
    this.tables = tables;
    this.unfinished = unfinished;
  }

  /**
   * @throws RequestException if a query is broken or does not give one row of numbers; the message
   *     names all such claims, each with its SQL and the engine's own words, which hold the
   *     position
   */
  List<ClaimResult> check(List<ClaimSpec> claims) {
    List<ClaimResult> results = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (ClaimSpec claim : claims) {
      try {
        results.add(check(claim));
      } catch (RequestException e) {
        problems.add(
            "'%s': %s\n  its SQL:\n%s"
                .formatted(
                    claim.claim(), e.getMessage(), claim.sql().strip().indent(4).stripTrailing()));
      }
    }
    if (!problems.isEmpty()) {
      String count = problems.size() == 1 ? "1 claim" : problems.size() + " claims";
      throw new RequestException("Cannot check " + count, problems);
    }
    return results;
  }

  /**
   * @throws RequestException if the query of a claim is broken, or does not give one row of numbers
   */
  static void requireAnswerable(StudyTables tables, ClaimSpec claim) {
    Measured.of(tables.answer(claim.sql()));
  }

  private ClaimResult check(ClaimSpec claim) {
    return judge(claim, Measured.of(tables.answer(claim.sql())));
  }

  /**
   * The numbers of a claim's query.
   *
   * @param numbers value, low and high; null if there is none
   */
  private record Measured(boolean isEmpty, boolean hasInterval, Double[] numbers) {

    static Measured of(Answer answer) {
      int columns = answer.columns().size();
      boolean interval = answer.columns().equals(WITH_INTERVAL);
      if (columns != 1 && !interval) {
        throw new RequestException(
            "columns %s (must be one, or value, low, high)"
                .formatted(String.join(", ", answer.columns())));
      }
      if (answer.rows().size() > 1) {
        throw new RequestException("%d rows (must be one)".formatted(answer.rows().size()));
      }
      Double[] numbers = new Double[3];
      if (!answer.rows().isEmpty()) {
        for (int i = 0; i < columns; i++) {
          numbers[i] = number(answer.rows().get(0).get(i));
        }
      }
      return new Measured(answer.rows().isEmpty(), interval, numbers);
    }
  }

  private static Double number(Object cell) {
    if (cell == null) {
      return null;
    }
    if (cell instanceof Boolean flag) {
      return flag ? 1.0 : 0.0;
    }
    if (cell instanceof Number number) {
      return number.doubleValue();
    }
    throw new RequestException("'%s' (must be a number)".formatted(cell));
  }

  private ClaimResult judge(ClaimSpec claim, Measured measured) {
    Bound bound = claim.bound();
    Double[] numbers = measured.numbers();
    boolean interval = measured.hasInterval();
    Double value = numbers[0];
    Verdict verdict = Verdict.INCONCLUSIVE;
    String detail = "";
    Optional<String> gap =
        measured.isEmpty() ? Optional.of("the query found no row") : gap(interval, numbers);
    if (gap.isPresent()) {
      detail = gap.get();
    } else if (interval) {
      verdict = verdict(bound, numbers[1], numbers[2]);
      detail = verdict == Verdict.INCONCLUSIVE ? "the interval lies across the bound" : "";
    } else {
      verdict = bound.accepts(value) ? Verdict.PASS : Verdict.FAIL;
    }
    if (unfinished.isPresent()) {
      String soFar = verdict == Verdict.INCONCLUSIVE ? detail : verdict.toString();
      detail = "%s; so far: %s".formatted(unfinished.get(), soFar);
      verdict = Verdict.INCONCLUSIVE;
    }
    return new ClaimResult(
        claim.claim(),
        claim.source(),
        verdict,
        value,
        numbers[1],
        numbers[2],
        claim.bound(),
        detail);
  }

  /** The reason why an answer decides nothing; empty if its numbers decide. */
  private static Optional<String> gap(boolean interval, Double[] numbers) {
    for (int i = 0; i < (interval ? numbers.length : 1); i++) {
      if (numbers[i] == null) {
        return Optional.of(
            i == 0
                ? "no value: too few trials, or none that has one"
                : "no interval: too few trials");
      }
      if (!Double.isFinite(numbers[i])) {
        return Optional.of(
            "%s is %s, which decides nothing".formatted(WITH_INTERVAL.get(i), numbers[i]));
      }
    }
    return Optional.empty();
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
    List<List<Object>> rows = new ArrayList<>();
    results.forEach((sweep, its) -> its.forEach(result -> rows.add(row(sweep, result))));
    Answer answer =
        new Answer(
            List.of("sweep", "verdict", "claim", "value", "expected", "source", "detail"), rows);
    return answer.keeping(
        column -> column < 5 || rows.stream().anyMatch(row -> !row.get(column).equals("")));
  }

  private static List<Object> row(String sweep, ClaimResult result) {
    return List.of(
        sweep,
        result.verdict().toString(),
        result.claim(),
        besideBound(result),
        result.bound().text(),
        result.source(),
        result.detail());
  }

  /** The number of claims for each verdict, in words. */
  public static String words(List<ClaimResult> results) {
    if (results.isEmpty()) {
      return "the sweep has no claims";
    }
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
    return "%s: %s (%s, expected %s%s)"
        .formatted(
            result.verdict(),
            result.claim(),
            value.isEmpty() ? "no value" : value,
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
    boolean known = isFinite(result.low()) && isFinite(result.high());
    return Estimate.between(
        result.value(),
        known ? Optional.of(new Interval(result.low(), result.high())) : Optional.empty());
  }
}
