package io.gradsweep.workers.numeric;

import static io.gradsweep.workers.numeric.Kernels.LN2_HIGH;
import static io.gradsweep.workers.numeric.Kernels.LN2_LOW;
import static io.gradsweep.workers.numeric.Kernels.LOG2_E;
import static io.gradsweep.workers.numeric.Kernels.ROUND;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels} on vectors, bit-identical: each lane makes the same operations in the same order,
 * and takes what belongs to its branch. No fused multiplication and addition, and no library's
 * functions, whose last bits differ between processors.
 *
 * <p>A vector that passes through a method that is not compiled into its caller becomes an object;
 * so these are short, and their callers do all of a step's work on a vector in one loop.
 */
public final class VectorKernels {

  public static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private static final long EXPONENT_BIAS = 1023;

  private static final double EXP_UNDERFLOW = -708.0;
  private static final double SQRT_HALF = 0.7071067811865476;
  private static final long MANTISSA = 0x000fffffffffffffL;
  private static final long HALF = 0x3fe0000000000000L;

  /** The bits of 2^52, into whose last bits a small whole number is put to become a double. */
  private static final long TWO_52 = 0x4330000000000000L;

  private static final double TWO_52_AND_BIAS = 0x1p52 + 1022;

  private VectorKernels() {}

  /** Zeros to begin a loop with: the library's own are a constant, which stays an object there. */
  public static DoubleVector zero() {
    return DoubleVector.broadcast(SPECIES, 0.0);
  }

  /** e^x, for x up to 0 or NaN. */
  public static DoubleVector exp(DoubleVector x) {
    DoubleVector rounded = x.mul(LOG2_E).add(ROUND);
    DoubleVector k = rounded.sub(ROUND);
    DoubleVector r = x.sub(k.mul(LN2_HIGH)).sub(k.mul(LN2_LOW));
    DoubleVector r2 = r.mul(r);
    DoubleVector r4 = r2.mul(r2);
    DoubleVector a = r.mul(1.0 / 6).add(1.0 / 2).add(r2.mul(r.mul(1.0 / 120).add(1.0 / 24)));
    DoubleVector b =
        r.mul(1.0 / 5040).add(1.0 / 720).add(r2.mul(r.mul(1.0 / 362880).add(1.0 / 40320)));
    DoubleVector c =
        r.mul(1.0 / 39916800)
            .add(1.0 / 3628800)
            .add(r2.mul(r.mul(1.0 / 6227020800.0).add(1.0 / 479001600)));
    DoubleVector tail = r2.mul(a.add(r4.mul(b.add(r4.mul(c)))));
    LongVector shifted = rounded.reinterpretAsLongs();
    DoubleVector power =
        shifted.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
    return r.add(tail).add(1).mul(power).blend(0.0, x.compare(VectorOperators.LE, EXP_UNDERFLOW));
  }

  /** d - ln(1 + d) for d in (-0.3, 0.45); see {@link Kernels#dMinusLog1p}. */
  public static DoubleVector dMinusLog1p(DoubleVector d) {
    DoubleVector s = d.div(d.add(2));
    DoubleVector z = s.mul(s);
    DoubleVector z2 = z.mul(z);
    DoubleVector z4 = z2.mul(z2);
    DoubleVector a = z.mul(1.0 / 5).add(1.0 / 3).add(z2.mul(z.mul(1.0 / 9).add(1.0 / 7)));
    DoubleVector b = z.mul(1.0 / 13).add(1.0 / 11).add(z2.mul(z.mul(1.0 / 17).add(1.0 / 15)));
    DoubleVector c = z.mul(1.0 / 21).add(1.0 / 19);
    DoubleVector sum = a.add(z4.mul(b.add(z4.mul(c))));
    return s.mul(d).sub(s.mul(2).mul(z).mul(sum));
  }

  /** Whether x is a normal number above zero. */
  public static VectorMask<Double> normal(DoubleVector x) {
    return x.compare(VectorOperators.GE, Double.MIN_NORMAL)
        .and(x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY));
  }

  /** The m in [½, 1) of x = m 2^k, for normal x. */
  public static DoubleVector half(DoubleVector x) {
    return x.reinterpretAsLongs()
        .lanewise(VectorOperators.AND, MANTISSA)
        .lanewise(VectorOperators.OR, HALF)
        .reinterpretAsDoubles();
  }

  /** Whether such an m is doubled, and its k lowered by one, before a logarithm is taken. */
  public static VectorMask<Double> doubles(DoubleVector m) {
    return m.compare(VectorOperators.LT, SQRT_HALF);
  }

  /** The k of x = m 2^k with m in [½, 1), for normal x. */
  public static DoubleVector exponent(DoubleVector x) {
    return x.reinterpretAsLongs()
        .lanewise(VectorOperators.LSHR, 52)
        .lanewise(VectorOperators.OR, TWO_52)
        .reinterpretAsDoubles()
        .sub(TWO_52_AND_BIAS);
  }

  /**
   * ln x of x = m 2^k with m in [√½, √2).
   *
   * @param d m - 1
   * @param dMinusLog1p of d
   */
  public static DoubleVector log(DoubleVector k, DoubleVector d, DoubleVector dMinusLog1p) {
    return k.mul(LN2_HIGH).add(d.sub(dMinusLog1p.sub(k.mul(LN2_LOW))));
  }
}
