package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The choice of the claims, summaries, fits and plots by which a study is read: its own, or a
 * file's.
 */
final class SweepChoice {

  @Option(
      names = "--sweep",
      paramLabel = "FILE",
      description =
          "take claims, summaries, fits, rate and plots from this sweep file, which must have the same"
              + " trials (default: those of the last run)")
  private Optional<Path> file;

  /**
   * The view by this choice; a study run with {@code --quick} is read with the file's quick values.
   */
  StudyView of(StudyView view) {
    if (file.isEmpty()) {
      return view;
    }
    SweepFile sweep = new SweepFile(file.get());
    String name = file.get().toString();
    try {
      return view.by(sweep.plan(view.simulation(), false), name);
    } catch (RequestException e) {
      try {
        return view.by(sweep.plan(view.simulation(), true), name);
      } catch (RequestException | SweepProblems neither) {
        throw e;
      }
    }
  }
}
