package io.gradsweep.driver.rewrite;

import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.storage.FaultPoint;
import io.gradsweep.driver.storage.Parallel;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.FileListing;
import io.gradsweep.driver.study.FileListing.CompactedFile;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyFiles;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.UnpublishedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replaces files by others. The new ones first get their names, under which no reader of ours
 * counts them; then a new file list makes them count instead of the old ones; finally the old ones
 * are deleted. Death before the list leaves the old state, death after it the new state, both with
 * remains.
 */
final class Replacement {

  private final Study study;
  private final StudyLock lock;
  private final StudyFiles before;
  private final List<CompactedFile> added = new ArrayList<>();

  /**
   * @param lock the lock under which nobody else replaces anything
   */
  Replacement(Study study, StudyLock lock, StudyFiles before) {
    this.study = study;
    this.lock = lock;
    this.before = before;
  }

  /** A name for the next file, which is to be added. */
  String name(int number) {
    return DataFile.compactedName(before.number() + 1, number);
  }

  /** Publishes a compacted file, which counts as soon as the list exists. */
  void add(UnpublishedFiles files, CompactedFile entry) throws IOException {
    files.force();
    files.publishTrajectories();
    FaultPoint.REPLACEMENT_PUBLISHED.reached();
    if (!files.publishTrials()) {
      throw new IOException("Cannot publish %s: the name is taken".formatted(files.name()));
    }
    added.add(entry);
    FaultPoint.REPLACEMENT_PUBLISHED.reached();
  }

  /** Writes the list, then deletes the files that no longer count. */
  void commit(Collection<DataFile> replaced) throws IOException {
    Set<String> names = replaced.stream().map(DataFile::name).collect(Collectors.toSet());
    List<CompactedFile> entries =
        new ArrayList<>(
            before.compacted().stream().filter(entry -> !names.contains(entry.name())).toList());
    entries.addAll(added);
    lock.requireHeld();
    if (!FileListing.of(before.number() + 1, entries).create(study.storage())) {
      throw new SystemFailure(
          "Cannot compact %s: another process has done so meanwhile (nothing is lost)"
              .formatted(study.name()));
    }
    FaultPoint.LIST_PUBLISHED.reached();
    Parallel.each(study.storage(), replaced, this::delete);
  }

  private void delete(DataFile file) throws IOException {
    study.storage().delete(file.trials());
    FaultPoint.REPLACED_DELETED.reached();
    study.storage().delete(file.trajectories());
    FaultPoint.REPLACED_DELETED.reached();
  }
}
