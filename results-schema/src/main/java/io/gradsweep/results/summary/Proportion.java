package io.gradsweep.results.summary;

/** A number of successes among a number of trials. Not safe for use by several threads. */
public final class Proportion {

  private long n;
  private long successes;

  public void add(boolean success) {
    n++;
    successes += success ? 1 : 0;
  }

  /** Takes in what was counted elsewhere. */
  public void add(long of, long all) {
    if (!(0 <= of && of <= all)) {
      throw new IllegalArgumentException(
          "Cannot count: %d of %d (must be 0 <= successes <= n)".formatted(of, all));
    }
    n += all;
    successes += of;
  }

  public void merge(Proportion other) {
    n += other.n;
    successes += other.successes;
  }

  public long n() {
    return n;
  }

  public long successes() {
    return successes;
  }

  /** The share of successes; NaN without trials. */
  public double share() {
    return (double) successes / n;
  }

  /**
   * The score interval of Wilson (1927), eq. 4: those p that a two-sided normal test of level z
   * does not reject. It stays inside [0, 1], and has a length even if the share is 0 or 1.
   *
   * @param z quantile of the standard normal, 1.96 for 95 %
   * @throws IllegalStateException if nothing was counted
   */
  public Interval wilson(double z) {
    if (n == 0) {
      throw new IllegalStateException("Cannot bound a proportion: 0 trials (must be at least 1)");
    }
    return wilson(share(), n, z);
  }

  /**
   * The score interval of a share of so many independent trials, which need not be whole: an
   * estimate from trials that are not independent is worth fewer.
   */
  public static Interval wilson(double p, double n, double z) {
    double z2 = z * z;
    double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = z * Math.sqrt(p * (1 - p) / n + z2 / (4.0 * n * n)) / (1 + z2 / n);
    double low = p == 0 ? 0 : Math.max(0, centre - half);
    double high = p == 1 ? 1 : Math.min(1, centre + half);
    return new Interval(low, high);
  }
}
