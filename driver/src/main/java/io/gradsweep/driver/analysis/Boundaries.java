package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.query.TrialRow;
import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Params;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.Refinement;
import io.gradsweep.sweeps.refine.Bisection;
import io.gradsweep.sweeps.refine.Boundary;
import io.gradsweep.sweeps.refine.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the table {@code boundaries} of the rows of {@code trials}, and of nothing else. An engine
 * sorts them by combination, base seed and replicate, and the search along the axis is made once
 * more here, so that the edges are those that decided which trials were run.
 */
public final class Boundaries {

  /** The name of the table. */
  public static final String TABLE = "boundaries";

  private static final Set<String> IDENTITY =
      Set.of("sweep", "simulation", "simulation_version", "replicate", "seed");

  private final Plan plan;
  private final Refinement refinement;
  private final Bisection search;
  private final List<String> names;
  private final List<Integer> keys;
  private final List<List<Object>> table = new ArrayList<>();
  private List<Object> group;
  private List<Object[]> rows;
  private Params gridOf;
  private double[] grid;

  private Boundaries(Plan plan, Refinement refinement) {
    this.plan = plan;
    this.refinement = refinement;
    search = refinement.search();
    names =
        TrialTable.of(plan.simulation()).columns().stream()
            .map(Column::name)
            .filter(name -> !TrialTable.provenanceNames().contains(name))
            .toList();
    keys = order().stream().map(names::indexOf).toList();
  }

  /** Columns that distinguish combinations and replicates. */
  private List<String> order() {
    return Stream.concat(
            plan.simulation().parameterNames().stream()
                .filter(name -> !name.equals(refinement.spec().axis())),
            Replicates.COLUMNS.stream())
        .toList();
  }

  /** Adds the table to a study's, if the plan's sweep searches for an edge. */
  static void addTo(StudyTables tables, Plan plan) {
    plan.refinement()
        .ifPresent(
            refinement ->
                tables.addTable(
                    TABLE,
                    plan.boundaryColumns(),
                    () -> new Boundaries(plan, refinement).of(tables)));
  }

  /** Adds the table without rows, whether the search is one that can be made or not. */
  static void declareIn(StudyTables tables, Plan plan) {
    if (plan.sweep().grid().refine().isPresent()) {
      tables.addTable(TABLE, plan.boundaryColumns(), List::of);
    }
  }

  private List<List<Object>> of(StudyTables tables) {
    String sort =
        Stream.concat(order().stream(), Stream.of(refinement.spec().axis()))
            .map(name -> SqlText.name(name) + " NULLS LAST")
            .collect(Collectors.joining(", "));
    tables.each(
        "SELECT %s FROM trials ORDER BY %s".formatted(SqlText.names(names), sort), this::add);
    end();
    return table;
  }

  private void add(Object[] row) {
    List<Object> next = keys.stream().map(key -> row[key]).toList();
    if (!next.equals(group)) {
      end();
      group = next;
      rows = new ArrayList<>();
    }
    rows.add(row);
  }

  private void end() {
    double[] values = group == null ? new double[0] : grid();
    if (values.length > 0) {
      Map<Double, Side> verdicts = new HashMap<>();
      Map<Double, Object[]> byValue = new HashMap<>();
      for (Object[] row : rows) {
        double value = ((Number) cell(row, refinement.spec().axis())).doubleValue();
        byValue.put(value, row);
        verdicts.put(value, verdict(row));
      }
      Boundary found = search.search(values, verdicts);
      table.add(row(found, found.bracket().map(bracket -> byValue.get(bracket.lower()))));
    }
  }

  private Object cell(Object[] row, String name) {
    return row[names.indexOf(name)];
  }

  private Side verdict(Object[] row) {
    return refinement.verdict(
        Status.of((String) cell(row, "status")),
        Arrays.asList(refinement.columns().stream().map(name -> cell(row, name)).toArray()));
  }

  private double[] grid() {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      row.put(names.get(i), rows.get(0)[i]);
    }
    Params params =
        refinement.at(TrialRow.trial(plan.simulation(), row).params(), refinement.anyValue());
    if (!params.equals(gridOf)) {
      gridOf = params;
      grid = refinement.grid(params);
    }
    return grid;
  }

  private List<Object> row(Boundary found, Optional<Object[]> lower) {
    List<Object> row = new ArrayList<>();
    for (Column column : plan.boundaryColumns()) {
      String name = column.name();
      boolean ofCombination =
          IDENTITY.contains(name) || plan.simulation().parameter(name).isPresent();
      Object value =
          BoundaryTable.isOfEdge(name)
              ? edge(name, found)
              : ofCombination
                  ? cell(rows.get(0), name)
                  : lower.map(at -> cell(at, name)).orElse(null);
      row.add(
          column.type() == ColumnType.INT32 && value != null
              ? (Object) ((Number) value).intValue()
              : value);
    }
    return row;
  }

  /** The value of a column of the edge. */
  public static Object edge(String name, Boundary found) {
    return switch (name) {
      case "lower" -> found.bracket().map(Boundary.Bracket::lower).orElse(null);
      case "upper" -> found.bracket().map(Boundary.Bracket::upper).orElse(null);
      case "boundary" -> found.middle().isPresent() ? found.middle().getAsDouble() : null;
      case "crossings" -> (long) found.crossings();
      case "trials" -> (long) found.trials();
      case "state" -> found.state().word();
      default -> throw new IllegalStateException("Cannot find column of an edge: " + name);
    };
  }
}
