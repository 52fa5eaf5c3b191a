package io.gradsweep.workers.contract;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.program.ProgramSimulation;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ways in which the trials of a simulation can be run, none of which may change a bit. */
interface Ways {

  String GOES_ON = "a trial that was interrupted goes on to the same bits";

  static Ways of(Simulation simulation, Effort effort) {
    return simulation instanceof ProgramSimulation program
        ? new WaysOfPrograms(program, effort.patience())
        : new WaysOfJava(simulation);
  }

  /** Runs trials as a sweep does. */
  TrialRunner plain(RunSettings settings);

  /** Runs one trial at a time, if that differs. */
  Optional<TrialRunner> alone(RunSettings settings);

  /** Runs trials in a process that has run none before. */
  List<TrialRun> elsewhere(RunSettings settings, List<Trial> trials) throws IOException;

  /** Checks whether communication works at all, without which nothing else can be checked. */
  List<Finding> manners(Trial trial) throws IOException;

  /**
   * Checks that apply only to simulations of this kind.
   *
   * @param run of the trial
   */
  List<Finding> further(Trial trial, TrialRun run) throws IOException;

  /** Remarks on the time that a trial takes, in microseconds. */
  String advice(double micros);

  /** Removes a folder of trials that were tried. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
