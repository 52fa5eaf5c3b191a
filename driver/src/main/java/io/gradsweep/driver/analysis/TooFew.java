package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Estimate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Why numbers of a group stand without an interval. */
final class TooFew {

  private final long n;
  private final Map<String, String> reasons = new LinkedHashMap<>();

  TooFew(long n) {
    this.n = n;
  }

  void add(Measure measure, Statistic statistic, Sample sample, Estimate estimate) {
    if (sample.n() == 0) {
      return; // an empty cell says so itself
    }
    if (statistic.isErt()) {
      reasons.put(measure.name() + " ert", "too few successes for an interval");
    } else if (estimate.value() == null) {
      reasons.put(measure.name() + " " + statistic.word(), "not all above 0");
    } else {
      String values = sample.n() == 1 ? "1 value" : sample.n() + " values";
      reasons.putIfAbsent(measure.name(), values + ", too few for an interval");
    }
  }

  /** One sentence for the group where the reason is the same for all of its measures. */
  String words() {
    String trials = n == 1 ? "1 trial" : n + " trials";
    boolean all =
        !reasons.isEmpty()
            && reasons.values().stream()
                .allMatch(reason -> reason.startsWith(n == 1 ? "1 value," : n + " values,"));
    return all
        ? trials + ": too few for an interval"
        : reasons.entrySet().stream()
            .map(e -> e.getKey() + ": " + e.getValue())
            .collect(Collectors.joining("; "));
  }
}
