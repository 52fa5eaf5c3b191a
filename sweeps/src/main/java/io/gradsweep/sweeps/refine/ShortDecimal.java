package io.gradsweep.sweeps.refine;

import io.gradsweep.sweeps.spec.AxisScale;
import io.gradsweep.sweeps.spec.Tolerance;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses values of an axis with few significant digits: of several such numbers in an interval the
 * one nearest to its middle, of two equally near the smaller.
 *
 * @param scale of middles and distances
 * @param whole whether only whole numbers are values
 */
record ShortDecimal(AxisScale scale, boolean whole) {

  /** As many digits as every double distinguishes. */
  private static final MathContext SURE = new MathContext(15);

  /** As many digits as a person writes. */
  private static final MathContext SHORT = new MathContext(10);

  /** Roundings of a power of a ratio of rounded values. */
  private static final int MOST_ULPS = 64;

  /** Enough digits for any two doubles. */
  private static final int MOST_DIGITS = 18;

  /** More digits than an answer has, so that equal distances are equal. */
  private static final MathContext EXACT = new MathContext(40);

  private static final BigDecimal HALF = new BigDecimal("0.5");

  /** The most of a bracket that a bisection leaves. */
  static final double MOST_LEFT = 0.55;

  /** Half of the middle tenth. */
  private static final BigDecimal SLACK = new BigDecimal("0.05");

  /**
   * The number that a double stands for: the one of at most 15 digits that reads as it, or else its
   * exact value. Unlike {@link Double#toString}, this is the same on every JVM.
   */
  static BigDecimal decimal(double x) {
    BigDecimal exact = new BigDecimal(x);
    BigDecimal near = exact.round(SURE);
    return near.doubleValue() == x ? near : exact;
  }

  /** The value that bisects a bracket, in its middle tenth; empty if no value is between. */
  Optional<Double> bisecting(double a, double b) {
    Optional<Double> found = near(a, b, HALF).filter(x -> a < x && x < b);
    return found.isPresent() || !whole
        ? found
        : Stream.of(Math.floor(middle(a, b)), Math.ceil(middle(a, b)))
            .filter(x -> a < x && x < b)
            .min(Comparator.comparing(x -> distance(decimal(x), at(a, b, HALF))));
  }

  /** The middle of a bracket. */
  double middle(double a, double b) {
    return at(a, b, HALF).doubleValue();
  }

  /**
   * The value at a number of widths above a bracket, within a twentieth of a width; empty if there
   * is none.
   */
  Optional<Double> above(double a, double b, int widths) {
    return beside(a, b, BigDecimal.valueOf(1L + widths));
  }

  /** As {@link #above}, below it. */
  Optional<Double> below(double a, double b, int widths) {
    return beside(a, b, BigDecimal.valueOf(-widths));
  }

  private Optional<Double> beside(double a, double b, BigDecimal share) {
    if (!Double.isFinite(rough(a, b, share.doubleValue()))) {
      return Optional.empty();
    }
    Optional<Double> found = near(a, b, share);
    return found.isPresent() || !whole
        ? found
        : Optional.of(Math.rint(at(a, b, share).doubleValue()));
  }

  /** The short decimal near a place beside or between a bracket's ends. */
  private Optional<Double> near(double a, double b, BigDecimal share) {
    BigDecimal low = at(a, b, share.subtract(SLACK));
    BigDecimal middle = at(a, b, share);
    BigDecimal high = at(a, b, share.add(SLACK));
    if (low.signum() <= 0 && high.signum() >= 0) {
      return Optional.of(0.0);
    }
    for (int digits = 1; digits <= MOST_DIGITS; digits++) {
      int figures = digits;
      Optional<BigDecimal> found =
          magnitudes(low, high)
              .flatMap(magnitude -> candidates(low, middle, high, magnitude, figures))
              .min(
                  Comparator.<BigDecimal, BigDecimal>comparing(x -> distance(x, middle))
                      .thenComparing(Comparator.naturalOrder()));
      if (found.isPresent()) {
        return found.map(BigDecimal::doubleValue);
      }
    }
    return Optional.empty();
  }

