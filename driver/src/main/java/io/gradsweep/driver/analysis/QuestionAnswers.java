package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.plan.ColumnExpression;
import io.gradsweep.sweeps.plan.ResolvedEstimand;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers the questions of claims from the rows of a study, with intervals of a level. */
final class QuestionAnswers implements Question.Cases<ClaimAnswer> {

  private final StudyTables tables;
  private final TrialColumns columns;
  private final List<String> axes;
  private final Intervals intervals;
  private final CellEstimates cells;
  private final OrderedTrials trials;

  /**
   * @param axes the sweep's
   */
  QuestionAnswers(
      StudyTables tables, TrialColumns columns, List<String> axes, Intervals intervals) {
    this.tables = tables;
    this.columns = columns;
    this.axes = axes;
    this.intervals = intervals;
    cells = new CellEstimates(tables, columns);
    trials = new OrderedTrials(tables, columns);
  }

  /** Answers a question from the rows that it is about: of trials, or of edges. */
  ClaimAnswer answer(Question question) {
    return question.answer(
        new QuestionAnswers(tables, columns.having(question.names()), axes, intervals));
  }

  @Override
  public ClaimAnswer sql(Question.Sql question) {
    return SqlAnswer.measured(tables.answer(question.text()));
  }

  @Override
  public ClaimAnswer cell(Question.CellValue question) {
    TrialColumns.requireAll(
        () -> columns.estimand(question.of()),
        () -> question.where().ifPresent(columns::condition),
        () -> question.best().ifPresent(best -> requireAxis(best.axis())));
    ResolvedEstimand resolved = columns.estimand(question.of());
    EstimandSample sample = cells.sample(resolved);
    Optional<HonestBest> best =
        question
            .best()
            .map(one -> HonestBest.of(cells, columns, one, question.of(), question.where()));
    each(
        names(resolved, best.stream()),
        question.where(),
        List.of(),
        trial -> {
          if (best.isEmpty() || best.get().reports(trial)) {
            sample.add(trial);
          }
        });
    Estimated estimated = sample.estimated(intervals);
    return ClaimAnswer.of(
        estimated.estimate(),
        estimated.n(),
        sample.independent(),
        words(
            joined(Stream.of(estimated.lack(question.of()), estimated.leftOut())), best.stream()));
  }

  @Override
  public ClaimAnswer pairs(Question.Pairs question) {
    TrialColumns.requireAll(
        () -> columns.estimand(question.of()),
        () -> new ArmFilter(question.arms(), columns),
        () -> question.match().ifPresent(columns::require),
        () -> question.where().ifPresent(columns::condition),
        () -> question.best().ifPresent(one -> requireAxis(one.axis())));
    ResolvedEstimand resolved = columns.estimand(question.of());
    ArmFilter arms = new ArmFilter(question.arms(), columns);
    List<HonestBest> best = new ArrayList<>();
    if (question.best().isPresent()) {
      for (int arm = 0; arm < 2; arm++) {
        String both =
            question.where().map(where -> "(" + where + ") and ").orElse("") + arms.condition(arm);
        best.add(
            HonestBest.of(cells, columns, question.best().get(), question.of(), Optional.of(both)));
      }
    }
    List<String> match = match(question);
    int[] places = match.stream().mapToInt(columns::place).toArray();
    PairedSample sample =
        new PairedSample(
            question, resolved, columns.ends(), columns.place(columns.ends().column()));
    Set<String> names = names(resolved, best.stream());
    names.add(question.arms().column());
    names.addAll(match);
    each(
        names,
        question.where(),
        List.of(),
        trial -> {
          int arm = arms.of(trial);
          if (arm >= 0 && (best.isEmpty() || best.get(arm).reports(trial))) {
            sample.add(trial, key(trial, places), arm);
          }
        });
    ClaimAnswer measured = sample.measured(intervals);
    return new ClaimAnswer(
        measured.value(),
        measured.low(),
        measured.high(),
        true,
        measured.n(),
        measured.independent(),
        words(measured.remark(), best.stream()));
  }

  /** The axes in which a pair is equal. */
  private List<String> match(Question.Pairs question) {
    if (question.match().isPresent()) {
      return question.match().get();
    }
    return axes.stream()
        .filter(columns::has)
        .filter(axis -> !axis.equals(question.arms().column()))
        .filter(axis -> question.best().filter(one -> one.axis().equals(axis)).isEmpty())
        .toList();
  }

