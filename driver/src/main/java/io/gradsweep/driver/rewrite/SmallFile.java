package io.gradsweep.driver.rewrite;

import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.FileListing.SegmentRowCount;
import io.gradsweep.driver.study.TableColumns;
import java.util.List;

/**
 * A small file.
 *
 * @param whole whether its row groups may be copied as they are
 */
record SmallFile(
    DataFile file,
    boolean hasSteps,
    TableColumns columns,
    List<SegmentRowCount> segments,
    PartFooter facts,
    boolean whole,
    double load) {
  long trials() {
    return facts.trials();
  }

  /** Whether it has the columns of a group, so that its pages fit in. */
  boolean fits(TableColumns group) {
    return columns.trials().equals(group.trials())
        && (!hasSteps || columns.steps().equals(group.steps()));
  }
}
