package io.gradsweep.driver.report;

import io.gradsweep.driver.query.SqlText;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.RefineSpec;
import io.gradsweep.sweeps.spec.Sweep.Grid;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows over which shares and medians are those of a sweep's grid. A search for an edge chooses
 * further values beside the edge, where trials end as nowhere else.
 *
 * @param source a table, or a query in parentheses
 * @param note what is left out, in words; empty for nothing
 */
record GridRows(String source, String note) {

  private static final GridRows ALL = new GridRows("trials", "");

  static GridRows of(Plan plan) {
    Grid grid = plan.sweep().grid();
    return grid.refine().map(refine -> of(grid, refine)).orElse(ALL);
  }

  private static GridRows of(Grid grid, RefineSpec refine) {
    Stream<Axis> axes =
        Stream.concat(
            grid.fixed().stream(), grid.blocks().stream().flatMap(block -> block.axes().stream()));
    List<String> values =
        axes.filter(axis -> axis.name().equals(refine.axis()))
            .flatMap(axis -> axis.values().stream())
            .map(ParamValue::text)
            .distinct()
            .toList();
    String list =
        values.stream()
            .map(value -> "CAST(%s AS DOUBLE)".formatted(SqlText.literal(value)))
            .collect(Collectors.joining(", "));
    return new GridRows(
        "(SELECT * FROM trials WHERE %s IN (%s))".formatted(SqlText.name(refine.axis()), list),
        " Only trials at values of %s that the grid holds.".formatted(refine.axis()));
  }
}
