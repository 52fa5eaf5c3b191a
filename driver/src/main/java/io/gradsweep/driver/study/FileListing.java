package io.gradsweep.driver.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradsweep.driver.storage.Json;
import io.gradsweep.driver.storage.Storage;
import io.gradsweep.results.columns.TrialTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The list of a study's compacted files, and of the segments in them. Written once under its
 * number; the newest list counts, and takes precedence over parts of the same segments.
 *
 * @param number from 0
 */
public record FileListing(int number, int schemaVersion, List<CompactedFile> files) {

  private static final Pattern FORM = Pattern.compile("(\\d{4,9})\\.json");

  /**
   * A compacted file, of one name in both tables.
   *
   * @param runs the segments in it, in the order of its rows; empty if a merge wrote it
   */
  public record CompactedFile(String name, List<SegmentRange> runs) {
    /**
     * @param segments in the order of the file's rows
     */
    public static CompactedFile of(String name, List<SegmentRowCount> segments) {
      List<SegmentRange> runs = new ArrayList<>();
      int start = 0;
      for (int end = 1; end <= segments.size(); end++) {
        if (end == segments.size() || !segments.get(end).follows(segments.get(end - 1))) {
          List<SegmentRowCount> run = segments.subList(start, end);
          PartName first = run.get(0).segment();
          long[] trials = run.stream().mapToLong(SegmentRowCount::trials).toArray();
          runs.add(new SegmentRange(first.generation(), first.segment(), trials));
          start = end;
        }
      }
      return new CompactedFile(name, runs);
    }

    public List<SegmentRowCount> segments() {
      return runs.stream().flatMap(run -> run.segments().stream()).toList();
    }

    public DataFile file() {
      return new DataFile(name, segments().stream().map(SegmentRowCount::segment).toList());
    }
  }

  /** The number of rows that a file has of a segment. */
  public record SegmentRowCount(PartName segment, long trials) {
    boolean follows(SegmentRowCount other) {
      return segment.generation() == other.segment.generation()
          && segment.segment() == other.segment.segment() + 1;
    }
  }

  /**
   * Segments that follow each other.
   *
   * @param first number of the first one
   * @param trials rows of each
   */
  record SegmentRange(int generation, int first, long[] trials) {
    public List<SegmentRowCount> segments() {
      return IntStream.range(0, trials.length)
          .mapToObj(s -> new SegmentRowCount(new PartName(generation, first + s), trials[s]))
          .toList();
    }
  }

  public static FileListing of(int number, List<CompactedFile> files) {
    return new FileListing(number, TrialTable.SCHEMA_VERSION, files);
  }

  static String path(int number) {
    return String.format(Locale.ROOT, "%s/%04d.json", StudyNames.FILES, number);
  }

  /** Number of the newest list; -1 if there is none. */
  static int newest(Storage storage) throws IOException {
    return storage.names(StudyNames.FILES).stream()
        .map(FORM::matcher)
        .filter(Matcher::matches)
        .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
        .max()
        .orElse(-1);
  }

  /** Reads a list; empty if somebody has deleted it meanwhile. */
  static Optional<FileListing> read(Study study, int number) throws IOException {
    Optional<byte[]> json = study.storage().read(path(number));
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try {
      FileListing list = Json.read(json.get(), FileListing.class);
      if (list != null && list.isWhole(number)) {
        study.requireVersion(list.schemaVersion(), path(number));
        return Optional.of(list);
      }
    } catch (JsonProcessingException e) {
      throw study.damaged(path(number), Study.RESTORE_IT);
    }
    throw study.damaged(path(number), Study.RESTORE_IT);
  }

  private boolean isWhole(int expected) {
    return number == expected
        && files != null
        && files.stream().allMatch(file -> file.name() != null && file.runs() != null)
        && files.stream()
            .flatMap(file -> file.runs().stream())
            .allMatch(run -> run.trials() != null);
  }

  /** Writes the list; false if another process has written one with that number first. */
  public boolean create(Storage storage) throws IOException {
    return storage.createIfAbsent(path(number), Json.write(this));
  }
}
