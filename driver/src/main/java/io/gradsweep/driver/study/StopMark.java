package io.gradsweep.driver.study;

import io.gradsweep.driver.storage.Json;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;

/** The mark of a run that starts no more segments: a small file that its tasks look for. */
public final class StopMark {

  private static final Pattern NAME =
      Pattern.compile("stop-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[.]json");

  private final Study study;
  private final String run;

  private StopMark(Study study, String run) {
    this.study = study;
    this.run = run;
  }

  /** The mark of a run that begins now. */
  public static StopMark of(Study study) {
    return new StopMark(study, UUID.randomUUID().toString());
  }

  /** The mark of a run that has begun elsewhere. */
  public static StopMark of(Study study, String run) {
    return new StopMark(study, run);
  }

  /** Whether a file in the folder of marks has the name of one. */
  static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }

  /** Token that identifies this run. */
  public String run() {
    return run;
  }

  private String path() {
    return StudyNames.STARTED + "/stop-" + run + ".json";
  }

  public void leave() throws IOException {
    study.storage().createIfAbsent(path(), Json.write(run));
  }

  public boolean isThere() throws IOException {
    return study.storage().exists(path());
  }

  public void takeAway() throws IOException {
    study.storage().delete(path());
  }
}
