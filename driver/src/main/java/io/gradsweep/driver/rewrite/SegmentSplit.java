package io.gradsweep.driver.rewrite;

import io.gradsweep.driver.storage.FaultPoint;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.FileListing.CompactedFile;
import io.gradsweep.driver.study.FileListing.SegmentRowCount;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyFiles;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.TableColumns;
import io.gradsweep.driver.study.TrialReader;
import io.gradsweep.driver.study.UnpublishedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits segments off compacted files into separate parts, which can then be repeated. */
public final class SegmentSplit {

  private final Study study;
  private final StudyFiles before;
  private final Set<PartName> segments;
  private final Replacement replacement;

  private SegmentSplit(Study study, Set<PartName> segments, StudyLock lock) throws IOException {
    this.study = study;
    this.segments = segments;
    before = study.files();
    replacement = new Replacement(study, lock, before);
  }

  /** Returns whether any of the segments was in a compacted file. */
  public static boolean of(Study study, Set<PartName> segments, StudyLock lock) throws IOException {
    return new SegmentSplit(study, segments, lock).run();
  }

  private boolean run() throws IOException {
    List<DataFile> replaced = new ArrayList<>();
    for (CompactedFile entry : before.compacted()) {
      if (entry.segments().stream().anyMatch(s -> segments.contains(s.segment()))) {
        split(entry, replaced.size());
        replaced.add(entry.file());
      }
    }
    if (!replaced.isEmpty()) {
      replacement.commit(replaced);
    }
    return !replaced.isEmpty();
  }

  /** The rows of the other segments go on in one file, which keeps their order. */
  private void split(CompactedFile entry, int number) throws IOException {
    DataFile file = entry.file();
    boolean hasSteps = before.hasSteps(file);
    TableColumns columns = TableColumns.of(study, file, hasSteps);
    List<SegmentRowCount> others = new ArrayList<>();
    try (TrialReader trials = new TrialReader(study, file, hasSteps, columns);
        UnpublishedFiles rest = columns.files(study, replacement.name(number))) {
      for (SegmentRowCount rows : entry.segments()) {
        if (segments.contains(rows.segment())) {
          copy(trials, rows, columns);
        } else {
          trials.copy(rest, rows.trials());
          others.add(rows);
        }
      }
      trials.requireEnd();
      rest.finish(others.stream().mapToLong(SegmentRowCount::trials).sum());
      FaultPoint.REPLACEMENT_WRITTEN.reached();
      if (!others.isEmpty()) {
        replacement.add(rest, CompactedFile.of(rest.name(), others));
      }
    }
  }

  /**
   * Copies a segment into a part, which does not count until the new list exists: the old list has
   * its segment.
   */
  private void copy(TrialReader trials, SegmentRowCount rows, TableColumns columns)
      throws IOException {
    try (UnpublishedFiles part = columns.files(study, rows.segment().file())) {
      trials.copy(part, rows.trials());
      part.finish(rows.trials());
      part.force();
      part.publishTrajectories();
      part.publishTrialsReplacing();
    }
  }
}
