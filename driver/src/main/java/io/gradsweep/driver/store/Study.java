package io.gradsweep.driver.store;

import io.gradsweep.driver.RequestException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The folder in which a sweep's results live. Nothing is kept in memory but what is asked for; a
 * reader beside a running writer sees whole segments only.
 */
public final class Study {

  public static final String TRIALS = "trials";
  public static final String TRAJECTORIES = "trajectories";
  public static final String SWEEP = "sweep.yaml";
  static final String PLAN = "_plan";
  static final String TEMPORARY = "_tmp";
  static final String MANIFEST = "manifest.json";
  static final String SUCCESS = "_SUCCESS";

  private final Storage storage;

  private Study(Storage storage) {
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
    if (!study.exists()) {
      throw new RequestException(
          "Cannot read study: %s (no study there; 'gradsweep run' makes one)"
              .formatted(study.name()));
    }
    return study;
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

  private Optional<byte[]> generationPath(int number) throws IOException {
    return storage.read(path(number));
  }

  private static String path(int generation) {
    return "%s/%04d.json".formatted(PLAN, generation);
  }

  /** Refuses a folder that holds something else, before anything is written into it. */
  public void requireOwnFolder() throws IOException {
    if (exists()) {
      return;
    }
    Optional<String> other = storage.names("").stream().filter(Study::isForeign).findFirst();
    if (other.isPresent()) {
      throw new RequestException(
          "Cannot use folder: %s (holds other files, such as '%s'; give another --out)"
              .formatted(name(), other.get()));
    }
  }

  /** Names that begin with _ or . are a study's own, or nobody's. */
  private static boolean isForeign(String name) {
    return !name.startsWith("_")
        && !name.startsWith(".")
        && !name.endsWith(".tmp")
        && !List.of(TRIALS, TRAJECTORIES, SWEEP, MANIFEST).contains(name);
  }

  /** All generations, in order. */
  public List<Generation> generations() throws IOException {
    List<Generation> generations = new ArrayList<>();
    for (int number = 0; ; number++) {
      Optional<byte[]> json = generationPath(number);
      if (json.isEmpty()) {
        return generations;
      }
      generations.add(Json.read(json.get(), Generation.class));
    }
  }

  /** Writes a generation once; false where another process wrote one of that number first. */
  public boolean create(Generation generation) throws IOException {
    return storage.createIfAbsent(path(generation.number()), Json.write(generation));
  }

  /** The parts of published segments, in order. */
  public Set<PartName> parts() throws IOException {
    return parts(TRIALS);
  }

  Set<PartName> parts(String table) throws IOException {
    Set<PartName> parts = new TreeSet<>();
    for (Storage.Entry file : storage.list(table)) {
      PartName.parse(file.name()).ifPresent(parts::add);
    }
    return parts;
  }

  /**
   * The parts of a table that a reader may count: trajectories without their trials are the remains
   * of a segment that was not committed.
   */
  public List<PartName> readable(String table) throws IOException {
    Set<PartName> committed = parts();
    return parts(table).stream().filter(committed::contains).toList();
  }

  public Optional<Manifest> manifest() throws IOException {
    Optional<byte[]> json = storage.read(MANIFEST);
    return json.isEmpty() ? Optional.empty() : Optional.of(Json.read(json.get(), Manifest.class));
  }

  public void write(Manifest manifest) throws IOException {
    storage.replace(MANIFEST, Json.write(manifest));
  }

  public void writeSweep(String text) throws IOException {
    storage.replace(SWEEP, text.getBytes(StandardCharsets.UTF_8));
  }

  public boolean isFinished() throws IOException {
    return storage.exists(SUCCESS);
  }

  public void markFinished() throws IOException {
    storage.replace(SUCCESS, new byte[0]);
  }

  public void markUnfinished() throws IOException {
    storage.delete(SUCCESS);
  }

  /** Deletes what dead processes left unpublished. Only while no other process writes. */
  public void deleteTemporaries() throws IOException {
    for (Storage.Entry file : storage.list(TEMPORARY)) {
      storage.delete(TEMPORARY + "/" + file.name());
    }
  }

  /**
   * Deletes what runs have left. Rows before plans: cut short, this leaves a study that misses
   * trials and knows it.
   */
  public void deleteResults() throws IOException {
    markUnfinished();
    int generations = generations().size();
    for (String folder : List.of(TRIALS, TRAJECTORIES, TEMPORARY)) {
      for (Storage.Entry file : storage.list(folder)) {
        storage.delete(folder + "/" + file.name());
      }
    }
    for (int number = generations - 1; number >= 0; number--) {
      storage.delete(path(number));
    }
    storage.delete(MANIFEST);
    storage.delete(SWEEP);
  }

  /** A path for a file that is not finished, under a name that no reader takes for data. */
  public String temporary(String name) {
    return TEMPORARY + "/" + name + "." + UUID.randomUUID() + ".tmp";
  }
}
