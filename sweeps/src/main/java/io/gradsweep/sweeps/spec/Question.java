package io.gradsweep.sweeps.spec;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A claim's question about the outcomes. */
public sealed interface Question {

  /** The answers to each form. */
  interface Cases<T> {
    T sql(Sql question);

    T cell(CellValue question);

    T pairs(Pairs question);

    T exponent(Exponent question);

    T every(Every question);
  }

  <T> T answer(Cases<T> cases);

  /** Whether gradsweep makes an interval for the answer. */
  boolean hasInterval();

  /** The question as people read it. */
  String words();

  /** Its texts that name columns; none of a question in SQL. */
  Stream<String> expressions();

  /** Words in it that may be names of columns. */
  default Set<String> names() {
    return expressions()
        .flatMap(text -> Identifiers.in(text).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String under(Optional<String> where) {
    return where.map(condition -> " where " + condition).orElse("");
  }

  private static String at(Optional<Best> best) {
    return best.map(one -> " at the best " + one).orElse("");
  }

  /** One SELECT that gives a number, or value, low and high. */
  record Sql(String text) implements Question {
    @Override
    public <T> T answer(Cases<T> cases) {
      return cases.sql(this);
    }

    @Override
    public boolean hasInterval() {
      return false;
    }

    @Override
    public String words() {
      return text;
    }

    @Override
    public Stream<String> expressions() {
      return Stream.empty();
    }
  }

  /** A statistic of the trials that meet a condition. */
  record CellValue(Estimand of, Optional<String> where, Optional<Best> best) implements Question {
    public CellValue {
      requireNonNull(where, "where is null");
      requireNonNull(best, "best is null");
    }

    @Override
    public <T> T answer(Cases<T> cases) {
      return cases.cell(this);
    }

    @Override
    public boolean hasInterval() {
      return true;
    }

    @Override
    public String words() {
      return of + at(best) + under(where);
    }

    @Override
    public Stream<String> expressions() {
      return Stream.concat(Stream.of(of.of()), where.stream());
    }
  }

  /**
   * A statistic of the differences, or ratios, of two arms on common replicates.
   *
   * @param match columns in which a pair is equal; empty for all axes but those of arms and best
   */
  record Pairs(
      Arms arms,
      Estimand of,
      boolean ratio,
      Optional<List<String>> match,
      Optional<String> where,
      Optional<Best> best)
      implements Question {
    public Pairs {
      match = match.map(List::copyOf);
      requireNonNull(where, "where is null");
      requireNonNull(best, "best is null");
    }

    /** The reason why pairs have no such statistic; empty if they do. */
    public Optional<String> fault() {
      if (of.isErt()) {
        return Optional.of(of + " (pairs have no running time)");
      }
      boolean geometric =
          of.statistic().filter(one -> one.kind() == Statistic.Form.GEOMEAN).isPresent();
      if (geometric && !ratio) {
        return Optional.of(of + " (must have ratio: true: a difference may be below 0)");
      }
      return of.isShare() && ratio
          ? Optional.of(of + " (must have no ratio: a share may be 0)")
          : Optional.empty();
    }

    @Override
    public <T> T answer(Cases<T> cases) {
      return cases.pairs(this);
    }

    @Override
    public boolean hasInterval() {
      return true;
    }

    @Override
    public String words() {
      String alike = match.map(columns -> ", pairs alike in " + columns).orElse("");
      return "%s of the pairs' %s, %s%s%s%s"
          .formatted(of, ratio ? "ratios" : "differences", arms, alike, at(best), under(where));
    }

    @Override
    public Stream<String> expressions() {
      return Stream.concat(Stream.of(of.of(), arms.column()), where.stream());
    }
  }

  /** The exponent of a fit. */
  record Exponent(FitSpec fit, Optional<String> where) implements Question {
    public Exponent {
      requireNonNull(where, "where is null");
    }

    @Override
    public <T> T answer(Cases<T> cases) {
      return cases.exponent(this);
    }

    @Override
    public boolean hasInterval() {
      return true;
    }

    @Override
    public String words() {
      String x = fit.isLogLog() ? "ln " + fit.x() : fit.x();
      return "slope of ln %s against %s%s".formatted(fit.y(), x, under(where));
    }

    @Override
    public Stream<String> expressions() {
      return Stream.concat(Stream.of(fit.x(), fit.y()), where.stream());
    }
  }

  /**
   * The number of trials for which a condition does not hold.
   *
   * @param except the greatest number that is accepted
   */
  record Every(String condition, long except, Optional<String> where) implements Question {
    public Every {
      requireNonNull(where, "where is null");
    }

    @Override
    public <T> T answer(Cases<T> cases) {
      return cases.every(this);
    }

    @Override
    public boolean hasInterval() {
      return false;
    }

    @Override
    public String words() {
      return "trials without %s%s".formatted(condition, under(where));
    }

    @Override
    public Stream<String> expressions() {
      return Stream.concat(Stream.of(condition), where.stream());
    }
  }
}
