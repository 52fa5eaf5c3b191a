package io.gradsweep.driver.rewrite;

import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.storage.FaultPoint;
import io.gradsweep.driver.storage.Parallel;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.FileListing.CompactedFile;
import io.gradsweep.driver.study.FileListing.SegmentRowCount;
import io.gradsweep.driver.study.LostSteps;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyDeletion;
import io.gradsweep.driver.study.StudyFiles;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.TableColumns;
import io.gradsweep.driver.study.TrialReader;
import io.gradsweep.driver.study.UnpublishedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
  public record Result(int before, int after) {

    /** Describes the result in one line. */
    public String words() {
      return before == after
          ? "nothing to compact: %d data files".formatted(after)
          : "%d data files are %d now".formatted(before, after);
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
  public static Result of(Study study, StudyLock lock) throws IOException {
    study.requireOwnParts();
    StudyDeletion.remains(study);
    return new Compaction(study, lock).run();
  }

  /** A small file. */
  private record SmallFile(
      DataFile file,
      boolean hasSteps,
      TableColumns columns,
      List<SegmentRowCount> segments,
      long trials,
      double load) {}

  /** Small files that become one. */
  private record Group(List<SmallFile> sources, TableColumns columns) {
    long trials() {
      return sources.stream().mapToLong(SmallFile::trials).sum();
    }
  }

  /** Consecutive rows of a file: of one segment, or all rows that a merge wrote. */
  private record Chunk(SmallFile source, Optional<SegmentRowCount> segment) {
    private static final PartName FIRST = new PartName(0, -1);

    PartName place() {
      return segment.map(SegmentRowCount::segment).orElse(FIRST);
    }

    long trials() {
      return segment.map(SegmentRowCount::trials).orElse(source.trials());
    }
  }

  private Result run() throws IOException {
    Map<DataFile, PartFooter> facts = Parts.facts(study, before);
    Parts.requireIntact(study, before);
    LostSteps lost = LostSteps.of(study, before, facts);
    List<SmallFile> small = new ArrayList<>();
    for (DataFile file : before.files()) {
      double load = load(file, facts.get(file).trials());
      if (load < 0.5 && !lost.holds(file)) { // its steps may come back under its name
        small.add(source(file, facts.get(file).trials(), load));
      }
    }
    if (small.size() < 2) {
      return new Result(before.count(), before.count());
    }
    replace(groups(small));
    return new Result(before.count(), study.files().count());
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

  private SmallFile source(DataFile file, long trials, double load) throws IOException {
    boolean hasSteps = before.hasSteps(file);
    List<SegmentRowCount> segments =
        file.isPart()
            ? List.of(new SegmentRowCount(file.segments().get(0), trials))
            : before.compacted().stream()
                .filter(entry -> entry.name().equals(file.name()))
                .findFirst()
                .orElseThrow()
                .segments();
    return new SmallFile(
        file, hasSteps, TableColumns.of(study, file, hasSteps), segments, trials, load);
  }

  /**
   * Makes the fewest groups that contain all files, with about the same load, each with compatible
   * columns.
   */
  private static List<Group> groups(List<SmallFile> small) {
    double load = small.stream().mapToDouble(SmallFile::load).sum();
    double share = load / Math.ceil(load);
    List<Group> groups = new ArrayList<>();
    List<SmallFile> sources = new ArrayList<>();
    TableColumns columns = small.get(0).columns();
    double sum = 0;
    for (SmallFile source : small) {
      Optional<TableColumns> union = columns.union(source.columns());
      boolean full = sum / share >= groups.size() + 1;
      if (!sources.isEmpty() && (full || union.isEmpty())) {
        groups.add(new Group(List.copyOf(sources), columns));
        sources.clear();
        union = Optional.of(source.columns());
      }
      sources.add(source);
      columns = union.orElseThrow();
      sum += source.load();
    }
    groups.add(new Group(List.copyOf(sources), columns));
    return groups;
  }

  private void replace(List<Group> groups) throws IOException {
    UnpublishedFiles[] written = new UnpublishedFiles[groups.size()];
    try {
      writeAll(groups, written);
      FaultPoint.REPLACEMENT_WRITTEN.reached();
      for (int g = 0; g < groups.size(); g++) {
        List<SegmentRowCount> segments =
            chunks(groups.get(g)).stream().flatMap(chunk -> chunk.segment().stream()).toList();
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
  private void writeAll(List<Group> groups, UnpublishedFiles[] written) throws IOException {
    List<Integer> numbers = IntStream.range(0, groups.size()).boxed().toList();
    int cores = Runtime.getRuntime().availableProcessors();
    Parallel.map(
        cores,
        numbers,
        g -> {
          Group group = groups.get(g);
          written[g] = group.columns().files(study, replacement.name(g));
          copy(group, written[g]);
          written[g].finish(group.trials());
          return g;
        });
  }

  /**
   * Files whose segments interleave are open side by side; of others one at a time. A segment
   * without rows takes none, and opens nothing: its file may be at its end.
   */
  private void copy(Group group, UnpublishedFiles target) throws IOException {
    Map<DataFile, TrialReader> open = new HashMap<>();
    Map<DataFile, Long> left =
        group.sources().stream().collect(Collectors.toMap(SmallFile::file, SmallFile::trials));
    try {
      for (Chunk chunk : chunks(group).stream().filter(c -> c.trials() > 0).toList()) {
        DataFile file = chunk.source().file();
        if (!open.containsKey(file)) {
          open.put(file, new TrialReader(study, file, chunk.source().hasSteps(), group.columns()));
        }
        open.get(file).copy(target, chunk.trials());
        if (left.merge(file, -chunk.trials(), Long::sum) == 0) {
          try (TrialReader done = open.remove(file)) {
            done.requireEnd();
          }
        }
      }
    } finally {
      for (TrialReader reader : open.values()) {
        reader.close();
      }
    }
  }

  private static List<Chunk> chunks(Group group) {
    List<Chunk> chunks = new ArrayList<>();
    for (SmallFile source : group.sources()) {
      if (source.segments().isEmpty()) {
        chunks.add(new Chunk(source, Optional.empty()));
      }
      source.segments().forEach(rows -> chunks.add(new Chunk(source, Optional.of(rows))));
    }
    chunks.sort(Comparator.comparing(Chunk::place));
    return chunks;
  }
}
