package io.gradsweep.driver.study;

import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.PlanDifference;
import io.gradsweep.sweeps.spec.ReplicateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Differences between two plans, in words. */
final class PlanChange {

  private static final Pattern CHANGE = Pattern.compile("(?s)(.*: )(.*) before, (.*) now");

  private PlanChange() {}

  /** Reasons why two plans do not have the same trials. */
  static List<String> between(Plan before, Plan now) {
    Optional<String> rule = ruleChange(before, now);
    if (rule.isPresent() && PlanDifference.ofGrids(before, now).isEmpty()) {
      return rule.stream().toList();
    }
    List<String> changes = new ArrayList<>(PlanDifference.between(before, now));
    if (changes.isEmpty()) {
      for (String gain : PlanDifference.between(now, before)) {
        changes.add(
            CHANGE.matcher(gain).matches()
                ? CHANGE.matcher(gain).replaceFirst("$1$3 before, $2 now")
                : "the grid or a filter has trials that the study's plan does not");
      }
    }
    return changes;
  }

  private static Optional<String> ruleChange(Plan before, Plan now) {
    return before.sweep().grid().replicateRule().equals(now.sweep().grid().replicateRule())
        ? Optional.empty()
        : Optional.of(
            words(before).equals(words(now))
                ? "replicates: other claims decided before than now"
                : "replicates: %s before, %s now".formatted(words(before), words(now)));
  }

  private static String words(Plan plan) {
    return plan.sweep()
        .grid()
        .replicateRule()
        .map(ReplicateRule::words)
        .orElse(Long.toString(plan.sweep().grid().replicates()));
  }
}
