package io.gradsweep.driver.rounds;

import io.gradsweep.driver.rounds.EdgeRows.AxisLine;
import io.gradsweep.driver.study.RoundPoints;
import io.gradsweep.driver.study.RoundRecord;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.PointsRound;
import io.gradsweep.sweeps.plan.PointsRound.Point;
import io.gradsweep.sweeps.plan.Refinement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the grid, and then in each round the values of the axis that the search for an edge asks for
 * in each replicate of each combination. Where a rule decides the number of replicates, it looks
 * when every edge so far is as narrow as was asked, and its further replicates are searched in.
 */
final class RefineDesign implements SequentialDesign {

  private final Plan grid;
  private final EdgeRows edges;
  private final Optional<SequentialDesign> rule;

  /**
   * @param rule empty if the sweep states the number of replicates
   */
  RefineDesign(Plan grid, Refinement refinement, Optional<SequentialDesign> rule) {
    this.grid = grid;
    this.rule = rule;
    edges = new EdgeRows(grid, refinement);
  }

  @Override
  public Collection<String> columns() {
    return edges.columns(rule.map(SequentialDesign::columns).orElse(List.of()));
  }

  @Override
  public RoundRecord first() {
    long[] all = {0, grid.combinations()};
    return rule.map(SequentialDesign::first)
        .orElseGet(
            () ->
                new RoundRecord(
                    grid.design(), 0, 0, grid.sweep().grid().replicates(), all, null, List.of()));
  }

  @Override
  public RoundRecord next(List<RoundRecord> before, SeenRows rows) throws IOException {
    List<RoundRecord> looks = before.stream().filter(round -> round.points() == null).toList();
    RoundRecord look = looks.get(looks.size() - 1);
    int searched = before.size() - 1 - look.round();
    List<Point> points = points(rows.trials(), look, searched);
    if (!points.isEmpty() || rule.isEmpty()) {
      return new RoundRecord(
          grid.design(),
          before.size(),
          look.look(),
          look.look(),
          new long[0],
          null,
          points.isEmpty() ? null : RoundPoints.of(new PointsRound(points)),
          RoundRecord.Closings.NONE);
    }
    return rule.get().next(looks, rows).numbered(before.size());
  }

  /** The values that are asked for in the replicates of a look. */
  private List<Point> points(Observations rows, RoundRecord look, int searched) {
    List<Point> points = new ArrayList<>();
    Map<Long, double[]> grids = new HashMap<>();
    for (AxisLine line : edges.lines(rows, look.from(), look.look())) {
      double[] values = grids.computeIfAbsent(line.combination(), edges::grid);
      for (double value : edges.search(rows, line, values, searched).asked()) {
        if (Arrays.binarySearch(values, value) >= 0) {
          throw new IllegalStateException(
              "Cannot search in replicate %d of combination %d: no row at %s of the grid"
                  .formatted(line.replicate(), line.combination(), value));
        }
        points.add(new Point(line.combination(), line.replicate(), value));
      }
    }
    return points;
  }
}
