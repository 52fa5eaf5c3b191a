package io.gradsweep.workers.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with a copy of a program and of the files that go with it, in which it runs: what is
 * hashed, and here as on executors what it finds. It lasts as long as this process.
 */
public final class ProgramFolder {

  private final Path path;

  private ProgramFolder(Path path) {
    this.path = path;
  }

  static ProgramFolder make() throws IOException {
    Path path = Files.createTempDirectory("gradsweep-program-").toRealPath();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(path), "files of a program"));
    return new ProgramFolder(path);
  }

  /**
   * Copies files.
   *
   * @param files by their names there, which may have folders
   */
  public static ProgramFolder of(Map<String, Path> files) throws IOException {
    ProgramFolder folder = make();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      try (InputStream in = Files.newInputStream(file.getValue())) {
        folder.add(file.getKey(), in);
      }
    }
    return folder;
  }

  public void add(String name, InputStream content) throws IOException {
    Path file = path.resolve(name).normalize();
    if (!file.startsWith(path)) {
      throw new IOException("Cannot unpack file: %s (outside of its folder)".formatted(name));
    }
    Files.createDirectories(file.getParent());
    Files.copy(content, file);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("Cannot make executable: %s".formatted(file));
    }
  }

  public Path path() {
    return path;
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      return; // among temporary files
    }
  }
}
