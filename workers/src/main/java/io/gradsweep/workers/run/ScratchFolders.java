package io.gradsweep.workers.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Manages folders into which simulations may write anything. */
public final class ScratchFolders {

  private ScratchFolders() {}

  /**
   * Deletes a folder with its contents, as far as possible; links are deleted, not their targets.
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
