package io.gradsweep.driver.study;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.storage.Storage;
import java.io.IOException;

/** Detects missing small files of a study, which are written once and never deleted. */
final class Gaps {

  private Gaps() {}

  /**
   * Generations are numbered without a gap. The points of the next one may be there before it: a
   * run that was cut off leaves them.
   */
  static void requireNoneAfter(Study study, int number) throws IOException {
    String path = Study.path(number);
    for (String name : study.storage().names(StudyNames.PLAN)) {
      String later = StudyNames.PLAN + "/" + name;
      if (OwnNames.isFinal(StudyNames.PLAN, name)
          && later.compareTo(path) > 0
          && !later.equals(Study.pointsPath(number))) {
        requireThere(study, path, later);
      }
    }
  }

  /** Refuses parts without a plan, unless a merge is being written, or has died. */
  static void requireNoPartsWithoutPlan(Study study) throws IOException {
    requireNoneAfter(study, 0);
    if (!study.storage().exists(StudyNames.MERGE) && !StudyLock.isHeld(study)) {
      for (Storage.StoredFile part : OwnNames.files(study, StudyNames.TRIALS)) {
        requireThere(study, Study.path(0), StudyNames.TRIALS + "/" + part.name());
      }
    }
  }

  private static void requireThere(Study study, String path, String witness) throws IOException {
    if (!study.storage().exists(path)) { // a running sweep may have written it since
      throw gone(study, path, witness);
    }
  }

  static RequestException gone(Study study, String path, String witness) {
    return new RequestException(
        "Cannot read study: %s (%s is gone, and %s needs it; %s)"
            .formatted(study.name(), path, witness, Study.RESTORE_IT));
  }
}
