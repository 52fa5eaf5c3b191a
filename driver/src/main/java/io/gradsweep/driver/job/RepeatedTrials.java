package io.gradsweep.driver.job;

import io.gradsweep.driver.query.CurrentPlan;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.PlanTally;
import io.gradsweep.driver.study.SegmentSearch;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The published trials that a request repeats: of its statuses, and of its plan alone. */
final class RepeatedTrials implements SegmentSearch.RowTest {

  private final RunRequest request;
  private final PlanTally tally;
  private final CurrentPlan current;

  private RepeatedTrials(RunRequest request, PlanTally tally) {
    this.request = request;
    this.tally = tally;
    current = new CurrentPlan(request.plan(), false);
  }

  /** Number of such trials in each segment that has some. */
  static Map<PartName, Long> of(
      Study study, RunRequest request, Map<DataFile, PartFooter> published, PlanTally tally)
      throws IOException {
    return SegmentSearch.of(
        study, published, request.repeated(), new RepeatedTrials(request, tally));
  }

  @Override
  public boolean holdsAll(PartName segment) {
    return tally.isWithin(segment.generation());
  }

  @Override
  public List<Column> columns() {
    Map<String, Column> byName =
        TrialTable.of(request.plan().simulation()).columns().stream()
            .collect(Collectors.toMap(Column::name, Function.identity()));
    return current.columns().stream().map(byName::get).toList();
  }

  @Override
  public boolean holds(Object[] row) {
    return current.holds(Arrays.asList(row));
  }
}
