package io.gradsweep.results.random;

/**
 * A stream of random numbers that is the same on every JVM, for ever: Blackman and Vigna's
 * xoshiro256++ (256 bits of state), with samplers specified here and pinned by golden values.
 *
 * <p>Not safe for use by several threads; every trial makes its own from {@link Streams}.
 */
public final class RandomStream {

  /**
   * Above this, differences of logarithms of factorials lose the digits by which a binomial draw is
   * accepted: the relative error of a probability is below 1e-4 here, and 1 % at 10^12.
   */
  private static final long MOST_BINOMIAL = 10_000_000_000L;

  /** Above this, doubles near a gamma's mean are too coarse for its acceptance. */
  private static final double MOST_SHAPE = 1e24;

  private static final int INVERSION_BELOW = 10;
  private static final double HALF_LOG_TWO_PI = 0.9189385332046728;
  private static final double[] LOG_FACTORIALS = logFactorials();

  private long s0;
  private long s1;
  private long s2;
  private long s3;
  private double spareGaussian = Double.NaN;

  /** Starts a stream from four words, not all zero (the all-zero state never leaves itself). */
  RandomStream(long[] state) {
    if ((state[0] | state[1] | state[2] | state[3]) == 0) {
      throw new IllegalArgumentException("Cannot start stream: state 0 (must not be all zero)");
    }
    s0 = state[0];
    s1 = state[1];
    s2 = state[2];
    s3 = state[3];
  }

