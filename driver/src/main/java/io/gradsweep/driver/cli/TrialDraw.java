package io.gradsweep.driver.cli;

import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Draws trials of a study whose rows the mathematics decided: the same ones each time, from a
 * stream of the plan's fingerprint. An id is a hash, so the first one from a random id on is as
 * good as any, and no list of ids is needed.
 */
final class TrialDraw {

  private static final int BATCH = 100;

  private final StudyView view;
  private final RandomStream stream;
  private final String decided;

  TrialDraw(StudyView view) {
    this.view = view;
    stream =
        Streams.ofSweep(view.plan().sweep().grid().seed(), "check " + view.plan().fingerprint());
    decided =
        Arrays.stream(Status.values())
            .filter(Status::decidedByMathematics)
            .map(status -> "'" + status.word() + "'")
            .collect(
                Collectors.joining(
                    ", ",
                    "FROM trials WHERE simulation_version = "
                        + view.plan().simulation().version()
                        + " AND status IN (",
                    ")"));
  }

  /** So many rows, or all if there are fewer, by column name. */
  List<Map<String, Object>> rows(int wanted) {
    if (wanted == 0) {
      return List.of();
    }
    long there = (Long) view.tables().ask("SELECT count(*) " + decided).rows().get(0).get(0);
    Set<String> ids = there <= 2L * wanted ? ofFew(wanted) : ofMany(wanted);
    if (ids.isEmpty()) {
      return List.of();
    }
    String list = ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
    return named(
        view.tables()
            .ask("SELECT * FROM trials WHERE trial_id IN (" + list + ") ORDER BY trial_id"));
  }

  private Set<String> ofFew(int wanted) {
    List<String> all =
        new ArrayList<>(
            ids(view.tables().ask("SELECT trial_id " + decided + " ORDER BY trial_id")));
    Set<String> drawn = new TreeSet<>();
    while (drawn.size() < wanted && !all.isEmpty()) {
      drawn.add(all.remove(stream.nextInt(all.size())));
    }
    return drawn;
  }

  private Set<String> ofMany(int wanted) {
    Set<String> drawn = new TreeSet<>();
    while (drawn.size() < wanted) {
      String firsts =
          IntStream.range(0, Math.min(BATCH, wanted - drawn.size()))
              .mapToObj(i -> "%016x%016x".formatted(stream.nextLong(), stream.nextLong()))
              .map("min(CASE WHEN trial_id >= '%s' THEN trial_id END)"::formatted)
              .collect(Collectors.joining(", "));
      Answer answer = view.tables().ask("SELECT " + firsts + " " + decided);
      answer.rows().get(0).stream()
          .filter(String.class::isInstance) // null beyond the last id
          .forEach(id -> drawn.add((String) id));
    }
    return drawn;
  }

  private static List<String> ids(Answer answer) {
    return answer.rows().stream().map(row -> (String) row.get(0)).toList();
  }

  private static List<Map<String, Object>> named(Answer answer) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<Object> values : answer.rows()) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        row.put(answer.columns().get(i), values.get(i));
      }
      rows.add(row);
    }
    return rows;
  }
}
