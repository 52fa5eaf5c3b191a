package io.gradsweep.driver.store;

import io.gradsweep.driver.store.FileList.Entry;
import io.gradsweep.driver.store.FileList.SegmentRows;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds the published segments that have trials of given statuses. */
public final class SegmentSearch {

  private static final List<Column> STATUS =
      TrialTable.fixedColumns().stream().filter(c -> c.name().equals("status")).toList();

  private final Study study;
  private final Set<Status> statuses;
  private final Map<PartName, Long> found = new TreeMap<>();

  private SegmentSearch(Study study, Set<Status> statuses) {
    this.study = study;
    this.statuses = statuses;
  }

  /**
   * Counts such trials per segment that has some. Facts say so of a part; of a compacted file that
   * has some, the statuses are read.
   */
  public static Map<PartName, Long> of(
      Study study, Map<DataFile, PartFacts> published, Set<Status> statuses) throws IOException {
    SegmentSearch search = new SegmentSearch(study, statuses);
    List<Entry> compacted = statuses.isEmpty() ? List.of() : study.files().compacted();
    for (Map.Entry<DataFile, PartFacts> file : published.entrySet()) {
      long trials = search.count(file.getValue());
      if (trials > 0 && file.getKey().isPart()) {
        search.found.put(file.getKey().segments().get(0), trials);
      } else if (trials > 0) {
        for (Entry entry : compacted) {
          if (entry.name().equals(file.getKey().name())) {
            search.look(entry);
          }
        }
      }
    }
    return search.found;
  }

  private long count(PartFacts facts) {
    return statuses.stream()
        .mapToLong(status -> facts.counts().getOrDefault(status.word(), 0L))
        .sum();
  }

  private void look(Entry entry) throws IOException {
    try (RowReader rows = new RowReader(study, entry.file().trials(), STATUS)) {
      for (SegmentRows segment : entry.segments()) {
        for (long i = 0; i < segment.trials(); i++) {
          Optional<Object[]> row = rows.next();
          if (row.isPresent() && statuses.contains(Status.of((String) row.get()[0]))) {
            found.merge(segment.segment(), 1L, Long::sum);
          }
        }
      }
    }
  }
}
