package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.plan.Coverage.Holding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks whether a plan contains every trial of an earlier one, and if not, says what differs.
 * Nothing is sampled: if examining few enough combinations gives no answer, the trials count as not
 * contained.
 */
final class PlanDifference {

  private static final int MOST_SHOWN = 5;

  private final Plan before;
  private final Plan now;
  private final List<BlockValues> old;
  private final List<BlockValues> held;

  PlanDifference(Plan before, Plan now) {
    this.before = before;
    this.now = now;
    old = before.blocks().stream().map(BlockValues::new).toList();
    held = now.blocks().stream().map(BlockValues::new).toList();
  }

  List<String> differences() {
    List<String> differences = new ArrayList<>();
    if (before.sweep().seed() != now.sweep().seed()) {
      differences.add(
          "seed: %d before, %d now".formatted(before.sweep().seed(), now.sweep().seed()));
    }
    if (before.mostReplicates() > now.mostReplicates()) {
      differences.add(
          "replicates: %d before, %d now".formatted(before.mostReplicates(), now.mostReplicates()));
    }
    Holding answer = differences.isEmpty() ? new Coverage(old, held).answer() : Holding.MISSING;
    if (answer == Holding.HELD) {
      return List.of();
    }
    List<String> moved =
        IntStream.range(0, before.simulation().parameters().size())
            .mapToObj(this::parameter)
            .flatMap(Optional::stream)
            .toList();
    differences.addAll(moved);
    rule().filter(rule -> !moved.isEmpty()).ifPresent(differences::add);
    if (differences.isEmpty()) {
      differences.add(
          answer == Holding.MISSING
              ? "the grid or a filter leaves out trials that the study holds"
              : "the grid or a filter may leave out trials that the study holds (what the filters"
                  + " name spans more than %d combinations, too many to look at)"
                      .formatted(Coverage.MOST_EXACT));
    }
    return differences;
  }

  private Optional<String> parameter(int index) {
    Set<ParamValue> first = values(old, index);
    Set<ParamValue> second = values(held, index);
    return second.containsAll(first)
        ? Optional.empty()
        : Optional.of(
            "%s: %s before, %s now"
                .formatted(
                    before.simulation().parameters().get(index).name(),
                    words(first, second),
                    words(second, first)));
  }

  /**
   * Lists all of a few values; of many, those that the others lack, since they are more
   * informative.
   */
  private static String words(Set<ParamValue> values, Set<ParamValue> others) {
    if (values.size() <= MOST_SHOWN) {
      return shown(values);
    }
    Set<ParamValue> own = new LinkedHashSet<>(values);
    own.removeAll(others);
    return own.isEmpty()
        ? "%d values".formatted(values.size())
        : "%s%s (of %d values)"
            .formatted(shown(own), own.size() > MOST_SHOWN ? ", …" : "", values.size());
  }

  private static String shown(Set<ParamValue> values) {
    return values.stream()
        .limit(MOST_SHOWN)
        .map(ParamValue::text)
        .collect(Collectors.joining(", "));
  }

  /** Names a different rule of values as a possible reason, with the way out. */
  private Optional<String> rule() {
    int first = before.sweep().rule().number();
    int second = now.sweep().rule().number();
    return first == second
        ? Optional.empty()
        : Optional.of(
            "values: %d before, %d now ('values: %d' in the file keeps what expressions meant before)"
                .formatted(first, second, first));
  }

  private static Set<ParamValue> values(List<BlockValues> blocks, int parameter) {
    Set<ParamValue> values = new LinkedHashSet<>();
    blocks.forEach(block -> values.addAll(block.of(parameter)));
    return values;
  }
}
