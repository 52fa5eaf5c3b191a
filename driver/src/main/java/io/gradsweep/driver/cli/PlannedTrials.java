package io.gradsweep.driver.cli;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.Beside;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** The trials as a table, whose values are distinguishable from all others of their axes. */
  Answer table() {
    List<String> columns = new ArrayList<>(List.of("index", "trial_id", "seed", "replicate"));
    columns.addAll(plan.axes());
    Map<String, NavigableSet<Double>> numbers = new HashMap<>();
    plan.axes().forEach(axis -> numbers.put(axis, numbers(axis)));
    List<List<Object>> rows = new ArrayList<>();
    for (Map<String, Object> row : rows()) {
      row.replaceAll(
          (column, value) ->
              value instanceof Double x && numbers.containsKey(column)
                  ? Beside.of(x, numbers.get(column).lower(x), numbers.get(column).higher(x))
                  : value);
      rows.add(new ArrayList<>(row.values()));
    }
    return new Answer(columns, rows);
  }

  /** The numbers that an axis has in any block, or outside of the blocks. */
  private NavigableSet<Double> numbers(String name) {
    return Stream.concat(
            plan.sweep().grid().fixed().stream(),
            plan.sweep().grid().blocks().stream().flatMap(block -> block.axes().stream()))
        .filter(axis -> axis.name().equals(name))
        .flatMap(axis -> axis.values().stream())
        .map(ParamValue::column)
        .filter(Number.class::isInstance)
        .map(number -> ((Number) number).doubleValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
