package io.gradsweep.driver.study;

import io.gradsweep.driver.storage.Storage;
import java.util.List;
import java.util.stream.Stream;

/** The names of what a study's folder holds. */
public final class StudyNames {

  public static final String TRIALS = "trials";
  public static final String TRAJECTORIES = "trajectories";
  public static final String SWEEP = "sweep.yaml";
  static final String PLAN = "_plan";
  static final String FILES = "_files";
  static final String TEMPORARY = Storage.TEMPORARY;
  static final String STARTED = "_started";
  static final String LOGS = "_logs";
  static final String MANIFEST = "manifest.json";
  static final String SUCCESS = "_SUCCESS";
  static final String MERGE = "_merge.json";

  /** The folders of a study, inside its own. */
  public static final List<String> FOLDERS =
      List.of(TRIALS, TRAJECTORIES, PLAN, FILES, TEMPORARY, STARTED, LOGS);

  private StudyNames() {}

  /**
   * The folders that a command without results deletes if they are empty.
   *
   * @param isThere whether the study's own folder existed before, and so belongs to somebody
   */
  public static List<String> folders(boolean isThere) {
    return isThere ? FOLDERS : Stream.concat(FOLDERS.stream(), Stream.of("")).toList();
  }
}
