package io.gradsweep.driver.analysis;

import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.sweeps.plan.ColumnExpression;
import io.gradsweep.sweeps.spec.Arms;
import java.util.List;

/** Distinguishes the arms of a comparison, in the language of filters. */
final class ArmFilter {

  private final List<String> conditions;
  private final List<ColumnExpression> arms;

  ArmFilter(Arms arms, TrialColumns columns) {
    conditions =
        List.of(condition(arms, arms.first(), columns), condition(arms, arms.second(), columns));
    this.arms = conditions.stream().map(columns::condition).toList();
  }

  private static String condition(Arms arms, String value, TrialColumns columns) {
    boolean isText = columns.require(arms.column()).type() == ColumnType.STRING;
    String quote = value.contains("'") ? "\"" : "'";
    return "%s == %s".formatted(arms.column(), isText ? quote + value + quote : value);
  }

  /** The condition of an arm, 0 or 1. */
  String condition(int arm) {
    return conditions.get(arm);
  }

  /** The arm of a trial, 0 or 1; -1 for none. */
  int of(TrialValues trial) {
    return arms.get(0).holds(trial) ? 0 : arms.get(1).holds(trial) ? 1 : -1;
  }
}
