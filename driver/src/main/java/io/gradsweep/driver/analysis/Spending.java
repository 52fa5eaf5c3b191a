package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.columns.RunningCost;
import io.gradsweep.results.summary.RunningTime;
import java.util.Arrays;

/** Effort of the runs of one group: those that succeeded, and those that did not. */
final class Spending {

  private final RunningCost cost;
  private final Sample succeeded = new Sample();
  private final Sample inVain = new Sample();
  private long unknown;

  Spending(RunningCost cost) {
    this.cost = cost;
  }

  /**
   * @param value the run's value of the cost; null if it has none @param spent what it spent in
   *     total; null if not known
   */
  void add(boolean converged, Number value, Number spent) {
    if (value != null && (converged || cost.nullIsNever())) {
      succeeded.add(value.doubleValue());
    } else if (spent != null) {
      inVain.add(spent.doubleValue());
    } else {
      unknown++;
    }
  }

  int successes() {
    return succeeded.n();
  }

  /** The verb of success: decided by a value of steps_to_target itself, else by the status. */
  String verb() {
    return cost.nullIsNever() ? "reached" : "converged";
  }

  /** Number of runs that never succeeded and whose cost is not known. */
  long unknown() {
    return unknown;
  }

  Estimate expected(Intervals intervals) {
    RunningTime time = new RunningTime();
    Arrays.stream(succeeded.sorted()).forEach(spent -> time.add(spent, true));
    Arrays.stream(inVain.sorted()).forEach(spent -> time.add(spent, false));
    return time.runs() == 0
        ? Estimate.NONE
        : Estimate.between(time.expected(), intervals.ofRunningTime(time));
  }
}
