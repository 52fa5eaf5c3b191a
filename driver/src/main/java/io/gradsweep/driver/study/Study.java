package io.gradsweep.driver.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.storage.Json;
import io.gradsweep.driver.storage.Storage;
import io.gradsweep.results.columns.TrialTable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The folder of a sweep's results. Only requested data are kept in memory; a reader beside a
 * running writer sees only whole segments.
 */
public final class Study {

  static final String RESTORE_IT = "restore it, or give another --out";
  private static final String DELETE_IT = "delete it: 'gradsweep run' writes it anew";

  private final Storage storage;

  public Study(Storage storage) {
    this.storage = storage;
  }

  public static Study at(URI folder) {
    return new Study(Storage.open(folder));
  }

  /**
   * @throws RequestException if there is no study in the folder
   */
  public static Study existing(URI folder) throws IOException {
    Study study = at(folder);
    StudyFolder.requireNoFile(study);
    if (!study.exists()) {
      Gaps.requireNoPartsWithoutPlan(study);
      throw new RequestException(
          "Cannot read study: %s (%s)"
              .formatted(
                  study.name(),
                  StudyLock.isHeld(study)
                      ? "a run has begun there, but laid out nothing yet; ask again in a moment"
                      : "no study there; 'gradsweep run' makes one"));
    }
    study.requireReadable();
    return study;
  }

  /** Refuses files of a later gradsweep, or not of gradsweep, before anything is used. */
  void requireReadable() throws IOException {
    Optional<Manifest> manifest = manifest();
    if (manifest.isPresent()) {
      requireVersion(manifest.get().schemaVersion(), StudyNames.MANIFEST);
    }
  }

  void requireVersion(int schemaVersion, String file) {
    if (schemaVersion > TrialTable.SCHEMA_VERSION) {
      throw new RequestException(
          "Cannot read study: %s (%s was written by a newer gradsweep: schema version %d, this one"
                  .formatted(name(), file, schemaVersion)
              + " reads up to %d)".formatted(TrialTable.SCHEMA_VERSION));
    }
  }

  private <T> Optional<T> readIfThere(
      String file, Class<T> type, Predicate<T> isWhole, String advice) throws IOException {
    Optional<byte[]> json = storage.read(file);
    return json.isEmpty()
        ? Optional.empty()
        : Optional.of(read(json.get(), type, isWhole, file, advice));
  }

  private <T> T read(byte[] json, Class<T> type, Predicate<T> isWhole, String file, String advice)
      throws IOException {
    try {
      T value = Json.read(json, type);
      if (value != null && isWhole.test(value)) {
        return value;
      }
    } catch (JsonProcessingException e) {
      throw damaged(file, advice);
    }
    throw damaged(file, advice);
  }

  /** Writes a value as JSON and reads it back, so that no unreadable file is written. */
  private static <T> byte[] readable(T value, Class<T> type, Predicate<T> isWhole, String file)
      throws IOException {
    byte[] json = Json.write(value);
    if (!isWhole.test(Json.read(json, type))) {
      throw new IllegalStateException("Cannot write " + file + ": it would be damaged");
    }
    return json;
  }

  RequestException damaged(String file, String advice) {
    return new RequestException(
        "Cannot read study: %s (%s is damaged, or not gradsweep's; %s)"
            .formatted(name(), file, advice));
  }

  public Storage storage() {
    return storage;
  }

  public URI folder() {
    return storage.folder();
  }

  /** The folder as a person would type it. */
  public String name() {
    return storage.localFolder().map(Study::shortest).orElse(folder().toString());
  }

