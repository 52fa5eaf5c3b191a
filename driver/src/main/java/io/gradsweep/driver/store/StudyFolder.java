package io.gradsweep.driver.store;

import io.gradsweep.driver.RequestException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is in a folder before a study writes there: nothing of anybody else is touched. */
public final class StudyFolder {

  private StudyFolder() {}

  /** Refuses a folder on whose way a file stands. */
  static void requireNoFile(Study study) throws IOException {
    Optional<String> obstacle = study.storage().obstacle();
    if (obstacle.isPresent()) {
      throw new RequestException(
          "Cannot use folder: %s (%s is a file)".formatted(study.name(), obstacle.get()));
    }
  }

  /** Refuses a folder that holds something else, before anything is written into it. */
  public static void requireOwn(Study study) throws IOException {
    requireNoFile(study);
    if (study.exists()) {
      study.requireReadable();
      return;
    }
    Storage storage = study.storage();
    Optional<String> other = storage.names("").stream().filter(StudyFolder::isForeign).findFirst();
    for (String folder : List.of(Study.TRIALS, Study.TRAJECTORIES)) {
      if (other.isEmpty() && storage.names("").contains(folder)) {
        other = storage.names(folder).stream().map(file -> folder + "/" + file).findFirst();
      }
    }
    if (other.isPresent()) {
      throw new RequestException(
          "Cannot use folder: %s (holds other files, such as '%s'; give another --out)"
              .formatted(study.name(), other.get()));
    }
  }

  /** Names that begin with _ or . are a study's own, or nobody's. */
  private static boolean isForeign(String name) {
    return !name.startsWith("_")
        && !name.startsWith(".")
        && !name.endsWith(".tmp")
        && !List.of(Study.TRIALS, Study.TRAJECTORIES, Study.SWEEP, Study.MANIFEST).contains(name);
  }

  /** Refuses a folder into which nothing can be merged: one that holds anything. */
  public static void requireEmpty(Study study) throws IOException {
    requireNoFile(study);
    Storage storage = study.storage();
    if (!study.exists() && storage.exists(Study.MERGE)) {
      return; // a merge that died: nobody can have read anything of it
    }
    for (String name : storage.names("")) {
      boolean empty = Study.FOLDERS.contains(name) && storage.names(name).isEmpty();
      if (!empty && !name.startsWith("_lock") && !RenamingStorage.isBeside(name)) {
        throw new RequestException(
            "Cannot merge into: %s (holds '%s'; give an --out that is empty, or not there)"
                .formatted(study.name(), name));
      }
    }
  }
}
