package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that change copies of a study, which is run once for all of them. */
abstract class OnStudyCopies {

  @TempDir private static Path original;

  @TempDir Path folder;

  Path sweep;
  Path study;

  /** Runs the study, of which every segment stays in files of its own. */
  static void make(long segmentTrials, String... lines) throws IOException {
    Gradsweep.write(original, lines);
    grow(segmentTrials);
  }

  /** Runs it again, for more trials than before. */
  static void grow(long segmentTrials, String... overrides) throws IOException {
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
  Path another(String name) throws IOException {
    Path other = Files.createDirectory(folder.resolve(name));
    Folder.copy(original.resolve("study"), other);
    return other;
  }

  /** Runs a command on the study. */
  Result command(String name, String... more) {
    return run(
        Stream.concat(Stream.of(name, study.toString()), Stream.of(more)).toArray(String[]::new));
  }
}
