package io.gradsweep.driver.cli;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first and the last trials of a plan. */
final class PlannedTrials {

  /** Most indices that are examined for a trial, if filters and overlaps leave many out. */
  private static final long MOST_ASKED = 1_000_000;

  private final Plan plan;
  private final List<Planned> first = new ArrayList<>();
  private final List<Planned> last = new ArrayList<>();

  /** A trial and its index in the plan. */
  private record Planned(long index, Trial trial) {}

  /**
   * @param count number of trials, the first half of them from the beginning of the plan
   */
  PlannedTrials(Plan plan, int count) {
    this.plan = plan;
    long size = plan.size();
    long asked = 0;
    long next = 0;
    for (; next < size && first.size() < (count + 1) / 2 && asked < MOST_ASKED; next++, asked++) {
      look(next, first);
    }
    for (long i = size - 1;
        i >= next && first.size() + last.size() < count && asked < 2 * MOST_ASKED;
        i--, asked++) {
      look(i, last);
    }
  }

  private void look(long index, List<Planned> found) {
    Optional<Trial> trial = plan.trial(index);
    trial.ifPresent(held -> found.add(found == first ? first.size() : 0, new Planned(index, held)));
  }

  private List<Planned> all() {
    List<Planned> all = new ArrayList<>(first);
    all.addAll(last);
    return all;
  }

  private Map<String, Object> row(Planned planned) {
    Trial trial = planned.trial();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("index", planned.index());
    row.put("trial_id", trial.id().toString());
    row.put("seed", trial.seed());
    row.put("replicate", trial.replicate());
    List<String> names = plan.simulation().parameters().stream().map(p -> p.name()).toList();
    plan.axes().forEach(axis -> row.put(axis, trial.params().value(names.indexOf(axis)).column()));
    return row;
  }

  /** One map of names and values each. */
  List<Map<String, Object>> rows() {
    return all().stream().map(this::row).toList();
  }

  Answer table() {
    List<String> columns = new ArrayList<>(List.of("index", "trial_id", "seed", "replicate"));
    columns.addAll(plan.axes());
    List<List<Object>> rows = new ArrayList<>();
    rows().forEach(row -> rows.add(new ArrayList<>(row.values())));
    return new Answer(columns, rows);
  }
}
