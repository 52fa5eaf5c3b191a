package io.gradsweep.sweeps.plan;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.BlockPlan.Digit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a plan holds every trial of an earlier one, and if not, what differs. Decided by the
 * structure of the blocks where that is enough, else by asking for trials: all of a small plan, a
 * seeded sample of a large one.
 */
final class PlanDifference {

  private static final long MOST_ASKED = 1_000_000;
  private static final int SAMPLES = 100_000;
  private static final int MOST_SHOWN = 5;

  private final Plan before;
  private final Plan now;

  PlanDifference(Plan before, Plan now) {
    this.before = before;
    this.now = now;
  }

  List<String> differences() {
    List<String> differences = new ArrayList<>();
    if (before.sweep().seed() != now.sweep().seed()) {
      differences.add(
          "seed: %d before, %d now".formatted(before.sweep().seed(), now.sweep().seed()));
    }
    if (before.sweep().replicates() > now.sweep().replicates()) {
      differences.add(
          "replicates: %d before, %d now"
              .formatted(before.sweep().replicates(), now.sweep().replicates()));
    }
    if (differences.isEmpty() && (holdsEveryBlock() || holdsEveryTrial())) {
      return List.of();
    }
    for (int p = 0; p < before.simulation().parameters().size(); p++) {
      parameter(p).ifPresent(differences::add);
    }
    rule().filter(rule -> !differences.isEmpty()).ifPresent(differences::add);
    return differences.isEmpty()
        ? List.of("the grid or a filter leaves out trials that the study holds")
        : differences;
  }

  /** Each old block stands inside one new block, with the same filter or none. */
  private boolean holdsEveryBlock() {
    return before.blocks().stream()
        .allMatch(old -> now.blocks().stream().anyMatch(block -> isInside(old, block)));
  }

  private boolean isInside(BlockPlan old, BlockPlan block) {
    boolean sameFilter = block.whereText().isEmpty() || block.whereText().equals(old.whereText());
    boolean product = block.digits().stream().allMatch(digit -> digit.parameters.length == 1);
    if (!sameFilter || !product) {
      return false;
    }
    for (int p = 0; p < before.simulation().parameters().size(); p++) {
      if (!values(block, p).containsAll(values(old, p))) {
        return false;
      }
    }
    return true;
  }

  private boolean holdsEveryTrial() {
    if (before.size() <= MOST_ASKED) {
      for (long index = 0; index < before.size(); index++) {
        if (isMissing(index)) {
          return false;
        }
      }
      return true;
    }
    RandomStream random = Streams.ofSweep(before.sweep().seed(), "plan-difference");
    for (int i = 0; i < SAMPLES; i++) {
      if (isMissing((long) (random.nextDouble() * before.size()))) {
        return false;
      }
    }
    return true;
  }

  private boolean isMissing(long index) {
    Optional<Trial> trial = before.trial(index);
    return trial.isPresent() && !now.contains(trial.get());
  }

  private Optional<String> parameter(int index) {
    Set<Object> old = values(before, index);
    Set<Object> held = values(now, index);
    return held.containsAll(old)
        ? Optional.empty()
        : Optional.of(
            "%s: %s before, %s now"
                .formatted(
                    before.simulation().parameters().get(index).name(),
                    words(old, held),
                    words(held, old)));
  }

  /** All of a few values; of many those that the others are not, since they say more. */
  private static String words(Set<Object> values, Set<Object> others) {
    if (values.size() <= MOST_SHOWN) {
      return shown(values);
    }
    Set<Object> own = new LinkedHashSet<>(values);
    own.removeAll(others);
    return own.isEmpty()
        ? "%d values".formatted(values.size())
        : "%s%s (of %d values)"
            .formatted(shown(own), own.size() > MOST_SHOWN ? ", …" : "", values.size());
  }

  private static String shown(Set<Object> values) {
    return values.stream()
        .limit(MOST_SHOWN)
        .map(value -> ((ParamValue) value).text())
        .collect(Collectors.joining(", "));
  }

  /** Where the rule of values is another one, it may be the reason, and there is a way out. */
  private Optional<String> rule() {
    int old = before.sweep().rule().number();
    int held = now.sweep().rule().number();
    return old == held
        ? Optional.empty()
        : Optional.of(
            "values: %d before, %d now ('values: %d' in the file keeps what expressions meant before)"
                .formatted(old, held, old));
  }

  private static Set<Object> values(Plan plan, int parameter) {
    Set<Object> values = new LinkedHashSet<>();
    plan.blocks().forEach(block -> values.addAll(values(block, parameter)));
    return values;
  }

  /** All values that a parameter takes in a block. */
  static Set<Object> values(BlockPlan block, int parameter) {
    Set<Object> values = new LinkedHashSet<>();
    for (Digit digit : block.digits()) {
      for (int i = 0; i < digit.parameters.length; i++) {
        if (digit.parameters[i] == parameter) {
          for (ParamValue[] row : digit.rows) {
            values.add(row[i]);
          }
          return values;
        }
      }
    }
    values.add(block.template().value(parameter));
    return values;
  }
}
