package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.SqlText;
import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.RunningCost;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.ColumnExpression;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.ResolvedEstimand;
import io.gradsweep.sweeps.spec.Estimand;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks the columns that a question names, before an engine is asked. */
final class TrialColumns {

  /** Below this, every whole number is a double. */
  private static final double MOST_EXACT = 0x1p53;

  private final TrialTable table;
  private final List<Column> columns;
  private final SimulationSpec simulation;
  private final String limit;
  private final String view;
  private final List<Column> boundaries;

  /**
   * @param limit a condition that all trials of the question meet; empty for none
   */
  TrialColumns(Plan plan, String limit) {
    simulation = plan.simulation();
    table = TrialTable.of(simulation);
    columns = plan.columns();
    this.limit = limit;
    view = "trials";
    boundaries = plan.boundaryColumns();
  }

  private TrialColumns(TrialColumns other, String limit) {
    simulation = other.simulation;
    table = other.table;
    columns = other.columns;
    this.limit = limit;
    view = other.view;
    boundaries = other.boundaries;
  }

  private TrialColumns(TrialColumns trials) {
    simulation = trials.simulation;
    table = trials.table;
    columns = trials.boundaries;
    limit = trials.limit;
    view = Boundaries.TABLE;
    boundaries = trials.boundaries;
  }

  /**
   * The columns of the view that has what is asked for: of {@code boundaries}, if the sweep
   * searches for an edge and one of the names is of the edge.
   */
  TrialColumns having(Collection<String> asked) {
    return !boundaries.isEmpty() && asked.stream().anyMatch(BoundaryTable::isOfEdge)
        ? new TrialColumns(this)
        : this;
  }

  /** Whether the rows are those of edges. */
  private boolean areOfEdges() {
    return view.equals(Boundaries.TABLE);
  }

  /** The columns of the rows of the first replicates. */
  TrialColumns upTo(long replicates) {
    String first = "replicate < " + replicates;
    return new TrialColumns(
        this, limit.isBlank() ? first : "(%s\n) AND %s".formatted(limit, first));
  }

  /** How the rows can end. */
  Ends ends() {
    return areOfEdges() ? Ends.OF_EDGES : Ends.OF_TRIALS;
  }

  List<Column> all() {
    return columns;
  }

  /**
   * @throws RequestException if it names what is no column, or has no meaning
   */
  ResolvedEstimand estimand(Estimand estimand) {
    try {
      return ResolvedEstimand.of(estimand, columns, simulation);
    } catch (IllegalArgumentException e) {
      throw new RequestException("Cannot estimate " + e.getMessage());
    }
  }

  /**
   * @param text in the language of filters
   * @throws RequestException if it names what is no column, or is no condition
   */
  ColumnExpression condition(String text) {
    try {
      return ColumnExpression.condition(text, columns, simulation);
    } catch (IllegalArgumentException e) {
      throw new RequestException("Cannot use condition: %s: %s".formatted(text, e.getMessage()));
    }
  }

  SimulationSpec simulation() {
    return simulation;
  }

