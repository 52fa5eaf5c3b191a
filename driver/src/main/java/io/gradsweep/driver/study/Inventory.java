package io.gradsweep.driver.study;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.results.trial.Counted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The inventory of a study's folder: each data file is counted by its footer, and compared with the
 * study's own records. Nothing counts as finished just because a mark says so.
 *
 * @param marked whether a run has marked the study as finished
 * @param facts of the files that count
 * @param lost files that existed and are gone, each with what restores it
 * @param doubts files that may have existed, without any record
 */
public record Inventory(
    Optional<Manifest> manifest,
    boolean marked,
    StudyFiles files,
    Map<DataFile, PartFooter> facts,
    List<String> lost,
    List<String> doubts) {

  static final int MOST_NAMED = 5;

  /**
   * Reads names, footers and the study's small files, no rows.
   *
   * @throws RequestException if files are damaged, foreign, or lost with contents that nothing
   *     restores
   */
  public static Inventory of(Study study) throws IOException {
    // records before files: a running sweep adds to both
    boolean marked = study.isMarkedFinished();
    Optional<Manifest> manifest = study.manifest();
    requireOwnParts(study);
    StudyFiles files = study.files();
    Map<DataFile, PartFooter> facts = Parts.facts(study, files);
    LostSteps steps = LostSteps.of(study, files, facts);
    List<String> lost = lost(study, marked, manifest, files, facts);
    lost.addAll(steps.lost());
    return new Inventory(manifest, marked, files, facts, lost, steps.doubts());
  }

  /** Whether every trial of the plan has a row today. */
  public boolean isFinished() {
    return marked && lost.isEmpty();
  }

  /**
   * Refuses to finish a study that has other rows than were written: all its segments exist, so
   * nothing would be run, and the count would be forgotten.
   *
   * @throws RequestException if the rows differ
   */
  public void requireRowsAsWritten(Study study) {
    if (marked && manifest.isPresent() && sum().trials() != rows(manifest)) {
      throw new RequestException("Cannot finish study: " + study.name(), lost);
    }
  }

  public PartFooter sum() {
    return PartFooter.sum(facts.values());
  }

  /**
   * Notes for a reader of the study: files that are gone, and files that other tools would count.
   */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(lost);
    notes.addAll(doubts);
    files.foreign().stream()
        .map(
            path -> path + ": not gradsweep's, and not counted (globs count it; move it elsewhere)")
        .forEach(notes::add);
    return notes;
  }

  private static List<String> lost(
      Study study,
      boolean marked,
      Optional<Manifest> manifest,
      StudyFiles files,
      Map<DataFile, PartFooter> facts)
      throws IOException {
    boolean merged = study.merge().isPresent();
    List<String> gone = new ArrayList<>();
    if (marked && manifest.isEmpty()) {
      gone.add(gone(StudyNames.MANIFEST, merged, "writes it anew"));
    }
    long there = PartFooter.sum(facts.values()).trials();
    boolean fewer = there < rows(manifest);
    if (merged || fewer) {
      files
          .deleted()
          .forEach(e -> gone.add(gone(e.file().trials(), merged, "runs its trials again")));
    }
    if (!merged && fewer) {
      List<String> parts = partsGone(study, files);
      parts.stream()
          .limit(MOST_NAMED)
          .forEach(part -> gone.add(gone(part, false, "runs its trials again")));
      if (parts.size() > MOST_NAMED) {
        gone.add("and " + Counted.of(parts.size() - MOST_NAMED, "more part"));
      }
    }
    if (marked && gone.isEmpty() && there != rows(manifest)) {
      gone.add(
          "trials: %s, of %d that were written (a foreign file replaces one; restore"
                  .formatted(Counted.of(there, "row"), rows(manifest))
              + " the original, or delete the file, and 'gradsweep run' runs its trials again)");
    }
    return gone;
  }

  private static String gone(String path, boolean merged, String remedy) {
    return merged
        ? path + ": gone (restore it, or merge again into another folder)"
        : "%s: gone ('gradsweep run' %s)".formatted(path, remedy);
  }

  /** Number of rows at the last record of a run. */
  private static long rows(Optional<Manifest> manifest) {
    return manifest.map(Manifest::counts).stream()
        .flatMap(counts -> counts.values().stream())
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Segments without rows that are not known to have been in a deleted file of many segments. */
  private static List<String> partsGone(Study study, StudyFiles files) throws IOException {
    List<PartName> ofDeleted =
        files.deleted().stream().flatMap(entry -> entry.file().segments().stream()).toList();
    return StudySegments.of(study.generations())
        .live()
        .map(Generation.Segment::part)
        .filter(part -> !files.segments().contains(part) && !ofDeleted.contains(part))
        .map(PartName::trials)
        .toList();
  }

  /** Refuses files that no generation or file list of the study mentions. */
  public static void requireOwnParts(Study study) throws IOException {
    StudyFiles files = study.files(); // before the generations: a running sweep adds to both
    List<Generation> generations = study.generations();
    requireListed(study, files);
    List<String> others = new ArrayList<>();
    for (DataFile file : files.files()) {
      int last = file.segments().stream().mapToInt(PartName::generation).max().orElse(-1);
      if (last >= generations.size()) {
        others.add(
            "%s: its plan %s is gone (restore that, or move the part elsewhere)"
                .formatted(file.trials(), Study.path(last)));
      } else if (!file.segments().stream().allMatch(s -> isLaidOut(generations, s))) {
        others.add(file.trials() + ": no segment of this study (move it elsewhere)");
      }
    }
    if (!others.isEmpty()) {
      throw new RequestException("Cannot read study: " + study.name(), others);
    }
  }

  private static boolean isLaidOut(List<Generation> generations, PartName segment) {
    return segment.segment() < generations.get(segment.generation()).size();
  }

  /**
   * Refuses a study whose newest file list is gone. A dead compaction leaves such files too, but
   * beside all parts, so its rows exist twice; the rows of the others exist nowhere else.
   */
  static void requireListed(Study study, StudyFiles files) throws IOException {
    List<String> unlisted = files.unlisted();
    if (!unlisted.isEmpty()) {
      Optional<Manifest> manifest = study.manifest();
      long counted = PartFooter.sum(Parts.facts(study, files).values()).trials();
      if (manifest.isEmpty() || counted < rows(manifest)) {
        String name = unlisted.get(0).substring(unlisted.get(0).indexOf('/') + 1);
        throw Gaps.gone(study, FileListing.path(DataFile.list(name)), unlisted.get(0));
      }
    }
  }
}
