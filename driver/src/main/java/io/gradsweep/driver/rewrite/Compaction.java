package io.gradsweep.driver.rewrite;

import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.storage.FaultPoint;
import io.gradsweep.driver.storage.Parallel;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.FileListing.CompactedFile;
import io.gradsweep.driver.study.FileListing.SegmentRowCount;
import io.gradsweep.driver.study.Inventory;
import io.gradsweep.driver.study.LostSteps;
import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyDeletion;
import io.gradsweep.driver.study.StudyFiles;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.TableColumns;
import io.gradsweep.driver.study.UnpublishedFiles;
import io.gradsweep.results.trial.Counted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Copies small files into few large ones, in the order of the plan, row for row. Files that are at
 * least half full stay as they are, so that a growing study is not rewritten again and again.
 */
public final class Compaction {

  /** More data files than this in a study at rest are too many. */
  private static final int MOST_FILES = 12;

  /** Number of trials of a full file, so that 10^6 trials are at most five files in each table. */
  private static final double FULL_TRIALS = 400_000;

  /** Number of bytes of a full file. */
  private static final double FULL_BYTES = 2L << 30;

  /**
   * Result of a compaction.
   *
   * @param before data files in both tables
   */
  public record Compacted(int before, int after) {

    /** Describes the result in one line. */
    public String words() {
      return before == after
          ? "nothing to compact: " + Counted.of(after, "data file")
          : "%s %s %d now".formatted(Counted.of(before, "data file"), Counted.are(before), after);
    }
  }

  private final Study study;
  private final StudyFiles before;
  private final Replacement replacement;

  private Compaction(Study study, StudyLock lock) throws IOException {
    this.study = study;
    before = study.files();
    replacement = new Replacement(study, lock, before);
  }

  /** Whether a study has so many data files that it should be compacted. */
  public static boolean isDue(Study study) throws IOException {
    return study.files().count() > MOST_FILES;
  }

  /**
   * Compacts a study, and deletes the remains of dead processes in it.
   *
   * @param lock of the whole study
   * @throws io.gradsweep.driver.RequestException if files are damaged; then nothing has changed
   */
  public static Compacted of(Study study, StudyLock lock) throws IOException {
    Inventory.requireOwnParts(study);
    StudyDeletion.remains(study);
    return new Compaction(study, lock).run();
  }

  private Compacted run() throws IOException {
    Map<DataFile, PartFooter> facts = Parts.facts(study, before);
    Parts.requireIntact(study, before);
    LostSteps lost = LostSteps.of(study, before, facts);
    List<SmallFile> small = new ArrayList<>();
    for (DataFile file : before.files()) {
      double load = load(file, facts.get(file).trials());
      if (load < 0.5 && !lost.holds(file)) { // its steps may come back under its name
        small.add(source(file, facts.get(file), load));
      }
    }
    if (small.size() < 2) {
      return new Compacted(before.count(), before.count());
    }
    replace(groups(small));
    return new Compacted(before.count(), study.files().count());
  }

  private double load(DataFile file, long trials) {
    return load(trials, before.bytes(file));
  }

  private static double load(long trials, long bytes) {
    return Math.max(trials / FULL_TRIALS, bytes / FULL_BYTES);
  }

  /** Number of files for so many trials. */
  static long filesFor(long trials, long bytes) {
    return Math.max(1, (long) Math.ceil(load(trials, bytes)));
  }

  private SmallFile source(DataFile file, PartFooter facts, double load) throws IOException {
    boolean hasSteps = before.hasSteps(file);
    List<SegmentRowCount> segments =
        file.isPart()
            ? List.of(new SegmentRowCount(file.segments().get(0), facts.trials()))
            : before.compacted().stream()
                .filter(entry -> entry.name().equals(file.name()))
                .findFirst()
                .orElseThrow()
                .segments();
    long counted = segments.stream().mapToLong(SegmentRowCount::trials).sum();
    boolean whole =
        facts.hasAllCauses()
            && (segments.isEmpty() || counted == facts.trials())
            && Parts.hasLargeGroups(study, file.trials())
            && (!hasSteps || Parts.hasLargeGroups(study, file.trajectories()));
    return new SmallFile(
        file, hasSteps, TableColumns.of(study, file, hasSteps), segments, facts, whole, load);
  }

  /**
   * Makes the fewest groups that contain all files, with about the same load, each with compatible
   * columns.
   */
  private static List<CompactedGroup> groups(List<SmallFile> small) {
    double load = small.stream().mapToDouble(SmallFile::load).sum();
    double share = load / Math.ceil(load);
    List<CompactedGroup> groups = new ArrayList<>();
    List<SmallFile> sources = new ArrayList<>();
    TableColumns columns = small.get(0).columns();
    double sum = 0;
    for (SmallFile source : small) {
      Optional<TableColumns> union = columns.union(source.columns());
      boolean full = sum / share >= groups.size() + 1;
      if (!sources.isEmpty() && (full || union.isEmpty())) {
        groups.add(new CompactedGroup(List.copyOf(sources), columns));
        sources.clear();
        union = Optional.of(source.columns());
      }
      sources.add(source);
      columns = union.orElseThrow();
      sum += source.load();
    }
    groups.add(new CompactedGroup(List.copyOf(sources), columns));
    return groups;
  }

  private void replace(List<CompactedGroup> groups) throws IOException {
    UnpublishedFiles[] written = new UnpublishedFiles[groups.size()];
    try {
      writeAll(groups, written);
      FaultPoint.REPLACEMENT_WRITTEN.reached();
      for (int g = 0; g < groups.size(); g++) {
        List<SegmentRowCount> segments = groups.get(g).segments();
        replacement.add(written[g], CompactedFile.of(written[g].name(), segments));
      }
      replacement.commit(
          groups.stream().flatMap(group -> group.sources().stream()).map(SmallFile::file).toList());
    } finally {
      for (UnpublishedFiles files : written) {
        if (files != null) {
          files.close();
        }
      }
    }
  }

  /**
   * Writes each group on a separate core.
   *
   * @param written receives the opened files, to be closed in any case
   */
  private void writeAll(List<CompactedGroup> groups, UnpublishedFiles[] written)
      throws IOException {
    List<Integer> numbers = IntStream.range(0, groups.size()).boxed().toList();
    int cores = Runtime.getRuntime().availableProcessors();
    Parallel.map(
        cores,
        numbers,
        g -> {
          CompactedGroup group = groups.get(g);
          written[g] = group.columns().files(study, replacement.name(g));
          group.copy(study, written[g]);
          written[g].finish(group.trials());
          return g;
        });
  }
}
