package io.gradsweep.workers.program;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.ScratchFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the folders of trials. If the run keeps none between attempts, each request has one of its
 * own, until the trial ends. Serves one thread.
 */
final class TrialFolders implements AutoCloseable {

  private final RunSettings settings;

  /** Folder of those that are not kept; null if there are none yet. */
  private Path temporary;

  private final Map<Trial, Deque<Path>> temporaries = new HashMap<>();

  TrialFolders(RunSettings settings) {
    this.settings = settings;
  }

  /** The folder of a trial, which exists. */
  Path of(Trial trial) {
    try {
      return settings.scratch().isPresent()
          ? Files.createDirectories(settings.scratch(trial).orElseThrow())
          : temporary(trial);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a scratch folder: " + e, e);
    }
  }

  private Path temporary(Trial trial) throws IOException {
    if (temporary == null) {
      temporary = Files.createTempDirectory("gradsweep-scratch-");
    }
    Path folder = Files.createTempDirectory(temporary, "trial-");
    temporaries.computeIfAbsent(trial, t -> new ArrayDeque<>(1)).add(folder);
    return folder;
  }

  /** Deletes a folder of a trial that has ended, unless it is kept. */
  void end(Trial trial) {
    temporaries.computeIfPresent(
        trial,
        (t, folders) -> {
          ScratchFolders.delete(folders.remove());
          return folders.isEmpty() ? null : folders;
        });
  }

  /** Deletes what is not kept. */
  @Override
  public void close() {
    if (temporary != null) {
      ScratchFolders.delete(temporary);
      temporary = null;
      temporaries.clear();
    }
  }
}