  /** Exponents of the first digits of the numbers from low to high, which have one sign. */
  private static Stream<Integer> magnitudes(BigDecimal low, BigDecimal high) {
    int one = low.precision() - low.scale() - 1;
    int other = high.precision() - high.scale() - 1;
    return Stream.iterate(Math.min(one, other), e -> e <= Math.max(one, other), e -> e + 1);
  }

  /** The numbers of one magnitude and so many digits that are the nearest to the middle. */
  private Stream<BigDecimal> candidates(
      BigDecimal low, BigDecimal middle, BigDecimal high, int magnitude, int digits) {
    int exponent = magnitude - digits + 1;
    if (whole && exponent < 0) {
      return Stream.empty();
    }
    BigInteger most = BigInteger.TEN.pow(digits);
    BigInteger first = multiple(low, exponent, RoundingMode.CEILING).max(most.negate());
    BigInteger last = multiple(high, exponent, RoundingMode.FLOOR).min(most);
    if (first.compareTo(last) > 0) {
      return Stream.empty();
    }
    return Stream.of(RoundingMode.FLOOR, RoundingMode.CEILING)
        .map(rounding -> multiple(middle, exponent, rounding).max(first).min(last))
        .map(multiple -> new BigDecimal(multiple, -exponent));
  }

  private static BigInteger multiple(BigDecimal x, int exponent, RoundingMode rounding) {
    return x.scaleByPowerOfTen(-exponent).setScale(0, rounding).toBigInteger();
  }

  /** A number that grows with the distance; equal for two at the same distance. */
  private BigDecimal distance(BigDecimal x, BigDecimal middle) {
    return switch (scale) {
      case LINEAR -> x.subtract(middle).abs();
      case LOG -> {
        BigDecimal ratio = x.divide(middle, EXACT);
        yield ratio.max(BigDecimal.ONE.divide(ratio, EXACT)).round(MathContext.DECIMAL128);
      }
    };
  }

  /** The place that divides a bracket, or its continuation, in a share. */
  private BigDecimal at(double a, double b, BigDecimal share) {
    BigDecimal from = decimal(a);
    BigDecimal to = decimal(b);
    return switch (scale) {
      case LINEAR -> from.add(to.subtract(from).multiply(share));
      case LOG ->
          share.equals(HALF)
              ? from.multiply(to).sqrt(EXACT)
              : decimal(rough(a, b, share.doubleValue()));
    };
  }

  private double rough(double a, double b, double share) {
    return switch (scale) {
      case LINEAR -> a + share * (b - a);
      case LOG -> {
        double from = StrictMath.log(a);
        yield StrictMath.exp(from + share * (StrictMath.log(b) - from));
      }
    };
  }

  /** A bracket's width on the scale. */
  double width(double a, double b) {
    return switch (scale) {
      case LINEAR -> b - a;
      case LOG -> StrictMath.log(b) - StrictMath.log(a);
    };
  }

  /** The least width, on the scale, of a bracket in a gap that is wide. */
  double narrow(double a, double b, Tolerance to) {
    double amount = to.amount().doubleValue();
    double least =
        Math.max(to.share() ? amount * Math.min(Math.abs(a), Math.abs(b)) : amount, Math.ulp(b));
    double apart = whole ? Math.max(1, least) : least;
    return switch (scale) {
      case LINEAR -> apart;
      case LOG ->
          to.share() && !whole
              ? StrictMath.log1p(amount)
              : apart >= b - a ? width(a, b) : -StrictMath.log1p(-apart / b);
    };
  }

  /** The value that continues a grid beyond its end by the step before it. */
  Optional<Double> next(double before, double end, int steps) {
    double rough = rough(before, end, 1.0 + steps);
    if (!Double.isFinite(rough)) {
      return Optional.empty();
    }
    double value =
        switch (scale) {
          case LINEAR -> at(before, end, BigDecimal.valueOf(1L + steps)).doubleValue();
          case LOG -> meant(end * StrictMath.pow(end / before, steps));
        };
    return Optional.of(whole ? Math.rint(value) : value);
  }

  /**
   * The number of few digits for which a product of rounded factors stands: they differ by rounding
   * alone.
   */
  private static double meant(double value) {
    double near = new BigDecimal(value).round(SHORT).doubleValue();
    return Math.abs(near - value) <= MOST_ULPS * Math.ulp(value) ? near : value;
  }
}
