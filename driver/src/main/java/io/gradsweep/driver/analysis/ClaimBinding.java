package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.TemporaryFolder;
import io.gradsweep.driver.query.CurrentPlan;
import io.gradsweep.driver.query.StudyDatabase;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.trial.Params;
import io.gradsweep.sweeps.plan.ColumnExpression;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.RowValues;
import io.gradsweep.sweeps.spec.Best;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.Estimand;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks the claims of a sweep before any trial has run, against empty tables with the declared
 * columns, views included.
 */
public final class ClaimBinding {

  /** DuckDB's types of numbers, of truth values, and of the null value. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*|BOOLEAN|\"NULL\"");

  /** Most grid points that are examined. */
  private static final long MOST_POINTS = 100_000;

  private ClaimBinding() {}

  /** The problems of claims that could not be answered even if every trial had a row. */
  public static List<Problem> problems(Plan plan) throws IOException {
    List<Problem> problems = new ArrayList<>();
    if (plan.sweep().claims().isEmpty()) {
      return problems;
    }
    String nowhere = "gradsweep-no-study-" + UUID.randomUUID();
    Study none = Study.at(TemporaryFolder.path().resolve(nowhere).toUri());
    try (StudyTables tables = StudyDatabase.open(none, new CurrentPlan(plan, true))) {
      Refits.addTo(tables, plan);
      TrialColumns columns = new TrialColumns(plan, "");
      QuestionAnswers answers = new QuestionAnswers(tables, columns, plan.axes(), Intervals.USUAL);
      for (ClaimSpec claim : plan.sweep().claims()) {
        try {
          claim.question().answer(answers);
          claim.question().answer(new Rules(tables, plan, columns));
        } catch (RequestException e) {
          problems.add(new Problem(claim.position(), problem(claim, e)));
        }
      }
    }
    return problems;
  }

  private static String problem(ClaimSpec claim, RequestException e) {
    String key = claim.isCheck() ? "checks" : "claims";
    return claim.question() instanceof Question.Sql
        ? "%s.sql of '%s': %s".formatted(key, claim.claim(), said(e))
        : "%s: '%s': %s".formatted(key, claim.claim(), e.getMessage());
  }

  /** Checks of questions that need no row: the types of a query, the grid points of a cell. */
  private record Rules(StudyTables tables, Plan plan, TrialColumns columns)
      implements Question.Cases<Void> {

    /** Requires numbers by type, since without rows there is no value to examine. */
    @Override
    public Void sql(Question.Sql question) {
      for (List<Object> column : tables.ask("DESCRIBE " + question.text()).rows()) {
        String type = column.get(1).toString();
        if (!NUMBER.matcher(type).matches()) {
          throw new RequestException("%s is %s (must be a number)".formatted(column.get(0), type));
        }
      }
      return null;
    }

    @Override
    public Void cell(Question.Cell question) {
      requireOnePoint(question.of(), question.where().stream().toList(), question.best());
      return null;
    }

    @Override
    public Void pairs(Question.Pairs question) {
      String arm =
          new ArmFilter(question.arms(), columns, new CellEstimates(tables, columns)).condition(0);
      List<String> conditions = Stream.concat(question.where().stream(), Stream.of(arm)).toList();
      requireOnePoint(question.of(), conditions, question.best());
      return null;
    }

    @Override
    public Void exponent(Question.Exponent question) {
      return null;
    }

    @Override
    public Void every(Question.Every question) {
      return null;
    }

    private void requireOnePoint(Estimand of, List<String> conditions, Optional<Best> best) {
      if (!of.needsOnePoint()) {
        return;
      }
      CellEstimates cells = new CellEstimates(tables, columns);
      List<ColumnExpression> known =
          conditions.stream().map(cells::condition).filter(this::isOfParameters).toList();
      List<String> others =
          plan.axes().stream()
              .filter(axis -> best.filter(one -> one.axis().equals(axis)).isEmpty())
              .toList();
      if (known.size() < conditions.size()) {
        return; // the rows decide
      }
      Optional<List<Params>> points = plan.gridPoints(MOST_POINTS);
      long different =
          points.stream()
              .flatMap(List::stream)
              .filter(point -> known.stream().allMatch(one -> one.holds(values(point))))
              .map(point -> others.stream().map(point::value).toList())
              .distinct()
              .count();
      if (different > 1) {
        throw new RequestException(
            "%s of %d grid points (must be of one: fix %s in where)"
                .formatted(of, different, String.join(", ", others)));
      }
    }

    private boolean isOfParameters(ColumnExpression condition) {
      return plan.simulation().parameterNames().containsAll(condition.names());
    }

    /** The parameters of a grid point as columns of a row. */
    private RowValues values(Params point) {
      return index -> point.value(columns.all().get(index).name());
    }
  }

  /** The engine's message; it shows the place in the query below it. */
  private static String said(RequestException e) {
    return e.getMessage().replaceFirst("^Cannot answer query: ", "").indent(4).strip();
  }
}