  private static List<Object> key(TrialValues trial, int[] places) {
    return Arrays.stream(places).mapToObj(place -> (Object) trial.value(place)).toList();
  }

  @Override
  public ClaimAnswer exponent(Question.Exponent question) {
    FitSpec spec = question.fit();
    TrialColumns.requireAll(
        () -> columns.requireNumber(spec.x(), "fit along"),
        () -> columns.requireNumber(spec.y(), "fit"),
        () -> question.where().ifPresent(columns::condition));
    FitGroup group = new FitGroup(spec, List.of(), intervals);
    int x = columns.place(spec.x());
    int y = columns.place(spec.y());
    each(
        new LinkedHashSet<>(List.of(spec.x(), spec.y())),
        question.where(),
        List.of(spec.x(), spec.y()),
        trial -> group.add(trial.streams(), number(trial.value(x)), number(trial.value(y))));
    FitResult fit = group.result();
    Estimate estimate =
        fit.slope() == null ? Estimate.NONE : Estimate.plusMinus(fit.slope(), fit.interval());
    boolean matters = fit.slope() == null || fit.check().startsWith("bend");
    String check = matters ? fit.check() : "";
    return ClaimAnswer.of(
        estimate,
        fit.points().n(),
        fit.points().replicates(),
        joined(Stream.of(fit.points().whereLeftOut(), check)));
  }

  private static Number number(ParamValue value) {
    return (Number) value.column();
  }

  /**
   * Counts exceptions. A trial that the environment ended may be one, whatever its row says: that
   * it has not diverged, say, is no finding.
   */
  @Override
  public ClaimAnswer every(Question.Every question) {
    TrialColumns.requireAll(
        () -> columns.condition(question.condition()),
        () -> question.where().ifPresent(columns::condition));
    ColumnExpression condition = columns.condition(question.condition());
    Set<String> names = new LinkedHashSet<>(condition.names());
    Ends ends = columns.ends();
    names.add(ends.column());
    int end = columns.place(ends.column());
    long[] counts = new long[3];
    each(
        names,
        question.where(),
        List.of(),
        trial -> {
          counts[0]++;
          if (!ends.isDecided(trial.value(end).column().toString())) {
            counts[2]++;
          } else if (!condition.holds(trial)) {
            counts[1]++;
          }
        });
    if (counts[0] == 0) {
      return new ClaimAnswer(null, null, null, false, 0L, 0, "");
    }
    double exceptions = counts[1];
    boolean unknown = counts[2] > 0;
    return new ClaimAnswer(
        exceptions,
        unknown ? exceptions : null,
        unknown ? exceptions + counts[2] : null,
        unknown,
        counts[0],
        0,
        unknown
            ? Counted.grouped(counts[2], "trial") + " timed out or failed, and may be exceptions"
            : "");
  }

  private static Set<String> names(ResolvedEstimand resolved, Stream<HonestBest> best) {
    Set<String> names = new LinkedHashSet<>(resolved.names());
    best.forEach(one -> names.add(one.best().axis()));
    return names;
  }

  /** Passes the trials that meet a condition, replicate after replicate. */
  private void each(
      Set<String> names,
      Optional<String> where,
      List<String> order,
      Consumer<TrialValues> consumer) {
    Optional<ColumnExpression> condition = where.map(columns::condition);
    condition.ifPresent(one -> names.addAll(one.names()));
    trials.each(
        List.of(),
        names,
        "",
        order,
        trial -> {
          if (condition.isEmpty() || condition.get().holds(trial)) {
            consumer.accept(trial);
          }
        });
  }

  private static String words(String remark, Stream<HonestBest> best) {
    return joined(Stream.concat(Stream.of(remark), best.map(HonestBest::words)));
  }

  private static String joined(Stream<String> texts) {
    return texts.filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
  }

  /** Refuses to choose a best value of what does not vary. */
  private void requireAxis(String axis) {
    if (!axes.contains(axis) || !columns.has(axis)) {
      throw new RequestException(
          "Cannot choose the best %s (must be an axis: %s)"
              .formatted(axis, String.join(", ", axes)));
    }
  }
}
