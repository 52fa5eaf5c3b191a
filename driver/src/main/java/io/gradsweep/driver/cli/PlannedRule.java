package io.gradsweep.driver.cli;

import io.gradsweep.sweeps.plan.Cells;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.ReplicateRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A rule of replicates, for a plan.
 *
 * @param by parameters that make the cells; none if each grid point is one
 * @param looks all numbers of replicates at which it looks
 */
record PlannedRule(
    String until, List<String> by, List<Long> looks, int cells, long firstRoundTrials) {

  private static final int MOST_SHOWN = 12;

  static Optional<PlannedRule> of(Plan plan) {
    return plan.sweep().replicateRule().map(rule -> of(plan, rule));
  }

  private static PlannedRule of(Plan plan, ReplicateRule rule) {
    Cells cells = Cells.of(plan, rule.by());
    long points = 0;
    for (int cell = 0; cell < cells.size(); cell++) {
      points += cells.points(cell);
    }
    return new PlannedRule(
        rule.until().toString(), rule.by(), rule.allLooks(), cells.size(), points * rule.min());
  }

  String words() {
    String shown =
        looks.stream().limit(MOST_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    String rest = looks.size() > MOST_SHOWN ? ", …, %d".formatted(looks.get(looks.size() - 1)) : "";
    return "until %s, for each of %d cells%s; looks at %s%s"
        .formatted(until, cells, by.isEmpty() ? "" : " by " + String.join(", ", by), shown, rest);
  }
}
