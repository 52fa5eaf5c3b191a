package io.gradsweep.driver.analysis;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Cells;
import io.gradsweep.sweeps.plan.ColumnExpression;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.RowValues;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.Question;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the grid points whose trials a question is about, as far as parameters tell: a condition on
 * what was measured may hold at any of them.
 */
public final class ClaimPoints {

  private final Plan grid;
  private final TrialColumns columns;

  private ClaimPoints(Plan grid, TrialColumns columns) {
    this.grid = grid;
    this.columns = columns;
  }

  /** The cells with a grid point that the question is about. */
  public static BitSet cells(Question question, Plan grid, Cells cells) {
    TrialColumns columns = new TrialColumns(grid, "").having(question.names());
    Predicate<Params> asked = question.answer(new ClaimPoints(grid, columns).new Conditions());
    BitSet needed = new BitSet();
    for (long c = 0; c < grid.combinations(); c++) {
      Optional<Trial> trial = grid.trial(c, 0);
      if (trial.isPresent() && asked.test(trial.get().params())) {
        needed.set(cells.of(c));
      }
    }
    return needed;
  }

  private Predicate<Params> where(Optional<String> condition) {
    return condition.map(this::condition).orElse(point -> true);
  }

  private Predicate<Params> condition(String text) {
    ColumnExpression condition = columns.condition(text);
    return grid.simulation().parameterNames().containsAll(condition.names())
        ? point -> condition.holds(row(point))
        : point -> true;
  }

  /** The parameters of a grid point as columns of a row. */
  private RowValues row(Params point) {
    return index -> point.value(columns.all().get(index).name());
  }

  private Predicate<Params> window(FitSpec fit) {
    return grid.simulation().parameter(fit.x()).isEmpty()
        ? point -> true
        : point -> isWithin(fit, point.value(fit.x()));
  }

  private static boolean isWithin(FitSpec fit, ParamValue x) {
    return x.column() instanceof Number number
        && fit.from() <= number.doubleValue()
        && number.doubleValue() <= fit.to();
  }

  /** The condition of each form on a grid point. */
  private final class Conditions implements Question.Cases<Predicate<Params>> {

    @Override
    public Predicate<Params> sql(Question.Sql question) {
      return point -> true;
    }

    @Override
    public Predicate<Params> cell(Question.CellValue question) {
      return where(question.where());
    }

    @Override
    public Predicate<Params> pairs(Question.Pairs question) {
      ArmFilter arms = new ArmFilter(question.arms(), columns);
      List<Predicate<Params>> either =
          Stream.of(0, 1).map(arms::condition).map(ClaimPoints.this::condition).toList();
      return where(question.where()).and(either.get(0).or(either.get(1)));
    }

    @Override
    public Predicate<Params> exponent(Question.Exponent question) {
      return where(question.where()).and(window(question.fit()));
    }

    @Override
    public Predicate<Params> every(Question.Every question) {
      return where(question.where());
    }
  }
}
