package io.gradsweep.workers.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that simulations write into as they like. */
public final class ScratchFolders {

  private ScratchFolders() {}

  /**
   * Deletes a folder with all that is in it, as far as that can be; links, not what they lead to.
   */
  public static void delete(Path folder) {
    List<Path> paths;
    try (Stream<Path> found = Files.walk(folder)) {
      paths = found.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) {
      return; // it is not there, or somebody else deletes it
    }
    for (Path path : paths) {
      path.toFile().delete();
    }
  }
}
