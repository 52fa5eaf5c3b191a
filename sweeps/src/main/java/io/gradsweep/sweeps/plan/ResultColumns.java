package io.gradsweep.sweeps.plan;

import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.RefitTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.spec.Sweep;
import java.util.ArrayList;
import java.util.List;

/** The columns of a sweep's results when they are read: those of files, and those made of them. */
final class ResultColumns {

  private ResultColumns() {}

  static List<Column> ofTrials(Sweep sweep, SimulationSpec simulation) {
    List<Column> columns = new ArrayList<>(TrialTable.of(simulation).columns());
    if (sweep.analysis().rate().isPresent()) {
      columns.addAll(RefitTable.COLUMNS);
    }
    return List.copyOf(columns);
  }

  /** Those of the view {@code boundaries}; none if the sweep searches for no edge. */
  static List<Column> ofBoundaries(Sweep sweep, SimulationSpec simulation) {
    return sweep
        .grid()
        .refine()
        .map(refine -> BoundaryTable.columns(simulation, refine.axis()))
        .orElse(List.of());
  }
}
