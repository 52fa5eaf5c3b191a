package io.gradsweep.driver.rewrite;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.rows.Environment;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.rows.RowDifference;
import io.gradsweep.driver.rows.RowReader;
import io.gradsweep.driver.rows.TrialIndex;
import io.gradsweep.driver.rows.TrialIndex.Occurrence;
import io.gradsweep.driver.storage.FaultPoint;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.FileListing.CompactedFile;
import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyFiles;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.TableColumns;
import io.gradsweep.driver.study.TrialReader;
import io.gradsweep.driver.study.UnpublishedFiles;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.TrialId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows of several studies merged into one. If several have a trial, the rows must be equal; the
 * first is kept, unless its status came from the environment and another's from mathematics. A
 * trial's recorded steps are those of the study whose row is kept. Memory: 40 bytes per trial.
 */
public final class MergedRows {

  private static final int MOST_SHOWN = 5;
  private static final int MOST_COLUMNS = 3;

  private final List<Study> studies;
  private final List<StudyFiles> files = new ArrayList<>();
  private final List<List<Environment>> environments = new ArrayList<>();
  private final TableColumns columns;
  private final RowDifference difference;
  private final TrialIndex index = new TrialIndex();
  private final Map<String, List<Integer>> contradicted = new LinkedHashMap<>();
  private long contradictions;
  private long repeated;

  private MergedRows(List<Study> studies, SimulationSpec simulation) throws IOException {
    this.studies = studies;
    TableColumns all = null;
    Set<String> everywhere = null;
    for (Study study : studies) {
      StudyFiles those = study.files();
      files.add(those);
      // damaged ones are named before any row is read
      environments.add(PartFooter.sum(Parts.facts(study, those).values()).environments());
      Parts.requireIntact(study, those);
      for (DataFile file : those.files()) {
        TableColumns found = TableColumns.of(study, file, those.hasSteps(file));
        Set<String> names = found.trials().stream().map(Column::name).collect(Collectors.toSet());
        everywhere = everywhere == null ? new HashSet<>(names) : everywhere;
        everywhere.retainAll(names);
        all = all == null ? found : union(all, found, study);
      }
    }
    if (all == null) {
      throw new RequestException("Cannot merge studies: none of them has a row yet");
    }
    columns = all;
    difference = new RowDifference(all.trials(), everywhere, simulation);
  }

  private static TableColumns union(TableColumns all, TableColumns found, Study study) {
    return all.union(found)
        .orElseThrow(
            () ->
                new RequestException(
                    "Cannot merge studies: %s (a column of one name has another type there)"
                        .formatted(study.name())));
  }

  /**
   * Compares the trials that several studies have.
   *
   * @param studies at most 127
   * @throws RequestException if rows of one trial contradict each other: names trials and columns
   */
  public static MergedRows of(List<Study> studies, SimulationSpec simulation) throws IOException {
    MergedRows rows = new MergedRows(studies, simulation);
    for (int s = 0; s < studies.size(); s++) {
      for (DataFile file : rows.files.get(s).files()) {
        rows.compare(s, file);
      }
    }
    if (rows.contradictions > 0) {
      throw rows.refusal();
    }
    return rows;
  }

  /** Trials of all studies together. */
  public long trials() {
    return index.size();
  }

  /** Number of rows that are left out, since another one of the same trial is kept. */
  public long repeated() {
    return repeated;
  }

