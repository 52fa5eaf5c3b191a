package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.sweeps.spec.Statistic;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Explains why numbers of a group have no interval. */
final class TooFew {

  static final String OUT_OF_RANGE = "their spread is out of the range of numbers";

  private static final String TOO_FEW = "too few for an interval";

  private final long n;
  private final Map<String, String> reasons = new LinkedHashMap<>();

  /** Number of the group's numbers that have, or could have, an interval. */
  private int numbers;

  TooFew(long n) {
    this.n = n;
  }

  void look(Measure measure, Statistic statistic, Sample sample, Estimate estimate) {
    if (statistic.isErt()) {
      lookAtRuns(measure, sample.spending(), estimate);
      return;
    }
    if (sample.n() == 0 || !statistic.kind().hasInterval()) {
      return; // an empty cell needs no explanation
    }
    numbers++;
    if (estimate.interval().isEmpty()) {
      boolean enough = !statistic.isQuantile() && sample.n() >= Intervals.LEAST_FOR_T;
      reasons.put(
          measure.heading(statistic), reason(sample, estimate, enough ? OUT_OF_RANGE : TOO_FEW));
    }
  }

  /** Looks at a running time; one that was not requested is shown only if some groups have one. */
  private void lookAtRuns(Measure measure, Spending runs, Estimate estimate) {
    if (n == 0 || runs.successes() == 0 && !measure.chosen()) {
      return;
    }
    numbers++;
    String unknown = runs.unknown() + " of " + n + " do not say what they spent";
    String reason = "";
    if (estimate.value() == null) {
      reason = unknown;
    } else if (estimate.interval().isEmpty()) {
      reason =
          runs.successes() == n
              ? trials() + TOO_FEW
              : runs.successes() == 0
                  ? "none of " + n + " " + runs.verb()
                  : runs.successes() + " of " + n + " " + runs.verb() + ", " + TOO_FEW;
    }
    if (runs.unknown() > 0 && estimate.value() != null) {
      reason += (reason.isEmpty() ? "" : "; ") + "at least this: " + unknown;
    }
    if (!reason.isEmpty()) {
      reasons.put(measure.heading(Statistic.ERT), reason);
    }
  }

  private String reason(Sample sample, Estimate estimate, String otherwise) {
    if (estimate.value() == null) {
      return "not all above 0";
    }
    return (sample.n() == n ? trials() : values(sample.n())) + otherwise;
  }

  private String trials() {
    return Counted.of(n, "trial") + ": ";
  }

  private static String values(long count) {
    return Counted.of(count, "value") + ": ";
  }

  /** One sentence for the group if the reason is the same for all of its numbers. */
  String words() {
    Set<String> different = new LinkedHashSet<>(reasons.values());
    return different.size() == 1 && reasons.size() == numbers
        ? different.iterator().next()
        : reasons.entrySet().stream()
            .map(e -> e.getKey() + ", " + e.getValue())
            .collect(Collectors.joining("; "));
  }
}