  private static String shortest(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) && !path.equals(here)
        ? here.relativize(path).toString()
        : path.toString();
  }

  public boolean exists() throws IOException {
    return generationPath(0).isPresent();
  }

  /**
   * Refuses to go on if the study does not exist any more: its folder was deleted, or its disk
   * unmounted, and anything written there now would begin another study.
   */
  public void requireGeneration(int number) throws IOException {
    if (!storage.exists(path(number))) {
      throw new IOException(
          "Cannot find %s in %s (the folder disappeared, or was never visible to this machine)"
              .formatted(path(number), name()));
    }
  }

  private Optional<byte[]> generationPath(int number) throws IOException {
    return storage.read(path(number));
  }

  static String path(int generation) {
    return String.format(Locale.ROOT, "%s/%04d.json", StudyNames.PLAN, generation);
  }

  static String pointsPath(int generation) {
    return String.format(Locale.ROOT, "%s/%04d.points", StudyNames.PLAN, generation);
  }

  /** All generations, in order. */
  public List<Generation> generations() throws IOException {
    List<Generation> generations = new ArrayList<>();
    for (int number = 0; ; number++) {
      Optional<byte[]> json = generationPath(number);
      if (json.isEmpty()) {
        Gaps.requireNoneAfter(this, number);
        return generations;
      }
      Generation generation =
          read(json.get(), Generation.class, g -> g.isWhole(generations), path(number), RESTORE_IT);
      generations.add(
          generation.hasPoints() ? new PointsFile(this, number).addedTo(generation) : generation);
    }
  }

  /** Whether a generation has retired a segment, so that its rows are no longer needed. */
  public boolean isRetired(PartName segment) throws IOException {
    for (int later = segment.generation() + 1; ; later++) {
      Optional<Generation> generation =
          readIfThere(path(later), Generation.class, g -> true, RESTORE_IT);
      if (generation.isEmpty() || generation.get().retires(segment)) {
        return generation.isPresent();
      }
    }
  }

  /** Writes a generation once; false if another process wrote one with that number first. */
  public boolean create(Generation generation) throws IOException {
    String path = path(generation.number());
    List<Generation> there = generations();
    List<Generation> earlier = there.subList(0, Math.min(generation.number(), there.size()));
    if (generation.hasPoints() && there.size() <= generation.number()) {
      new PointsFile(this, generation.number()).write(generation.round().points().round());
    }
    return storage.createIfAbsent(
        path, readable(generation, Generation.class, g -> g.isWhole(earlier), path));
  }

  /** The files that count now. */
  public StudyFiles files() throws IOException {
    return StudyFiles.of(this);
  }

  /**
   * Number of the newest file list, -1 if there is none. As long as it stays the same, no current
   * file is deleted.
   */
  public int fileList() throws IOException {
    return FileListing.newest(storage);
  }

  /** A read of the current files. */
  public interface ConsistentRead<T> {
    T read() throws IOException;
  }

  /**
   * Reads from a single list of files: if a compaction deletes a file meanwhile, the reading starts
   * over.
   */
  public <T> T consistently(ConsistentRead<T> reading) throws IOException {
    while (true) {
      int files = fileList();
      try {
        return reading.read();
      } catch (IOException | RequestException | SystemFailure e) {
        if (fileList() == files) {
          throw e;
        }
      }
    }
  }

  public Optional<Manifest> manifest() throws IOException {
    return readIfThere(StudyNames.MANIFEST, Manifest.class, m -> m.schemaVersion() > 0, DELETE_IT);
  }

  public void write(Manifest manifest) throws IOException {
    storage.replace(
        StudyNames.MANIFEST,
        readable(manifest, Manifest.class, m -> m.schemaVersion() > 0, StudyNames.MANIFEST));
  }

  /** Studies from which this one was merged; empty if it was run. */
  public Optional<MergeRecord> merge() throws IOException {
    return readIfThere(StudyNames.MERGE, MergeRecord.class, m -> m.studies() != null, RESTORE_IT);
  }

  public void write(MergeRecord merge) throws IOException {
    storage.replace(StudyNames.MERGE, Json.write(merge));
  }

  /** Text of the sweep that was given last; empty if somebody has deleted it. */
  public Optional<String> sweep() throws IOException {
    return storage.read(StudyNames.SWEEP).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  public void writeSweep(String text) throws IOException {
    storage.replace(StudyNames.SWEEP, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a run has marked the study as finished; {@link Inventory} counts what exists now. */
  public boolean isMarkedFinished() throws IOException {
    return storage.exists(StudyNames.SUCCESS);
  }

  public void markFinished() throws IOException {
    storage.replace(StudyNames.SUCCESS, new byte[0]);
  }

  public void markUnfinished() throws IOException {
    storage.delete(StudyNames.SUCCESS);
  }

  /** A path for a file that is not finished, under a name that no reader takes for data. */
  public String temporary(String name) {
    return StudyNames.TEMPORARY + "/" + name + "." + UUID.randomUUID() + ".tmp";
  }
}
