package io.gradsweep.driver.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradsweep.driver.storage.Json;
import io.gradsweep.driver.storage.Parallel;
import io.gradsweep.driver.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The mark of a segment that has been started and is not published yet: a small file, written
 * before its first trial runs and deleted after the segment is published. If an attempt finds one,
 * another attempt has ended for an unknown reason, or still runs.
 *
 * <p>A mark counts the attempts. From the third one on it also names the trial that runs. No trial
 * is blamed for such an end: machines are taken away, and processes killed. A trial that was named
 * at three ends in a row is put last, so that it does not delay the rows of others.
 */
public final class AttemptMarker {

  private static final String POISON = StudyNames.STARTED + "/poison";
  private static final String PILOT = StudyNames.STARTED + "/pilot.json";
  private static final String SUFFIX = ".json";
  private static final int NAMES_TRIALS_FROM = 2;
  private static final int PUT_LAST_FROM = 3;

  /**
   * Content of the file.
   *
   * @param attempts how often the segment has been started
   * @param running the trial that runs; null if the attempt does not say
   * @param ends number of ends in a row at which a trial ran, by trial: of those that are put last,
   *     and of the one that ran at the latest end
   */
  record Content(int attempts, String running, Map<String, Integer> ends) {

    private static final Content FIRST = new Content(1, null, Map.of());

    /** The content for the next attempt: the trial that ran has ended for an unknown reason. */
    Content next() {
      return new Content(attempts + 1, null, running == null ? ends : endsWith(running));
    }

    private Map<String, Integer> endsWith(String trialId) {
      Map<String, Integer> now = new TreeMap<>(ends);
      now.values().removeIf(count -> count < PUT_LAST_FROM); // their row of ends is broken
      now.put(trialId, ends.getOrDefault(trialId, 0) + 1);
      return now;
    }

    /** The content as before this attempt, which somebody has stopped. */
    Content before() {
      return new Content(attempts - 1, null, ends);
    }

    /** The trials that are put last, if the mark is a segment's. */
    List<LostTrial> lost(String path) {
      Optional<PartName> part = part(path);
      return ends.entrySet().stream()
          .filter(each -> part.isPresent() && each.getValue() >= PUT_LAST_FROM)
          .map(each -> new LostTrial(part.get(), each.getKey(), each.getValue()))
          .toList();
    }

    boolean isWhole() {
      return attempts > 0
          && ends != null
          && ends.values().stream().allMatch(count -> count != null && count > 0);
    }
  }

  private static volatile boolean forgiving;

  private final Storage storage;
  private final String path;
  private Content content;

  private AttemptMarker(Storage storage, String path, Content content) {
    this.storage = storage;
    this.path = path;
    this.content = content;
  }

  static String path(PartName part) {
    return StudyNames.STARTED + "/" + fileName(part);
  }

  /** The segment of a mark; empty for other marks. */
  private static Optional<PartName> part(String path) {
    String name = path.substring(path.indexOf('/') + 1);
    return name.endsWith(SUFFIX)
        ? PartName.ofStem(name.substring(0, name.length() - SUFFIX.length()))
        : Optional.empty();
  }

  static String fileName(PartName part) {
    return part.stem() + SUFFIX;
  }

  /** Writes a mark, or counts one more attempt in an existing one. */
  public static AttemptMarker leave(Study study, PartName part) throws IOException {
    return leave(study.storage(), path(part));
  }

  /** The same for the trials by which segments are sized. */
  public static AttemptMarker leaveByPilot(Study study) throws IOException {
    return leave(study.storage(), PILOT);
  }

  private static AttemptMarker leave(Storage storage, String path) throws IOException {
    if (storage.createIfAbsent(path, Json.write(Content.FIRST))) {
      return new AttemptMarker(storage, path, Content.FIRST);
    }
    Content now = read(storage, path).orElse(Content.FIRST).next();
    storage.replace(path, Json.write(now));
    return new AttemptMarker(storage, path, now);
  }

  /**
   * Reads a mark, which is only a hint: one that cannot be read still shows that there was an
   * attempt.
   */
  private static Optional<Content> read(Storage storage, String path) throws IOException {
    Optional<byte[]> json = storage.read(path);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Json.read(json.get(), Content.class)).filter(Content::isWhole);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Number of this attempt; 0 if no other attempt is known. */
  public int attempt() {
    return content.attempts() - 1;
  }

