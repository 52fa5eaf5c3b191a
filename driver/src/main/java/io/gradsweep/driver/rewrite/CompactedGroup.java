package io.gradsweep.driver.rewrite;

import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.FileListing.SegmentRowCount;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.TableColumns;
import io.gradsweep.driver.study.TrialReader;
import io.gradsweep.driver.study.UnpublishedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Small files that become one.
 *
 * @param columns those of all
 */
record CompactedGroup(List<SmallFile> sources, TableColumns columns) {

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

  long trials() {
    return sources.stream().mapToLong(SmallFile::trials).sum();
  }

  /** Segments in the order of their rows. */
  List<SegmentRowCount> segments() {
    return chunks().stream().flatMap(chunk -> chunk.segment().stream()).toList();
  }

  /**
   * Files whose segments interleave are open side by side; of others one at a time, or copied as
   * they are. A segment without rows takes none, and opens nothing: its file may be at its end.
   */
  void copy(Study study, UnpublishedFiles target) throws IOException {
    Map<DataFile, TrialReader> open = new HashMap<>();
    Map<DataFile, Long> left =
        sources.stream().collect(Collectors.toMap(SmallFile::file, SmallFile::trials));
    List<Chunk> chunks = chunks().stream().filter(c -> c.trials() > 0).toList();
    Set<DataFile> apart = interleaved(chunks);
    Set<DataFile> copied = new HashSet<>();
    try {
      for (Chunk chunk : chunks) {
        SmallFile source = chunk.source();
        DataFile file = source.file();
        if (source.whole() && source.fits(columns) && !apart.contains(file)) {
          if (copied.add(file)) {
            target.append(study, file, source.hasSteps(), source.facts());
          }
          continue;
        }
        if (!open.containsKey(file)) {
          open.put(file, new TrialReader(study, file, chunk.source().hasSteps(), columns));
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

  /** Files between whose rows lie rows of others. */
  private static Set<DataFile> interleaved(List<Chunk> chunks) {
    Set<DataFile> seen = new HashSet<>();
    Set<DataFile> interleaved = new HashSet<>();
    DataFile last = null;
    for (Chunk chunk : chunks) {
      DataFile file = chunk.source().file();
      if (!file.equals(last) && !seen.add(file)) {
        interleaved.add(file);
      }
      last = file;
    }
    return interleaved;
  }

  private List<Chunk> chunks() {
    List<Chunk> chunks = new ArrayList<>();
    for (SmallFile source : sources) {
      if (source.segments().isEmpty()) {
        chunks.add(new Chunk(source, Optional.empty()));
      }
      source.segments().forEach(rows -> chunks.add(new Chunk(source, Optional.of(rows))));
    }
    chunks.sort(Comparator.comparing(Chunk::place));
    return chunks;
  }
}
