package io.gradsweep.driver.study;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.storage.RenamingStorage;
import io.gradsweep.driver.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a folder before a study writes there, so that no foreign file is touched. */
public final class StudyFolder {

  private StudyFolder() {}

  /** Refuses a folder whose path contains a file. */
  static void requireNoFile(Study study) throws IOException {
    Optional<String> obstacle = study.storage().obstacle();
    if (obstacle.isPresent()) {
      throw new RequestException(
          "Cannot use folder: %s (%s)".formatted(study.name(), obstacle.get()));
    }
  }

  /** Refuses a folder that holds something else, before anything is written into it. */
  public static void requireOwn(Study study) throws IOException {
    requireNoFile(study);
    if (study.exists()) {
      study.requireReadable();
      return;
    }
    List<String> others = new ArrayList<>(OwnNames.foreign(study));
    for (String folder : List.of(StudyNames.TRIALS, StudyNames.TRAJECTORIES)) {
      OwnNames.files(study, folder).forEach(file -> others.add(folder + "/" + file.name()));
    }
    if (!others.isEmpty()) {
      throw new RequestException(
          "Cannot use folder: %s (holds other files, such as '%s'; give another --out)"
              .formatted(study.name(), others.get(0)));
    }
  }

  /** Refuses to delete a study's results beside foreign files, and names them. */
  public static void requireNothingForeign(Study study) throws IOException {
    List<String> foreign = OwnNames.foreign(study);
    if (!foreign.isEmpty()) {
      throw new RequestException(
          "Cannot delete results: %s (has files that are not gradsweep's; move them away first)"
              .formatted(study.name()),
          foreign);
    }
  }

  /** Refuses a folder that is not empty, as the target of a merge. */
  public static void requireEmpty(Study study) throws IOException {
    requireNoFile(study);
    Storage storage = study.storage();
    if (!study.exists() && storage.exists(StudyNames.MERGE)) {
      requireNothingForeign(study);
      return; // a merge that died: nobody can have read anything of it
    }
    for (String name : storage.names("")) {
      boolean empty = StudyNames.FOLDERS.contains(name) && storage.names(name).isEmpty();
      if (!empty && !name.startsWith("_lock") && !RenamingStorage.isBeside(name)) {
        throw new RequestException(
            "Cannot merge into: %s (contains '%s'; give an --out that is empty or does not exist)"
                .formatted(study.name(), name));
      }
    }
  }
}
