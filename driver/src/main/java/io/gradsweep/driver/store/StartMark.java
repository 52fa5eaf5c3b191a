package io.gradsweep.driver.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mark of a segment that has been started and is not published yet: a small file, which is left
 * before its first trial runs and taken away after the segment is published. Whoever finds one
 * knows that another attempt has died, or still runs.
 *
 * <p>A mark counts the attempts. From the third one on it also names the trial that runs, so that a
 * trial which ends even the machine that guards it is not run for ever.
 */
public final class StartMark {

  private static final String POISON = Study.STARTED + "/poison";
  private static final int NAMES_TRIALS_FROM = 2;

  /**
   * What stands in the file.
   *
   * @param attempts how often the segment has been started
   * @param running the trial that runs; null where the attempt does not say
   * @param blamed trials with which an attempt has died
   */
  record Content(int attempts, String running, List<String> blamed) {}

  private static volatile boolean forgiving;

  private final Storage storage;
  private final String path;
  private Content content;

  private StartMark(Storage storage, String path, Content content) {
    this.storage = storage;
    this.path = path;
    this.content = content;
  }

  static String path(PartName part) {
    return Study.STARTED + "/" + fileName(part);
  }

  static String fileName(PartName part) {
    return part.stem() + ".json";
  }

  /** Leaves a mark, or counts one more attempt in the one that is there. */
  public static StartMark leave(Study study, PartName part) throws IOException {
    return leave(study.storage(), path(part));
  }

  /** The same for the trials by which segments are sized. */
  public static StartMark leaveByPilot(Study study) throws IOException {
    return leave(study.storage(), Study.STARTED + "/pilot.json");
  }

  private static StartMark leave(Storage storage, String path) throws IOException {
    Content first = new Content(1, null, List.of());
    if (storage.createIfAbsent(path, Json.write(first))) {
      return new StartMark(storage, path, first);
    }
    Content before = read(storage, path).orElse(first);
    List<String> blamed = new ArrayList<>(before.blamed());
    if (before.running() != null) {
      blamed.add(before.running());
    }
    Content now = new Content(before.attempts() + 1, null, blamed);
    storage.replace(path, Json.write(now));
    return new StartMark(storage, path, now);
  }

  /** A mark is no more than a hint: one that cannot be read says that there was an attempt. */
  private static Optional<Content> read(Storage storage, String path) throws IOException {
    Optional<byte[]> json = storage.read(path);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Json.read(json.get(), Content.class))
          .filter(c -> c.attempts() > 0 && c.blamed() != null);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** 0 where no other attempt is known. */
  public int attempt() {
    return content.attempts() - 1;
  }

  /** Whether an attempt has died with this trial, after two had died in the same segment. */
  public boolean blames(String trialId) {
    return content.blamed().contains(trialId);
  }

  /** Whether the attempts before this one make it worth a file to know which trial runs. */
  public boolean namesTrials() {
    return attempt() >= NAMES_TRIALS_FROM;
  }

  /** Says which trial runs from now on. */
  public void name(String trialId) throws IOException {
    content = new Content(content.attempts(), trialId, content.blamed());
    if (!forgiving) {
      storage.replace(path, Json.write(content));
    }
  }

  /** The attempt ends without a death: no trial is to blame for it. */
  public void nameNone() throws IOException {
    if (content.running() != null) {
      try {
        name(null);
      } catch (IOException e) { // a full disk has no room for that; to delete takes none
        takeAway();
      }
    }
  }

  /** The segment is published. */
  public void takeAway() throws IOException {
    storage.delete(path);
  }

  /** Whether a trial of the study is known to have ended a JVM. */
  public static boolean isPoisoned(Study study) throws IOException {
    return study.storage().exists(POISON);
  }

  /** Has all segments that are started from now on run guarded. */
  public static void markPoisoned(Study study) throws IOException {
    study.storage().createIfAbsent(POISON, Json.write(List.of()));
  }

  private static void forgive(Study study) throws IOException {
    for (Storage.Entry file : OwnNames.files(study, Study.STARTED)) {
      String path = Study.STARTED + "/" + file.name();
      if (!path.equals(POISON)) {
        study.storage().delete(path);
      }
    }
  }

  /**
   * Somebody has ended the run: what was started has done nothing wrong, and what this JVM still
   * runs until it ends is named no more.
   */
  public static void forgiveFromNowOn(Study study) throws IOException {
    forgiving = true;
    forgive(study);
  }

  /** Forgets all that was marked: every segment is published. */
  public static void forget(Study study) throws IOException {
    forgive(study);
    study.storage().delete(POISON);
  }
}