  private void compare(int study, DataFile file) throws IOException {
    try (RowReader rows = Parts.reader(studies.get(study), file.trials(), columns.trials())) {
      int id = TableColumns.index(columns.trials(), "trial_id");
      for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
        String text = (String) row.get()[id];
        boolean decided = columns.status(row.get()).decidedByMathematics();
        TrialId trial = TrialId.parse(text);
        Occurrence verdict = index.add(trial, study, difference.digest(row.get()), decided);
        repeated += verdict == Occurrence.NEW ? 0 : 1;
        if (verdict == Occurrence.DIFFERENT && contradictions++ < MOST_SHOWN) {
          contradicted.put(text, List.of(index.owner(trial), study));
        }
      }
    }
  }

  private RequestException refusal() throws IOException {
    Map<Integer, Map<String, Object[]>> rows = new HashMap<>();
    for (List<Integer> pair : contradicted.values()) {
      for (int study : pair) {
        if (!rows.containsKey(study)) {
          rows.put(study, rowsOf(study));
        }
      }
    }
    List<String> problems = new ArrayList<>();
    contradicted.forEach(
        (id, pair) -> {
          List<String> differences =
              difference.differences(rows.get(pair.get(0)).get(id), rows.get(pair.get(1)).get(id));
          problems.add(
              "trial %s in %s and %s: %s"
                  .formatted(
                      id,
                      studies.get(pair.get(0)).name(),
                      studies.get(pair.get(1)).name(),
                      differences.stream().limit(MOST_COLUMNS).collect(Collectors.joining(", "))));
        });
    if (contradictions > problems.size()) {
      problems.add("and %d more".formatted(contradictions - problems.size()));
    }
    contradicted.values().stream()
        .flatMap(List::stream)
        .distinct()
        .sorted()
        .map(s -> studies.get(s).name() + ": " + Environment.words(environments.get(s)))
        .forEach(problems::add);
    return new RequestException(
        "Cannot merge studies: rows of the same trial differ (nothing was written)", problems);
  }

  private Map<String, Object[]> rowsOf(int study) throws IOException {
    Map<String, Object[]> found = new HashMap<>();
    int id = TableColumns.index(columns.trials(), "trial_id");
    for (DataFile file : files.get(study).files()) {
      try (RowReader rows = Parts.reader(studies.get(study), file.trials(), columns.trials())) {
        for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
          if (contradicted.containsKey((String) row.get()[id])) {
            found.put((String) row.get()[id], row.get());
          }
        }
      }
    }
    return found;
  }

  /** Writes the kept rows into a study without rows, study by study, in their order. */
  public void write(Study target, StudyLock lock) throws IOException {
    Replacement replacement = new Replacement(target, lock, target.files());
    long count = Compaction.filesFor(index.size(), bytes());
    long share = (index.size() + count - 1) / count;
    List<UnpublishedFiles> written = new ArrayList<>();
    try {
      for (int s = 0; s < studies.size(); s++) {
        for (DataFile file : files.get(s).files()) {
          copy(s, file, share, target, replacement, written);
        }
      }
      for (UnpublishedFiles each : written) {
        each.finish(each.rows());
      }
      requireAll(written);
      FaultPoint.REPLACEMENT_WRITTEN.reached();
      for (UnpublishedFiles each : written) {
        replacement.add(each, new CompactedFile(each.name(), List.of()));
      }
      replacement.commit(List.of());
    } finally {
      for (UnpublishedFiles each : written) {
        each.close();
      }
    }
  }

  private long bytes() {
    long bytes = 0;
    for (StudyFiles those : files) {
      for (DataFile file : those.files()) {
        bytes += those.bytes(file);
      }
    }
    return bytes;
  }

  private void copy(
      int study,
      DataFile file,
      long share,
      Study target,
      Replacement replacement,
      List<UnpublishedFiles> written)
      throws IOException {
    boolean hasSteps = files.get(study).hasSteps(file);
    try (TrialReader trials = new TrialReader(studies.get(study), file, hasSteps, columns)) {
      while (trials.next()) {
        if (index.owner(TrialId.parse(trials.trialId())) == study) {
          if (written.isEmpty() || written.get(written.size() - 1).rows() == share) {
            written.add(columns.files(target, replacement.name(written.size())));
          }
          trials.copy(written.get(written.size() - 1));
        }
      }
      trials.requireEnd();
    }
  }

  private void requireAll(List<UnpublishedFiles> written) throws IOException {
    long rows = written.stream().mapToLong(UnpublishedFiles::rows).sum();
    if (rows != index.size()) {
      throw new IOException(
          "Cannot merge studies: %d rows were written (must be %d)".formatted(rows, index.size()));
    }
  }
}
