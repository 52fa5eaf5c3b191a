package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.Counted;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Coverage.Holding;
import io.gradsweep.sweeps.spec.SweepProblems;
import io.gradsweep.sweeps.spec.ValueRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Checks whether a plan contains every trial of an earlier one, and if not, says what differs.
 * Nothing is sampled: if examining few enough combinations gives no answer, the trials count as not
 * contained.
 */
public final class PlanDifference {

  private static final int MOST_SHOWN = 5;

  private final Plan before;
  private final Plan now;
  private final List<BlockValues> old;
  private final List<BlockValues> held;

  private PlanDifference(Plan before, Plan now) {
    this.before = before;
    this.now = now;
    old = before.blocks().stream().map(BlockValues::new).toList();
    held = now.blocks().stream().map(BlockValues::new).toList();
  }

  /**
   * Reasons why {@code now} does not contain every trial of {@code before}; none if it does. A plan
   * whose filters distinguish more combinations than can be examined counts as one that does not.
   */
  public static List<String> between(Plan before, Plan now) {
    List<String> others = ofSimulations(before.simulation(), now.simulation());
    if (!others.isEmpty() || now.continues(before)) {
      return others;
    }
    List<String> differences = new PlanDifference(before, now).differences();
    return differences.isEmpty() && !now.rounds().isEmpty()
        ? List.of("replicates: what the rule decides may leave out trials that the study holds")
        : differences;
  }

  /**
   * Reasons why a design cannot go on with the trials of an earlier plan, whatever their number of
   * replicates; none if it can.
   */
  public static List<String> ofGrids(Plan before, Plan now) {
    return between(before.withReplicates(1), now.withReplicates(1));
  }

  /** Whether the filters of a plan leave out the same trials under another rule of values. */
  public static boolean isNoneUnder(ValueRule rule, Plan plan) {
    if (rule == plan.sweep().grid().rule()) {
      return true;
    }
    try {
      Plan other = Plan.ofStored(plan.sweep().under(rule), plan.simulation());
      return between(plan, other).isEmpty() && between(other, plan).isEmpty();
    } catch (SweepProblems e) {
      return false; // one of them is not a filter under that rule
    }
  }

  private static List<String> ofSimulations(SimulationSpec was, SimulationSpec is) {
    if (!was.name().equals(is.name())) {
      return List.of("simulation: %s before, %s now".formatted(was.name(), is.name()));
    }
    if (was.version() != is.version()) {
      return List.of(
          "version of %s: %d before, %d now".formatted(is.name(), was.version(), is.version()));
    }
    if (!names(was).equals(names(is))) { // code that changed under its version
      return List.of(
          "parameters of %s: %s before, %s now"
              .formatted(is.name(), String.join(", ", names(was)), String.join(", ", names(is))));
    }
    return List.of();
  }

  private static List<String> names(SimulationSpec simulation) {
    return simulation.parameters().stream().map(ParameterSpec::name).toList();
  }

  private List<String> differences() {
    List<String> differences = new ArrayList<>();
    if (before.sweep().grid().seed() != now.sweep().grid().seed()) {
      differences.add(
          "seed: %d before, %d now"
              .formatted(before.sweep().grid().seed(), now.sweep().grid().seed()));
    }
    if (before.mostReplicates() > now.mostReplicates()) {
      differences.add(
          "replicates: %d before, %d now".formatted(before.mostReplicates(), now.mostReplicates()));
    }
    points().ifPresent(differences::add);
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

  /** Counts the old trials beside the values of the grid, if the new plan lacks them. */
  private Optional<String> points() {
    long lacking =
        before.rounds().stream()
            .filter(PointsRound.class::isInstance)
            .mapToLong(this::lacking)
            .sum();
    return lacking == 0
        ? Optional.empty()
        : Optional.of(
            "refine: %s of the search for an edge, which the sweep does not ask for"
                .formatted(Counted.of(lacking, "trial")));
  }

  private long lacking(Round round) {
    return LongStream.range(0, round.size())
        .filter(i -> round.trial(before.grid(), i).filter(one -> !now.contains(one)).isPresent())
        .count();
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
    int first = before.sweep().grid().rule().number();
    int second = now.sweep().grid().rule().number();
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
