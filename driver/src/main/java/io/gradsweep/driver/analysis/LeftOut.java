package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.results.trial.Counted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Counts trials along an axis that a chart or a fit has to leave out: how many and why, and at
 * which end of the axis, if they are more than a tenth there.
 */
public final class LeftOut {

  private static final double NOTICEABLE = 0.1;

  private final String axis;
  private final Map<String, Long> reasons = new LinkedHashMap<>();
  private final End lower = new End(-1);
  private final End upper = new End(1);
  private long trials;

  public LeftOut(String axis) {
    this.axis = axis;
  }

  /** The trials at the least, or at the greatest, place of the axis. */
  private static final class End {

    private final int sign;
    private double place;
    private long trials;
    private long leftOut;

    End(int sign) {
      this.sign = sign;
      place = -sign * Double.POSITIVE_INFINITY;
    }

    void add(double x, long ofTrials, long ofLeftOut) {
      if (sign * x > sign * place) {
        place = x;
        trials = 0;
        leftOut = 0;
      }
      if (x == place) {
        trials += ofTrials;
        leftOut += ofLeftOut;
      }
    }

    boolean isNoticeable() {
      return leftOut > NOTICEABLE * trials;
    }
  }

  /** Takes trials at a place of the axis; null if they have none. */
  public void add(Number x, long ofTrials, long leftOut, String reason) {
    trials += ofTrials;
    if (leftOut > 0) {
      reasons.merge(reason, leftOut, Long::sum);
    }
    if (x != null && Double.isFinite(x.doubleValue())) {
      lower.add(x.doubleValue(), ofTrials, leftOut);
      upper.add(x.doubleValue(), ofTrials, leftOut);
    }
  }

  public long count() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The numbers left out by reason, and the ends of the axis, in words; empty if none is left out.
   */
  public String words() {
    if (count() == 0) {
      return "";
    }
    String why =
        reasons.entrySet().stream()
            .map(reason -> "%,d %s".formatted(reason.getValue(), reason.getKey()))
            .collect(Collectors.joining(", "));
    List<String> ends = new ArrayList<>();
    if (lower.place < upper.place) {
      end("lower", lower, ends);
      end("upper", upper, ends);
    }
    String where = ends.isEmpty() ? "" : "; " + String.join(", ", ends);
    return "%,d of %s %s left out: %s%s"
        .formatted(count(), Counted.grouped(trials, "trial"), Counted.are(count()), why, where);
  }

  private void end(String which, End end, List<String> ends) {
    if (end.isNoticeable()) {
      ends.add(
          "%,d of %,d at the %s end of %s, %s"
              .formatted(end.leftOut, end.trials, which, axis, AnswerFormat.text(end.place)));
    }
  }
}
