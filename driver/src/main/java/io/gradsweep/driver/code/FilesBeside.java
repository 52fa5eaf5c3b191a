package io.gradsweep.driver.code;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.trial.CanonicalHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Helpers and data that a user's code takes along, by the names under which it finds them: a file
 * by its own, a file in a folder by that of the folder too ({@code data/points.csv}). Archives
 * among them join the class path; entries that are not classes are resources there.
 */
record FilesBeside(SortedMap<String, Path> byName) {

  /**
   * @throws RequestException if one is not there, or two have one name
   */
  static FilesBeside of(Collection<Path> paths) {
    SortedMap<String, Path> byName = new TreeMap<>();
    for (Path path : paths) {
      Path whole = path.toAbsolutePath().normalize();
      for (Path file : files(path, whole)) {
        String name = whole.getParent().relativize(file).toString();
        if (byName.put(name, file) != null) {
          throw new RequestException("Cannot use files: %s (two have this name)".formatted(name));
        }
      }
    }
    return new FilesBeside(byName);
  }

  /** All files of a folder, by their names in it. */
  static FilesBeside in(Path folder) {
    SortedMap<String, Path> byName = new TreeMap<>();
    for (Path file : files(folder, folder)) {
      byName.put(folder.relativize(file).toString(), file);
    }
    return new FilesBeside(byName);
  }

  private static List<Path> files(Path path, Path whole) {
    if (!Files.exists(whole) || whole.getParent() == null) {
      throw new RequestException("Cannot read files: %s (no such file)".formatted(path));
    }
    try (Stream<Path> files = Files.walk(whole)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(path);
    }
  }

  private static RequestException unreadable(Path path) {
    return new RequestException("Cannot read files: %s (permission denied)".formatted(path));
  }

  /** The files whose names end with a suffix. */
  List<Path> endingIn(String suffix) {
    return byName.values().stream().filter(file -> file.toString().endsWith(suffix)).toList();
  }

  /** The files that the classes find as resources. */
  SortedMap<String, Path> resources() {
    SortedMap<String, Path> resources = new TreeMap<>(byName);
    resources.keySet().removeIf(name -> name.endsWith(".jar") || name.endsWith(".java"));
    return resources;
  }

  /** An archive, and after it the archives that its classes take along. */
  List<Path> classPathFrom(Path archive) {
    List<Path> archives = new ArrayList<>(List.of(archive));
    archives.addAll(endingIn(".jar"));
    return archives;
  }

  /** Adds names and bytes of all of them; nothing if there are none. */
  CanonicalHash addedTo(CanonicalHash hash) {
    if (!byName.isEmpty()) {
      hash.part("files");
    }
    for (Map.Entry<String, Path> file : byName.entrySet()) {
      try (InputStream in = Files.newInputStream(file.getValue())) {
        hash.part(file.getKey()).part(Archive.sha256(in));
      } catch (IOException e) {
        throw unreadable(file.getValue());
      }
    }
    return hash;
  }
}
