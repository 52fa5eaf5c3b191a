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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    if (plan.sweep().analysis().claims().isEmpty()) {
      return problems;
    }
    String nowhere = "gradsweep-no-study-" + UUID.randomUUID();
    Study none = Study.at(TemporaryFolder.path().resolve(nowhere).toUri());
    try (StudyTables tables = StudyDatabase.open(none, new CurrentPlan(plan, true))) {
      Refits.addTo(tables, plan);
      Boundaries.declareIn(tables, plan);
      TrialColumns columns = new TrialColumns(plan, "");
      QuestionAnswers answers = new QuestionAnswers(tables, columns, plan.axes(), Intervals.USUAL);
      for (ClaimSpec claim : plan.sweep().analysis().claims()) {
        try {
          answers.answer(claim.question());
          TrialColumns asked = columns.having(claim.question().names());
          claim.question().answer(new Rules(tables, plan, asked));
        } catch (RequestException e) {
          e.problems()
              .forEach(said -> problems.add(new Problem(claim.position(), problem(claim, said))));
        }
      }
    }
    return problems;
  }

  private static String problem(ClaimSpec claim, String problem) {
    String key = claim.isCheck() ? "checks" : "claims";
    return claim.question() instanceof Question.Sql
        ? "%s.sql of '%s': %s".formatted(key, claim.claim(), said(problem))
        : "%s: '%s': %s".formatted(key, claim.claim(), problem);
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
    public Void cell(Question.CellValue question) {
      requireOnePoint(question.of(), question.where().stream().toList(), question.best());
      return null;
    }

    @Override
    public Void pairs(Question.Pairs question) {
      ArmFilter arms = new ArmFilter(question.arms(), columns);
      for (int arm = 0; arm < 2; arm++) {
        List<String> conditions =
            Stream.concat(question.where().stream(), Stream.of(arms.condition(arm))).toList();
        requireOnePoint(question.of(), conditions, question.best());
        requirePairs(question, conditions);
      }
      return null;
    }

    /** Requires that a pair is one trial of either arm: that no column to match is missing. */
    private void requirePairs(Question.Pairs question, List<String> conditions) {
      List<String> alike = question.match().orElse(List.of());
      columns.require(alike);
      List<String> others = otherAxes(question.best());
      Set<List<Object>> different = points(conditions, others);
      int[] places = alike.stream().mapToInt(others::indexOf).toArray();
      long keys =
          different.stream()
              .map(point -> Arrays.stream(places).filter(i -> i >= 0).mapToObj(point::get).toList())
              .distinct()
              .count();
      if (question.match().isPresent() && keys < different.size()) {
        throw new RequestException(
            "pairs alike in %s alone: %d grid points of an arm (must be one: match more, or fix in where)"
                .formatted(alike, different.size()));
      }
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
      List<String> others = otherAxes(best);
      int different = of.needsOnePoint() ? points(conditions, others).size() : 0;
      if (different > 1) {
        throw new RequestException(
            "%s of %d grid points (must be of one: fix %s in where)"
                .formatted(of, different, String.join(", ", others)));
      }
    }

    private List<String> otherAxes(Optional<Best> best) {
      return plan.axes().stream()
          .filter(columns::has)
          .filter(axis -> best.filter(one -> one.axis().equals(axis)).isEmpty())
          .toList();
    }

    /**
     * The different values of some axes at the grid points that meet conditions; none if the
     * conditions are on more than parameters, or the points are too many: then the rows decide.
     */
    private Set<List<Object>> points(List<String> conditions, List<String> axes) {
      List<ColumnExpression> all = conditions.stream().map(columns::condition).toList();
      if (!all.stream().allMatch(this::isOfParameters)) {
        return Set.of();
      }
      return plan.gridPoints(MOST_POINTS).stream()
          .flatMap(List::stream)
          .filter(point -> all.stream().allMatch(one -> one.holds(values(point))))
          .map(point -> axes.stream().map(axis -> (Object) point.value(axis)).toList())
          .collect(Collectors.toSet());
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
  private static String said(String problem) {
    return problem.replaceFirst("^Cannot answer query: ", "").indent(4).strip();
  }
}
