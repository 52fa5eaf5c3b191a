package io.gradsweep.driver.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
    for (String told : List.of("jvm.options", "jvm.directives")) {
      Files.copy(MODULE.resolve(told), clone.resolve("driver").resolve(told));
    }
    Path target = Files.createDirectory(clone.resolve("driver/target"));
    for (String made : List.of("driver-0.2.0.jar", "classpath-ours.txt", "classpath-all.txt")) {
      Files.copy(MODULE.resolve("target").resolve(made), target.resolve(made));
    }
    Files.createFile(target.resolve("built"));
    Path archived = Files.createFile(target.resolve("archived")); // by none: it takes a run to make
    // a small file is made within a tick of the clock of files, and must be newer than the archive
    Files.setLastModifiedTime(archived, FileTime.from(Instant.now().plusSeconds(1)));
    return Files.copy(MODULE.resolve("../gradsweep"), clone.resolve("gradsweep"));
  }
}
