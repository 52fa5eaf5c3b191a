package io.gradsweep.driver.rounds;

import io.gradsweep.driver.analysis.Boundaries;
import io.gradsweep.driver.rounds.Observations.Observation;
import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.Refinement;
import io.gradsweep.sweeps.refine.Bisection;
import io.gradsweep.sweeps.refine.Boundary;
import io.gradsweep.sweeps.refine.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rows along a refined axis, and the edge that each replicate of a combination shows. */
final class EdgeRows {

  private static final String STATUS = "status";

  private final Plan grid;
  private final Refinement refinement;
  private final Bisection search;
  private final Map<Integer, Long> cells = new HashMap<>();

  EdgeRows(Plan grid, Refinement refinement) {
    this.grid = grid;
    this.refinement = refinement;
    search = refinement.search();
  }

  /** The trials of one combination and replicate, by their values of the axis. */
  record AxisLine(long combination, long replicate, Map<Double, Observation> trials) {}

  /**
   * The columns of trials that are needed to search.
   *
   * @param more columns of edges that are needed of what is found
   */
  Set<String> columns(Collection<String> more) {
    Set<String> needed = new LinkedHashSet<>(List.of(STATUS, refinement.spec().axis()));
    needed.addAll(refinement.columns());
    more.stream().filter(name -> !BoundaryTable.isOfEdge(name)).forEach(needed::add);
    return needed;
  }

  /** The lines of some replicates, ascending by combination, then by replicate. */
  List<AxisLine> lines(Observations rows, long from, long to) {
    int axis = rows.place(refinement.spec().axis());
    Map<Long, Map<Long, AxisLine>> lines = new TreeMap<>();
    for (Observation row : rows.all()) {
      if (from <= row.replicate() && row.replicate() < to) {
        long cell = cells.computeIfAbsent(row.combination(), this::cell);
        lines
            .computeIfAbsent(cell, none -> new TreeMap<>())
            .computeIfAbsent(row.replicate(), r -> new AxisLine(cell, r, new HashMap<>()))
            .trials()
            .put(((Number) row.values()[axis]).doubleValue(), row);
      }
    }
    return lines.values().stream().flatMap(one -> one.values().stream()).toList();
  }

  private long cell(int combination) {
    return refinement.cell(grid.trial(combination, 0).orElseThrow()).orElseThrow();
  }

  /** The values of the axis that the grid has in a combination, ascending. */
  double[] grid(long combination) {
    return refinement.grid(grid.trial(combination, 0).orElseThrow().params());
  }

  /**
   * Searches in a line as far as a number of rounds after the grid went.
   *
   * @param values of the axis that the grid has
   */
  Boundary search(Observations rows, AxisLine line, double[] values, int rounds) {
    Map<Double, Side> verdicts = new HashMap<>();
    line.trials().forEach((value, row) -> verdicts.put(value, verdict(rows, row)));
    return search.search(values, verdicts, rounds);
  }

  private Side verdict(Observations rows, Observation row) {
    List<Object> values = new ArrayList<>();
    for (String name : refinement.columns()) {
      values.add(row.values()[rows.place(name)]);
    }
    return refinement.verdict(Status.of((String) row.values()[rows.place(STATUS)]), values);
  }

  /**
   * The edges of the first replicates as rows of {@code boundaries}, ascending by combination, then
   * by replicate.
   *
   * @param columns of their values
   */
  List<Observation> edges(Observations rows, long look, List<String> columns) {
    List<Observation> edges = new ArrayList<>();
    for (AxisLine line : lines(rows, 0, look)) {
      Boundary found = search(rows, line, grid(line.combination()), Integer.MAX_VALUE);
      Object[] values = columns.stream().map(name -> value(rows, line, found, name)).toArray();
      edges.add(new Observation(Math.toIntExact(line.combination()), line.replicate(), 0, values));
    }
    return edges;
  }

  private Object value(Observations rows, AxisLine line, Boundary found, String name) {
    if (BoundaryTable.isOfEdge(name)) {
      return Boundaries.edge(name, found);
    }
    Observation row =
        grid.simulation().parameter(name).isPresent()
            ? line.trials().values().iterator().next()
            : found.bracket().map(bracket -> line.trials().get(bracket.lower())).orElse(null);
    return row == null ? null : row.values()[rows.place(name)];
  }
}
