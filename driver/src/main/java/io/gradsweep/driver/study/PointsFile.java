package io.gradsweep.driver.study;

import io.gradsweep.driver.rows.RowReader;
import io.gradsweep.driver.rows.RowWriter;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.NullRule;
import io.gradsweep.sweeps.plan.PointsRound;
import io.gradsweep.sweeps.plan.PointsRound.Point;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file of a round's points. It is there before its generation, whose hash it fits; one without
 * a generation is of a process that ended in between, and is replaced.
 *
 * @param number of the generation
 */
record PointsFile(Study study, int number) {

  private static final List<Column> COLUMNS =
      List.of(
          column("combination", ColumnType.INT64),
          column("replicate", ColumnType.INT64),
          column("value", ColumnType.DOUBLE));

  private static final int MOST_KEPT = 100;

  /** Points that were read, since generations are read again and again. */
  private static final Map<PointsKey, PointsRound> READ =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PointsKey, PointsRound> eldest) {
          return size() > MOST_KEPT;
        }
      };

  private record PointsKey(URI folder, int number, String hash) {}

  private static Column column(String name, ColumnType type) {
    return new Column(0, name, type, "-", NullRule.NEVER, 2, "");
  }

  private String path() {
    return Study.pointsPath(number);
  }

  void write(PointsRound points) throws IOException {
    String unfinished = study.temporary("points");
    try (RowWriter writer = new RowWriter(study.storage().output(unfinished), "points", COLUMNS)) {
      for (int i = 0; i < points.size(); i++) {
        Point point = points.point(i);
        writer.write(new Object[] {point.combination(), point.replicate(), point.value()});
      }
    }
    study.storage().publishReplacing(unfinished, path());
  }

  /** The generation with its points. */
  Generation addedTo(Generation generation) throws IOException {
    RoundPoints named = generation.round().points();
    PointsKey key = new PointsKey(study.folder(), number, named.hash());
    PointsRound points;
    synchronized (READ) {
      points = READ.get(key);
    }
    if (points == null) {
      points = read();
      if (!named.areThose(points)) {
        throw study.damaged(path(), Study.RESTORE_IT);
      }
      synchronized (READ) {
        READ.put(key, points);
      }
    }
    return generation.with(points);
  }

  private PointsRound read() throws IOException {
    if (!study.storage().exists(path())) {
      throw Gaps.gone(study, path(), Study.path(number));
    }
    List<Point> points = new ArrayList<>();
    try (RowReader reader =
        new RowReader(
            study.storage(), path(), COLUMNS, what -> study.damaged(path(), Study.RESTORE_IT))) {
      for (Optional<Object[]> row = reader.next(); row.isPresent(); row = reader.next()) {
        points.add(new Point((Long) row.get()[0], (Long) row.get()[1], (Double) row.get()[2]));
      }
    }
    return new PointsRound(points);
  }
}
