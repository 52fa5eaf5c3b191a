package io.gradsweep.driver.study;

import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.results.outcome.Status;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Files of gradsweep 0.1 that exist only in {@code trials}. They do not say whether there were
 * recorded steps with them; the sweeps under which they were written do, and the study's other
 * files.
 *
 * @param gone files that must have had recorded steps @param unknown files that may have had some
 */
public record LostSteps(List<DataFile> gone, List<DataFile> unknown) {

  private static final String NOTHING_RECORDED = "record: none";

  public static LostSteps of(Study study, StudyFiles files, Map<DataFile, PartFooter> facts)
      throws IOException {
    List<DataFile> silent =
        facts.entrySet().stream()
            .filter(e -> e.getValue().steps() == null && isDecided(e.getValue()))
            .map(Map.Entry::getKey)
            .filter(file -> !files.hasSteps(file))
            .toList();
    if (silent.isEmpty()) {
      return new LostSteps(List.of(), List.of());
    }
    List<Generation> generations = study.generations();
    List<DataFile> asked = silent.stream().filter(file -> isAsked(file, generations)).toList();
    // the recording may change at any time, and a simulation need not record anything
    boolean sure =
        study.merge().isEmpty()
            && isAsked(study.sweep())
            && !files.names(StudyNames.TRAJECTORIES).isEmpty();
    return sure ? new LostSteps(asked, List.of()) : new LostSteps(List.of(), asked);
  }

  /**
   * Whether some outcome was decided by mathematics; a trial that was cut off may not have reached
   * its first step.
   */
  private static boolean isDecided(PartFooter facts) {
    return facts.counts().keySet().stream().map(Status::of).anyMatch(Status::decidedByMathematics);
  }

  private static boolean isAsked(DataFile file, List<Generation> generations) {
    Stream<Generation> its =
        file.segments().isEmpty()
            ? generations.stream()
            : file.segments().stream().map(s -> generations.get(s.generation())).distinct();
    return its.allMatch(generation -> isAsked(Optional.of(generation.plan().sweep())));
  }

  private static boolean isAsked(Optional<String> sweep) {
    return sweep.isPresent() && sweep.get().lines().noneMatch(NOTHING_RECORDED::equals);
  }

  public boolean holds(DataFile file) {
    return gone.contains(file) || unknown.contains(file);
  }

  /** Files that must have existed, each with what restores it. */
  List<String> lost() {
    return words(gone, "gone (%s)");
  }

  /** Files that may have existed. */
  List<String> doubts() {
    return words(
        unknown,
        "missing, or never written, which gradsweep 0.1 did not record; its sweep asks for"
            + " recorded steps (if it existed, %s)");
  }

  private static List<String> words(List<DataFile> files, String form) {
    String remedy = "restore it; or delete %s, and 'gradsweep run' runs its trials again";
    Stream<String> named =
        files.stream()
            .limit(Inventory.MOST_NAMED)
            .map(f -> f.trajectories() + ": " + form.formatted(remedy.formatted(f.trials())));
    Stream<String> more =
        IntStream.of(files.size() - Inventory.MOST_NAMED)
            .filter(count -> count > 0)
            .mapToObj("and %d more files of recorded steps"::formatted);
    return Stream.concat(named, more).toList();
  }
}
