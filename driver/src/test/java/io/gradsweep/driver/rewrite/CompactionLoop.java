package io.gradsweep.driver.rewrite;

import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A study whose files are replaced all the time, for a reader beside it. */
public final class CompactionLoop {

  private CompactionLoop() {}

  /**
   * Takes two segments out of the compacted file and compacts again, ten times and while asked to.
   */
  public static void run(Path folder, BooleanSupplier goOn) throws IOException {
    Study study = Study.existing(folder.toUri());
    try (StudyLock lock = StudyLock.ofStudy(study)) {
      for (int i = 0; i < 10 || goOn.getAsBoolean(); i++) {
        Compaction.of(study, lock);
        SegmentSplit.of(study, Set.of(new PartName(0, 3), new PartName(0, 7)), lock);
      }
      Compaction.of(study, lock);
    }
  }
}