  /**
   * @throws RequestException if there is no such column
   */
  Column require(String name) {
    return columns.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RequestException(
                    "Cannot find column: '%s'%s"
                        .formatted(
                            name,
                            Names.didYouMean(name, columns.stream().map(Column::name).toList()))));
  }

  /**
   * Its place among all columns.
   *
   * @throws RequestException if there is no such column
   */
  int place(String name) {
    return columns.indexOf(require(name));
  }

  boolean has(String name) {
    return columns.stream().anyMatch(column -> column.name().equals(name));
  }

  /**
   * @throws RequestException that names all that are no columns
   */
  void require(List<String> names) {
    requireAll(names.stream().map(name -> () -> require(name)));
  }

  /**
   * Makes several checks, and reports at once what any of them refuses.
   *
   * @throws RequestException with every problem
   */
  static void requireAll(Runnable... checks) {
    requireAll(Stream.of(checks));
  }

  /** As {@link #requireAll(Runnable...)}. */
  static void requireAll(Stream<Runnable> checks) {
    Set<String> problems = new LinkedHashSet<>();
    checks.forEach(
        check -> {
          try {
            check.run();
          } catch (RequestException e) {
            problems.addAll(e.problems());
          }
        });
    if (!problems.isEmpty()) {
      throw RequestException.ofSeveral("Cannot use columns", List.copyOf(problems));
    }
  }

  /**
   * As {@link #requireNumber}, of several.
   *
   * @throws RequestException that names all that are no numeric columns
   */
  void requireNumbers(List<String> names, String what) {
    requireAll(names.stream().map(name -> () -> requireNumber(name, what)));
  }

  /**
   * @param what what is done with it, for the message
   * @throws RequestException if there is no such column, or it is not numeric
   */
  void requireNumber(String name, String what) {
    if (!require(name).type().isNumeric()) {
      throw new RequestException("Cannot %s %s (must be a number)".formatted(what, name));
    }
  }

  boolean isRunningCost(String name) {
    return table.runningCost(require(name).name()).isPresent();
  }

  /**
   * @throws RequestException if runs do not spend what the column holds
   */
  RunningCost requireRunningCost(String name) {
    Column column = require(name);
    return table
        .runningCost(name)
        .orElseThrow(() -> new RequestException("Cannot show ert: " + RunningCost.fault(column)));
  }

  /**
   * SQL for a value of a column given as text; equal values have equal SQL.
   *
   * @throws RequestException if the text is not a value of the column's type
   */
  String literal(String name, String value, String what) {
    return switch (require(name).type()) {
      case STRING -> SqlText.literal(value);
      case BOOLEAN -> flag(value, what);
      case TIMESTAMP ->
          throw new RequestException(
              "Cannot %s by %s (must not be a time of the clock)".formatted(what, name));
      case INT32, INT64 -> whole(value, what);
      case DOUBLE -> real(number(value, what));
    };
  }

  private static String flag(String value, String what) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new RequestException(
          "Cannot %s: '%s' (must be true or false)".formatted(what, Shown.briefly(value)));
    }
    return value;
  }

  /** Reads a whole number digit by digit: beyond 2^53 a double would be another number. */
  private static String whole(String value, String what) {
    try {
      return "CAST('%s' AS BIGINT)".formatted(Long.parseLong(value));
    } catch (NumberFormatException e) {
      double number = number(value, what);
      return number == (long) number && Math.abs(number) < MOST_EXACT
          ? "CAST('%s' AS BIGINT)".formatted((long) number)
          : real(number);
    }
  }

  private static String real(double value) {
    return "CAST('%s' AS DOUBLE)".formatted(value + 0.0); // -0.0 is 0.0
  }

  private static double number(String value, String what) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new RequestException(
          "Cannot %s: '%s' (must be a number)".formatted(what, Shown.briefly(value)));
    }
  }

  /**
   * A SELECT over the view in the SQL that all engines share.
   *
   * @param names columns, by name
   * @param more expressions after them
   * @param where a condition; empty for all trials
   * @param order columns to sort by, null last
   */
  String select(List<String> names, List<String> more, String where, List<String> order) {
    String conditions =
        Stream.of(limit, where)
            .filter(condition -> !condition.isBlank())
            .map(condition -> "(" + condition + "\n)") // a comment at its end ends with it
            .collect(Collectors.joining(" AND "));
    String sort =
        order.stream()
            .map(column -> SqlText.name(column) + " NULLS LAST")
            .collect(Collectors.joining(", "));
    return "SELECT "
        + Stream.concat(names.stream().map(SqlText::name), more.stream())
            .collect(Collectors.joining(", "))
        + " FROM "
        + view
        + (conditions.isEmpty() ? "" : " WHERE " + conditions)
        + (order.isEmpty() ? "" : " ORDER BY " + sort);
  }
}