  /** Number of consecutive ends for unknown reasons at which this trial ran. */
  public int ends(String trialId) {
    return content.ends().getOrDefault(trialId, 0);
  }

  /** Whether this trial is to run after all others. */
  public boolean putsLast(String trialId) {
    return ends(trialId) >= PUT_LAST_FROM;
  }

  /**
   * Number of ends at which the trials ran that are put last; 0 if there are none.
   *
   * @param most ends after which a trial is not run any more, and delays no other row
   */
  public int lostEnds(long most) {
    return content.ends().values().stream()
        .filter(n -> n >= PUT_LAST_FROM && n < most)
        .mapToInt(n -> n)
        .sum();
  }

  /**
   * The trials of a study that are put last, in segments that are not retired.
   *
   * @param running whether the trials that marks name still run; else each has seen one more end
   */
  public static List<LostTrial> lost(Study study, boolean running) throws IOException {
    List<LostTrial> lost = new ArrayList<>();
    StudySegments laidOut = StudySegments.of(study.generations());
    Parallel.map(study.storage(), marks(study), path -> read(study.storage(), path))
        .forEach(
            (path, mark) ->
                mark.map(content -> running ? content : content.next())
                    .ifPresent(content -> lost.addAll(content.lost(path))));
    lost.removeIf(trial -> laidOut.isRetired(trial.segment()));
    return lost;
  }

  /** Whether earlier attempts justify a file that names the running trial. */
  public boolean namesTrials() {
    return attempt() >= NAMES_TRIALS_FROM;
  }

  /** Names the trial that runs from now on. */
  public void name(String trialId) throws IOException {
    content = new Content(content.attempts(), trialId, content.ends());
    if (!forgiving) {
      storage.replace(path, Json.write(content));
    }
  }

  /** Ends the attempt in order: no trial is to blame for it. */
  public void nameNone() throws IOException {
    if (content.running() != null) {
      try {
        name(null);
      } catch (IOException e) { // a full disk has no room for that; to delete takes none
        takeAway();
      }
    }
  }

  /** Deletes the mark, after the segment is published. */
  public void takeAway() throws IOException {
    storage.delete(path);
  }

  /** Whether a trial of the study is known to have ended a JVM. */
  public static boolean isPoisoned(Study study) throws IOException {
    return study.storage().exists(POISON);
  }

  /** Makes all segments that are started from now on run guarded. */
  public static void markPoisoned(Study study) throws IOException {
    study.storage().createIfAbsent(POISON, Json.write(List.of()));
  }

  /**
   * Forgives the attempts of a run that somebody has ended, and names no further trials that this
   * JVM runs until it ends. Records of earlier ends stay. So does the mark of a segment that has a
   * part, which may be half replaced at this moment.
   *
   * @param ours whether a segment is one of the run's; others still run
   */
  public static void forgiveFromNowOn(Study study, Predicate<PartName> ours) throws IOException {
    forgiving = true;
    for (String path : marks(study)) {
      Optional<PartName> part = part(path);
      if (part.map(ours::test).orElse(path.equals(PILOT))) {
        Optional<Content> mark = read(study.storage(), path);
        if (mark.isPresent() && mark.get().attempts() > 1) {
          forgive(study, path, mark.get());
        } else if (part.isEmpty() || !study.storage().exists(part.get().trials())) {
          study.storage().delete(path);
        }
      }
    }
  }

  private static void forgive(Study study, String path, Content mark) throws IOException {
    try {
      study.storage().replace(path, Json.write(mark.before()));
    } catch (IOException e) { // a full disk has no room for that; to delete takes none
      study.storage().delete(path);
    }
  }

  private static List<String> marks(Study study) throws IOException {
    return OwnNames.files(study, StudyNames.STARTED).stream()
        .map(file -> StudyNames.STARTED + "/" + file.name())
        .filter(path -> !path.equals(POISON))
        .toList();
  }

  /** Deletes all marks, when every segment is published. */
  public static void forget(Study study) throws IOException {
    for (String path : marks(study)) {
      study.storage().delete(path);
    }
    study.storage().delete(POISON);
  }
}
