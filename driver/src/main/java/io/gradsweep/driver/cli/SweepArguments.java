package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.job.Plans;
import io.gradsweep.driver.store.Study;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The sweep that a command speaks of: its file, what the command line changes, its folder. */
final class SweepArguments {

  /** Far above any sweep that a person writes; SweepReader refuses less than this. */
  private static final int MOST_BYTES = 4 << 20;

  @Parameters(index = "0", paramLabel = "FILE", description = "the sweep file")
  private Path file;

  @Parameters(
      index = "1..*",
      paramLabel = "NAME=VALUES",
      description = "values instead of the file's: step_size=0.1,0.2 'width=geomspace(16,1024,7)'")
  private List<String> overrides = List.of();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "folder of the results, any Hadoop URI (default: results/<sweep>)")
  private String out;

  @Option(
      names = "--quick",
      description = "apply the file's 'quick' values; results go to <folder>-quick")
  private boolean quick;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "wall-clock limit of each trial, such as 60s; the same as time_limit=60s")
  private String timeLimit;

  @Mixin private Jar jar;

  Plan plan() {
    jar.load();
    List<String> all = new ArrayList<>(overrides);
    if (timeLimit != null) {
      all.add("time_limit=" + timeLimit);
    }
    return Plans.of(SweepReader.parse(text(file), file.toString(), this::beside, all, quick));
  }

  private static String text(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new RequestException("Cannot read %s (a folder, not a sweep file)".formatted(file));
      }
      byte[] bytes = beginning(file);
      if (bytes.length > MOST_BYTES) {
        throw new RequestException(
            "Cannot read %s: more than %d bytes (a sweep file has at most 1 MiB)"
                .formatted(file, MOST_BYTES));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new RequestException("Cannot read %s (no such file)".formatted(file));
    } catch (CharacterCodingException e) {
      throw new RequestException("Cannot read %s (not UTF-8 text)".formatted(file));
    } catch (AccessDeniedException e) {
      throw new RequestException("Cannot read %s (permission denied)".formatted(file));
    } catch (IOException e) {
      throw new RequestException("Cannot read %s (%s)".formatted(file, e.getMessage()));
    }
  }

  /** One byte more than there may be, at most: a device has no end, and no size. */
  private static byte[] beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES + 1);
    }
  }

  /** The text of a file that this one extends; a link to another folder is no file beside it. */
  private Optional<String> beside(String name) {
    Path other = file.resolveSibling(name);
    if (!Files.isRegularFile(other)) {
      return Optional.empty();
    }
    try {
      Path folder = other.toRealPath().getParent();
      boolean beside =
          folder.equals(file.toAbsolutePath().getParent().toRealPath())
              || folder.equals(file.toRealPath().getParent());
      if (!beside) {
        throw new RequestException(
            "Cannot read %s (a link to another folder; a sweep extends files beside it)"
                .formatted(other));
      }
    } catch (IOException e) {
      throw new RequestException("Cannot read %s (%s)".formatted(other, e.getMessage()));
    }
    return Optional.of(text(other));
  }

  Study study(Plan plan) {
    String folder = out == null ? "results/" + plan.sweep().name() : out;
    return Study.at(Folders.of(quick ? folder + "-quick" : folder));
  }

  Jar jar() {
    return jar;
  }
}
