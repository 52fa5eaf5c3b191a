package io.gradsweep.driver.study;

import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.rows.RowReader;
import io.gradsweep.driver.study.FileListing.CompactedFile;
import io.gradsweep.driver.study.FileListing.SegmentRowCount;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final RowTest wanted;
  private final List<Column> columns = new ArrayList<>(STATUS);
  private final Map<PartName, Long> found = new TreeMap<>();

  /** A condition on the rows to be found, besides their status. */
  public interface RowTest {

    /** Whether it holds for every row of a segment. */
    boolean holdsAll(PartName segment);

    /** The columns that the test needs. */
    List<Column> columns();

    /**
     * @param row values of {@link #columns}
     */
    boolean holds(Object[] row);
  }

  private SegmentSearch(Study study, Set<Status> statuses, RowTest wanted) {
    this.study = study;
    this.statuses = statuses;
    this.wanted = wanted;
    columns.addAll(wanted.columns());
  }

  /**
   * Counts such trials for each segment that has some. For a part whose rows are all wanted, the
   * footer suffices; for other files that have some, the rows are read.
   */
  public static Map<PartName, Long> of(
      Study study, Map<DataFile, PartFooter> published, Set<Status> statuses, RowTest wanted)
      throws IOException {
    SegmentSearch search = new SegmentSearch(study, statuses, wanted);
    List<CompactedFile> compacted = statuses.isEmpty() ? List.of() : study.files().compacted();
    for (Map.Entry<DataFile, PartFooter> file : published.entrySet()) {
      long trials = search.count(file.getValue());
      if (trials > 0 && file.getKey().isPart()) {
        PartName segment = file.getKey().segments().get(0);
        if (wanted.holdsAll(segment)) {
          search.found.put(segment, trials);
        } else {
          SegmentRowCount rows = new SegmentRowCount(segment, file.getValue().trials());
          search.look(CompactedFile.of(file.getKey().name(), List.of(rows)));
        }
      } else if (trials > 0) {
        for (CompactedFile entry : compacted) {
          if (entry.name().equals(file.getKey().name())) {
            search.look(entry);
          }
        }
      }
    }
    return search.found;
  }

  private long count(PartFooter facts) {
    return statuses.stream()
        .mapToLong(status -> facts.counts().getOrDefault(status.word(), 0L))
        .sum();
  }

  private void look(CompactedFile entry) throws IOException {
    try (RowReader rows = Parts.reader(study, entry.file().trials(), columns)) {
      for (SegmentRowCount segment : entry.segments()) {
        for (long i = 0; i < segment.trials(); i++) {
          Optional<Object[]> row = rows.next();
          if (row.isPresent() && isWanted(segment.segment(), row.get())) {
            found.merge(segment.segment(), 1L, Long::sum);
          }
        }
      }
    }
  }

  private boolean isWanted(PartName segment, Object[] row) {
    return statuses.contains(Status.of((String) row[0]))
        && (wanted.holdsAll(segment) || wanted.holds(Arrays.copyOfRange(row, 1, row.length)));
  }
}
