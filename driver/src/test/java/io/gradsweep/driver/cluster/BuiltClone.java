package io.gradsweep.driver.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A clone that has been built, by what this build has made. */
public final class BuiltClone {

  private static final Path MODULE = Path.of("").toAbsolutePath();

  private BuiltClone() {}

  /** Makes one in a folder that is there, and returns its launcher. */
  public static Path in(Path clone) throws IOException {
    for (String module : List.of("results-schema", "sweeps", "workers", "driver")) {
      Files.createDirectories(clone.resolve(module).resolve("src/main"));
      Files.createFile(clone.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(clone.resolve("pom.xml"));
    Files.createDirectories(clone.resolve("workers/src/vector"));
    Files.createDirectories(clone.resolve("docs/clusters"));
    Files.createFile(clone.resolve("docs/clusters/array.sbatch"));
    Files.copy(MODULE.resolve("jvm.options"), clone.resolve("driver/jvm.options"));
    Path target = Files.createDirectory(clone.resolve("driver/target"));
    for (String made : List.of("driver-0.2.0.jar", "classpath-ours.txt", "classpath-all.txt")) {
      Files.copy(MODULE.resolve("target").resolve(made), target.resolve(made));
    }
    Files.createFile(target.resolve("built"));
    Files.createFile(target.resolve("archived")); // no archive of classes: it takes a run to make
    return Files.copy(MODULE.resolve("../gradsweep"), clone.resolve("gradsweep"));
  }
}
