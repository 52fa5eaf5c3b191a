package io.gradsweep.driver.study;

import io.gradsweep.driver.storage.Parallel;
import io.gradsweep.driver.storage.RenamingStorage;
import io.gradsweep.driver.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Deletes files of a study, and only those with a name of gradsweep's. */
public final class StudyDeletion {

  private StudyDeletion() {}

  /**
   * Deletes the remains of dead processes: unpublished files, published ones that a compaction has
   * replaced, and the rows of a segment that a repetition has half replaced, so that it runs again.
   * Only while no other process writes.
   */
  public static void remains(Study study) throws IOException {
    StudyFiles files = study.files();
    Inventory.requireListed(study, files);
    List<String> remains = new ArrayList<>(files.remains());
    remains.addAll(Parts.halfReplaced(study, files));
    OwnNames.files(study, StudyNames.TEMPORARY)
        .forEach(file -> remains.add(StudyNames.TEMPORARY + "/" + file.name()));
    long now = StudyLock.lastTouch(study);
    for (String folder :
        List.of("", StudyNames.PLAN, StudyNames.FILES, StudyNames.STARTED, StudyNames.LOGS)) {
      for (Storage.StoredFile file : OwnNames.files(study, folder)) {
        // a lock of somebody who lives was touched a moment ago, and comes back; ours was just
        // taken, so that the storage's clock, and no other, tells how long ago that is
        boolean forgotten =
            RenamingStorage.isAside(file.name())
                && now - file.modifiedMillis() >= LockHolder.STALE_AFTER.toMillis();
        if (forgotten || RenamingStorage.isBeside(file.name())) {
          remains.add(folder.isEmpty() ? file.name() : folder + "/" + file.name());
        }
      }
    }
    Parallel.each(study.storage(), remains, study.storage()::delete);
  }

  /** Deletes parts of retired segments that late twins have published; they never counted. */
  public static void retired(Study study) throws IOException {
    Parallel.each(study.storage(), study.files().retired(), study.storage()::delete);
  }

  /**
   * Deletes the results of runs. Rows are deleted before plans, so that an interruption leaves a
   * study that lacks trials and knows it.
   */
  public static void results(Study study) throws IOException {
    List<String> files = new ArrayList<>(); // all of them first: a link among them deletes none
    for (String folder :
        List.of(
            StudyNames.TRIALS,
            StudyNames.TRAJECTORIES,
            StudyNames.TEMPORARY,
            StudyNames.STARTED,
            StudyNames.LOGS,
            StudyNames.FILES)) {
      OwnNames.files(study, folder).forEach(file -> files.add(folder + "/" + file.name()));
    }
    List<Storage.StoredFile> generations = new ArrayList<>(OwnNames.files(study, StudyNames.PLAN));
    Collections.reverse(generations); // damaged ones too
    generations.forEach(generation -> files.add(StudyNames.PLAN + "/" + generation.name()));
    study.markUnfinished();
    for (String file : files) {
      study.storage().delete(file);
    }
    StudyScratch.deleteAll(study);
    for (String file : List.of(StudyNames.MANIFEST, StudyNames.SWEEP, StudyNames.MERGE)) {
      study.storage().delete(file);
    }
  }
}
