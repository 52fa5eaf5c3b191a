package io.gradsweep.driver.job;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.PlainStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that change copies of a study, which is run once for all of them. */
public abstract class StudyCopies {

  @TempDir private static Path original;

  @TempDir protected Path folder;

  protected Path sweep;
  protected Path study;

  /** Runs the study, of which every segment stays in files of its own. */
  protected static void make(long segmentTrials, String... lines) throws IOException {
    PlainStudy.write(original, lines);
    grow(segmentTrials);
  }

  /** Runs it again, for more trials than before. */
  protected static void grow(long segmentTrials, String... overrides) throws IOException {
    InlineRun.runWithoutCompaction(
        original.resolve("s.yaml"), original.resolve("study"), segmentTrials, overrides);
  }

  @BeforeEach
  final void copy() throws IOException {
    Folder.copy(original, folder);
    sweep = folder.resolve("s.yaml");
    study = folder.resolve("study");
  }

  /** A copy of the study as it was made. */
  protected final Path another(String name) throws IOException {
    Path other = Files.createDirectory(folder.resolve(name));
    Folder.copy(original.resolve("study"), other);
    return other;
  }

  /** Names of the files of a table, or of another folder of the study. */
  protected final List<String> files(String table) throws IOException {
    try (Stream<Path> files = Files.list(study.resolve(table))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
