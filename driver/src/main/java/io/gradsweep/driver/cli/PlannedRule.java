package io.gradsweep.driver.cli;

import io.gradsweep.driver.analysis.ClaimPoints;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.sweeps.plan.Cells;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.ReplicateRule;
import io.gradsweep.sweeps.spec.VerdictRule;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A rule of replicates, for a plan.
 *
 * @param by parameters that make the cells; none if each grid point is one
 * @param level of the intervals of claims, if these decide; null if a precision does
 * @param looks all numbers of replicates at which it looks
 */
record PlannedRule(
    String until,
    List<String> by,
    Double level,
    List<Long> looks,
    int cells,
    long firstRoundTrials,
    long mostTrials) {

  private static final int MOST_SHOWN = 12;

  static Optional<PlannedRule> of(Plan plan) {
    return plan.sweep().grid().replicateRule().map(rule -> of(plan, rule));
  }

  private static PlannedRule of(Plan plan, ReplicateRule rule) {
    Cells cells = Cells.of(plan, rule.by());
    BitSet goOn = goOn(plan, rule, cells);
    long points = 0;
    long most = 0;
    for (int cell = 0; cell < cells.size(); cell++) {
      points += cells.points(cell);
      most += cells.points(cell) * (goOn.get(cell) ? rule.max() : rule.min());
    }
    List<Long> looks = rule.allLooks();
    return new PlannedRule(
        rule.until().toString(),
        rule.by(),
        rule.verdicts().map(claims -> VerdictRule.level(looks.size())).orElse(null),
        looks,
        goOn.cardinality(),
        points * rule.min(),
        most);
  }

  /** The cells that may get more replicates than at the first look. */
  private static BitSet goOn(Plan plan, ReplicateRule rule, Cells cells) {
    BitSet all = new BitSet();
    if (rule.verdicts().isEmpty()) {
      all.set(0, cells.size());
    }
    rule.verdicts().stream()
        .flatMap(verdicts -> verdicts.claims().stream())
        .forEach(claim -> all.or(ClaimPoints.cells(claim.question(), plan, cells)));
    return all;
  }

  String words() {
    String shown =
        looks.stream().limit(MOST_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    String rest = looks.size() > MOST_SHOWN ? ", …, %d".formatted(looks.get(looks.size() - 1)) : "";
    if (level != null) {
      return String.format(
          Locale.ROOT,
          "until claims are decided, at %d of the grid points; looks at %s%s, with intervals of"
              + " %.4g %%",
          cells,
          shown,
          rest,
          100 * level);
    }
    return "until %s, for each of %s%s; looks at %s%s"
        .formatted(
            until,
            Counted.of(cells, "cell"),
            by.isEmpty() ? "" : " by " + String.join(", ", by),
            shown,
            rest);
  }
}