  /** 64 random bits. */
  public long nextLong() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** Uniform on [0, 1): the upper 53 bits of a word, times 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform on 0 … bound-1, without bias: Lemire (2019), Algorithm 5, on 64-bit words. */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException(
          "Cannot draw below: %d (must be at least 1)".formatted(bound));
    }
    // x * bound is a 128-bit product; its upper half is the draw, its lower half decides rejection.
    long x = nextLong();
    long low = x * bound;
    if (Long.compareUnsigned(low, bound) < 0) {
      long threshold = Long.remainderUnsigned(-bound, bound); // 2^64 mod bound
      while (Long.compareUnsigned(low, threshold) < 0) {
        x = nextLong();
        low = x * bound;
      }
    }
    return (int) upperHalf(x, bound);
  }

  /** The upper 64 bits of x · bound, x unsigned and bound positive. */
  private static long upperHalf(long x, long bound) {
    return Math.multiplyHigh(x, bound) + ((x >> 63) & bound);
  }

  /**
   * Standard normal: Marsaglia's polar method with {@code StrictMath}, two draws a round, the first
   * returned first. The JDK's own sampler is not the same in every version.
   */
  public double nextGaussian() {
    if (!Double.isNaN(spareGaussian)) {
      double spare = spareGaussian;
      spareGaussian = Double.NaN;
      return spare;
    }
    while (true) {
      double u = 2 * nextDouble() - 1;
      double v = 2 * nextDouble() - 1;
      double s = u * u + v * v;
      if (s < 1 && s > 0) {
        double factor = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
        spareGaussian = v * factor;
        return u * factor;
      }
    }
  }

  /** The next standard normal numbers, in their order. */
  public double[] gaussians(int count) {
    double[] drawn = new double[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = nextGaussian();
    }
    return drawn;
  }

  /** Exponential with mean 1, by inversion of 1 - u. */
  public double nextExponential() {
    return -StrictMath.log1p(-nextDouble());
  }

  /**
   * Gamma with the given shape and scale 1: Marsaglia and Tsang (2000); a shape below 1 is boosted
   * by their remark of section 6, in logarithms so that a tiny shape does not underflow early.
   *
   * @param shape greater than 0, at most 10^24
   * @return 0 if the draw is below all doubles, as most draws of a tiny shape are
   */
  public double nextGamma(double shape) {
    if (!(shape > 0 && shape < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Cannot draw gamma with shape: %s (must be finite and > 0)".formatted(shape));
    }
    if (shape > MOST_SHAPE) {
      throw new IllegalArgumentException(
          "Cannot draw gamma with shape: %s (must be at most %s)".formatted(shape, MOST_SHAPE));
    }
    if (shape < 1) {
      return StrictMath.exp(logOfSmallGamma(shape));
    }
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = nextGaussian();
      double root = 1 + c * x;
      double v = root * root * root;
      if (v > 0) {
        double u = 1 - nextDouble();
        if (StrictMath.log(u) < 0.5 * x * x + d * (1 - v + StrictMath.log(v))) {
          return d * v;
        }
      }
    }
  }

  /**
   * The logarithm of {@link #nextGamma}, by the same draws: for shapes whose draws are below all
   * doubles.
   *
   * @param shape greater than 0, at most 10^24
   */
  public double nextLogGamma(double shape) {
    return shape > 0 && shape < 1 ? logOfSmallGamma(shape) : StrictMath.log(nextGamma(shape));
  }

  private double logOfSmallGamma(double shape) {
    double boosted = nextGamma(shape + 1);
    return StrictMath.log(boosted) - nextExponential() / shape;
  }

  /**
   * Number of successes in n trials of probability p. A mean below 10 is drawn by inversion, a
   * larger one by Hörmann's transformed rejection (1993, algorithm BTRS), in time that does not
   * grow with n.
   *
   * @param n from 0 to 10^10
   * @param p in [0, 1]
   */
  public long nextBinomial(long n, double p) {
    if (!(n >= 0 && p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(
          "Cannot draw binomial: n %d, p %s (must be n >= 0, 0 <= p <= 1)".formatted(n, p));
    }
    if (n > MOST_BINOMIAL) {
      throw new IllegalArgumentException(
          "Cannot draw binomial: n %d (must be at most %d)".formatted(n, MOST_BINOMIAL));
    }
    if (p > 0.5) {
      return n - nextBinomial(n, 1 - p);
    }
    if (n == 0 || p == 0) {
      return 0;
    }
    return n * p < INVERSION_BELOW ? binomialByInversion(n, p) : binomialByRejection(n, p);
  }

  private long binomialByInversion(long n, double p) {
    double odds = p / (1 - p);
    double probability = StrictMath.exp(n * StrictMath.log1p(-p));
    double u = nextDouble();
    long k = 0;
    while (u >= probability && k < n) {
      u -= probability;
      k++;
      probability *= odds * (n - k + 1) / k;
      if (probability == 0) {
        return k; // beyond what a uniform of 53 bits can reach
      }
    }
    return k;
  }

  private long binomialByRejection(long n, double p) {
    double deviation = Math.sqrt(n * p * (1 - p));
    double b = 1.15 + 2.53 * deviation;
    double a = -0.0873 + 0.0248 * b + 0.01 * p;
    double centre = n * p + 0.5;
    double accepted = 0.92 - 4.2 / b;
    double alpha = (2.83 + 5.1 / b) * deviation;
    double logOdds = StrictMath.log(p / (1 - p));
    long mode = (long) Math.floor((n + 1) * p);
    double atMode = logFactorial(mode) + logFactorial(n - mode);
    while (true) {
      double u = nextDouble() - 0.5;
      double v = nextDouble();
      double us = 0.5 - Math.abs(u);
      double draw = Math.floor((2 * a / us + b) * u + centre);
      if (!(draw >= 0 && draw <= n)) {
        continue;
      }
      long k = (long) draw;
      if (us >= 0.07 && v <= accepted) {
        return k;
      }
      double bound = atMode - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds;
      if (StrictMath.log(v * alpha / (a / (us * us) + b)) <= bound) {
        return k;
      }
    }
  }

  /** ln k!, by Stirling's series, whose error is below 1e-11 for k >= 16. */
  private static double logFactorial(long k) {
    if (k < LOG_FACTORIALS.length) {
      return LOG_FACTORIALS[(int) k];
    }
    double x = k;
    double series = (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / (x * x)) / (x * x)) / x;
    return (x + 0.5) * StrictMath.log(x) - x + HALF_LOG_TWO_PI + series;
  }

  private static double[] logFactorials() {
    double[] table = new double[16];
    for (int k = 2; k < table.length; k++) {
      table[k] = table[k - 1] + StrictMath.log(k);
    }
    return table;
  }
}
