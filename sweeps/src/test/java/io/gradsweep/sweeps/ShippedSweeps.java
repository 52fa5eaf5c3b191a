package io.gradsweep.sweeps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The sweep files that users copy: beside this module's sources, in a folder a simulation, and, of
 * those that need {@code --code}, beside their code.
 */
public final class ShippedSweeps {

  private static final Set<String> NO_SWEEPS = Set.of("src", "target");

  private ShippedSweeps() {}

  public static List<Path> files() throws IOException {
    return files(Path.of("."));
  }

  /**
   * @param module the folder of the module {@code sweeps}
   */
  public static List<Path> files(Path module) throws IOException {
    List<Path> found = new ArrayList<>(yaml(module));
    try (Stream<Path> folders = Files.list(module)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        if (!NO_SWEEPS.contains(folder.getFileName().toString())) {
          found.addAll(yaml(folder));
        }
      }
    }
    return found;
  }

  /**
   * The files of simulations that do not come with gradsweep, but with their code beside them.
   *
   * @param module the folder of the module {@code sweeps}
   */
  public static List<Path> withCode(Path module) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> folders = Files.list(module.resolve("own"))) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        found.addAll(yaml(folder));
      }
    }
    return found;
  }

  /** Finds the text of a file that {@code file} extends. */
  public static Optional<String> beside(Path file, String other) {
    try {
      return Optional.of(Files.readString(file.resolveSibling(other)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<Path> yaml(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
