package io.gradsweep.results.summary;

import java.util.Optional;

/**
 * The expected running time to a target, of an algorithm that is restarted until it succeeds: the
 * steps of all runs, divided by the number of successes (Auger &amp; Hansen 2005). A run that never
 * reaches the target counts with the steps that it spent.
 *
 * <p>It is a ratio of two means, T of steps and S of successes, so their joint second moments are
 * kept, which can be merged. Not safe for use by several threads.
 */
public final class RunningTime {

  private final LinearFit stepsAgainstSuccess = new LinearFit();
  private final Moments steps = new Moments();
  private final Proportion successes = new Proportion();
  private double total; // exact for counts of steps, which the mean is not

  /**
   * @param spent steps to the target, or all steps of a run that did not reach it
   */
  public void add(double spent, boolean reached) {
    steps.add(spent);
    total += spent;
    successes.add(reached);
    stepsAgainstSuccess.add(reached ? 1 : 0, spent);
  }

  public void merge(RunningTime other) {
    steps.merge(other.steps);
    total += other.total;
    successes.merge(other.successes);
    stepsAgainstSuccess.merge(other.stepsAgainstSuccess);
  }

  public long runs() {
    return steps.n();
  }

  public long successes() {
    return successes.successes();
  }

  /** Steps of all runs per success; infinite without one, NaN without runs. */
  public double expected() {
    if (successes() > 0) {
      return Double.isFinite(total) ? total / successes() : steps.mean() / successes.share();
    }
    return runs() > 0 ? Double.POSITIVE_INFINITY : Double.NaN;
  }

  /**
   * Fieller's interval (1954) of the ratio: those R for which the mean of T − R·S over the runs is
   * not further from zero than t standard errors. Unlike an interval from the ratio's own standard
   * error, it is skewed as the ratio is.
   *
   * @param t quantile of Student's t with runs − 1 degrees of freedom
   * @return empty if so few runs succeed that the upper end cannot be distinguished from infinity
   */
  public Optional<Interval> fieller(double t) {
    long n = runs();
    double share = successes.share();
    double varianceS = share * (1 - share) * n / (n - 1);
    int unit = steps.unit();
    double mean = steps.meanInUnits();
    double slope = Scaling.times(stepsAgainstSuccess.slope(), -unit);
    double covariance = varianceS > 0 ? slope * varianceS : 0;
    double g = t * t / n;
    // (T̄ − R S̄)² ≤ g (V_T − 2 R C + R² V_S), a quadratic a R² − 2 b R + c ≤ 0
    double a = share * share - g * varianceS;
    double b = mean * share - g * covariance;
    double c = mean * mean - g * steps.varianceInUnits();
    double root = b * b - a * c;
    if (!(n > 1 && a > 0 && root >= 0)) {
      return Optional.empty();
    }
    double half = Math.sqrt(root);
    double low = Scaling.times(Math.max(0, (b - half) / a), unit);
    double high = Scaling.times((b + half) / a, unit);
    // without spread, rounding could leave the ratio outside
    return Optional.of(new Interval(Math.min(low, expected()), Math.max(high, expected())));
  }
}
