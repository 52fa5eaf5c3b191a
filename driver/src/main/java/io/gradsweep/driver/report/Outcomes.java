package io.gradsweep.driver.report;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.SqlTemplate;
import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.results.outcome.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts trials by status, place and cause, each in one query. */
final class Outcomes {

  private static final int MOST_CAUSES = 20;

  private final StudyTables tables;

  Outcomes(StudyTables tables) {
    this.tables = tables;
  }

  /** Trials per status, in the order of the statuses; those that no trial has are left out. */
  Map<String, Long> counts() {
    Map<String, Long> found = new LinkedHashMap<>();
    for (List<Object> row :
        tables.ask("SELECT status, count(*) FROM trials GROUP BY status").rows()) {
      found.put((String) row.get(0), ChartSql.whole(row.get(1)));
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    Status.words().stream()
        .filter(found::containsKey)
        .forEach(status -> counts.put(status, found.get(status)));
    return counts;
  }

  /**
   * The number of trials for each status of each arm, and the range of their values on the other
   * axes.
   */
  Answer places(Axes axes) {
    List<String> words = axes.words();
    String by = ChartSql.leading(words);
    String ranges =
        axes.numbers().stream()
            .limit(4)
            .map(Axes.VaryingParameter::name)
            .map(
                a ->
                    ", min(%s) AS %s, max(%s) AS %s"
                        .formatted(
                            SqlText.name(a),
                            SqlText.name(a + " from"),
                            SqlText.name(a),
                            SqlText.name(a + " to")))
            .collect(Collectors.joining());
    return tables.ask(
        SqlTemplate.filled(
            "places",
            Map.of(
                "by",
                by,
                "partition",
                words.isEmpty() ? "" : "PARTITION BY " + SqlText.names(words),
                "ranges",
                ranges,
                "statuses",
                Status.words().stream().map(SqlText::literal).collect(Collectors.joining(", ")))));
  }

  /** A cause with its count, and the trial of least id as an example. */
  record CountedReason(String status, String reason, long trials, String trialId) {}

  /** Causes, and the number of further ones. */
  record CountedReasons(List<CountedReason> causes, long others) {}

  /** The most frequent reasons of the statuses. */
  CountedReasons causes(Collection<String> statuses) {
    String where =
        statuses.stream()
            .map(SqlText::literal)
            .collect(Collectors.joining(", ", "status IN (", ")"));
    Answer answer =
        tables.ask(
            """
            SELECT status, reason, count(*) AS trials, min(trial_id) AS id, count(*) OVER () AS kinds
            FROM trials WHERE %s GROUP BY status, reason ORDER BY trials DESC, status, reason LIMIT %s
            """
                .formatted(where, MOST_CAUSES));
    List<CountedReason> causes = new ArrayList<>();
    for (List<Object> row : answer.rows()) {
      causes.add(
          new CountedReason(
              (String) row.get(0),
              row.get(1) == null ? "" : (String) row.get(1),
              ChartSql.whole(row.get(2)),
              (String) row.get(3)));
    }
    long kinds = answer.rows().isEmpty() ? 0 : ChartSql.whole(answer.rows().get(0).get(4));
    return new CountedReasons(causes, kinds - causes.size());
  }
}
