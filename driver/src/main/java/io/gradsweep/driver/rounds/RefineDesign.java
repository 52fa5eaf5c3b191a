package io.gradsweep.driver.rounds;

import io.gradsweep.driver.rounds.Observations.Observation;
import io.gradsweep.driver.study.RoundPoints;
import io.gradsweep.driver.study.RoundRecord;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.PointsRound;
import io.gradsweep.sweeps.plan.PointsRound.Point;
import io.gradsweep.sweeps.plan.Refinement;
import io.gradsweep.sweeps.refine.Bisection;
import io.gradsweep.sweeps.refine.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs the grid, and then in each round the values of the axis that the search for an edge asks for
 * in each replicate of each combination.
 */
final class RefineDesign implements SequentialDesign {

  private static final String STATUS = "status";

  private final Plan grid;
  private final Refinement refinement;
  private final List<String> columns;
  private final int status;
  private final int axis;
  private final int[] verdict;

  RefineDesign(Plan grid, Refinement refinement) {
    this.grid = grid;
    this.refinement = refinement;
    Set<String> needed = new LinkedHashSet<>(List.of(STATUS, refinement.spec().axis()));
    needed.addAll(refinement.columns());
    columns = List.copyOf(needed);
    status = columns.indexOf(STATUS);
    axis = columns.indexOf(refinement.spec().axis());
    verdict = refinement.columns().stream().mapToInt(columns::indexOf).toArray();
  }

  @Override
  public Collection<String> columns() {
    return columns;
  }

  @Override
  public RoundRecord first() {
    long[] all = {0, grid.combinations()};
    return new RoundRecord(grid.design(), 0, 0, grid.sweep().replicates(), all, null, List.of());
  }

  @Override
  public RoundRecord next(RoundRecord last, Observations rows) {
    Map<Long, Map<Long, Map<Double, Side>>> seen = seen(rows);
    Bisection search = refinement.search();
    List<Point> points = new ArrayList<>();
    for (Map.Entry<Long, Map<Long, Map<Double, Side>>> cell : seen.entrySet()) {
      double[] values = refinement.grid(grid.trial(cell.getKey(), 0).orElseThrow().params());
      for (Map.Entry<Long, Map<Double, Side>> replicate : cell.getValue().entrySet()) {
        for (double value : search.search(values, replicate.getValue(), last.round()).asked()) {
          requireNew(values, value, cell.getKey(), replicate.getKey());
          points.add(new Point(cell.getKey(), replicate.getKey(), value));
        }
      }
    }
    return new RoundRecord(
        grid.design(),
        last.round() + 1,
        last.look(),
        last.look(),
        new long[0],
        null,
        points.isEmpty() ? null : RoundPoints.of(new PointsRound(points)),
        List.of());
  }

  /** The verdicts of all rows by combination, replicate and value, ascending. */
  private Map<Long, Map<Long, Map<Double, Side>>> seen(Observations rows) {
    Map<Long, Map<Long, Map<Double, Side>>> seen = new TreeMap<>();
    long[] cells = new long[Math.toIntExact(grid.combinations())];
    Arrays.fill(cells, -1);
    for (Observation row : rows.all()) {
      int point = row.combination();
      if (cells[point] < 0) {
        cells[point] = refinement.cell(grid.trial(point, 0).orElseThrow()).orElseThrow();
      }
      seen.computeIfAbsent(cells[point], cell -> new TreeMap<>())
          .computeIfAbsent(row.replicate(), replicate -> new HashMap<>())
          .put(((Number) row.values()[axis]).doubleValue(), verdict(row));
    }
    return seen;
  }

  private Side verdict(Observation row) {
    List<Object> values = new ArrayList<>();
    for (int place : verdict) {
      values.add(row.values()[place]);
    }
    return refinement.verdict(Status.of((String) row.values()[status]), values);
  }

  private void requireNew(double[] values, double value, long cell, long replicate) {
    if (Arrays.binarySearch(values, value) >= 0) {
      throw new IllegalStateException(
          "Cannot search in replicate %d of combination %d: no row at %s of the grid"
              .formatted(replicate, cell, value));
    }
  }
}
