package io.gradsweep.workers.api;

import static io.gradsweep.results.summary.StrictLog.C1;
import static io.gradsweep.results.summary.StrictLog.C2;
import static io.gradsweep.results.summary.StrictLog.C3;
import static io.gradsweep.results.summary.StrictLog.C4;
import static io.gradsweep.results.summary.StrictLog.C5;
import static io.gradsweep.results.summary.StrictLog.C6;
import static io.gradsweep.results.summary.StrictLog.C7;
import static io.gradsweep.results.summary.StrictLog.LN2_HIGH;
import static io.gradsweep.results.summary.StrictLog.LN2_LOW;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ArrayLog} on vectors. Each lane makes the operations of {@link
 * io.gradsweep.results.summary.StrictLog}, which names their source, in the same order, of each of
 * its three forms, and takes the one that belongs to its argument. The forms without a term in k
 * are those with k = 0: 0 - (a - b) is b - a.
 *
 * <p>Three loops, since the compiler takes in only so many vector operations of one. If a number is
 * not normal, which no error of a fit is as a rule, none of its array is taken.
 */
final class VectorLog extends ArrayLog {

  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private static final long MANTISSA = 0x000fffffffffffffL;
  private static final long NEXT_EXPONENT = 0x0010000000000000L;
  private static final long ONE = 0x3ff0000000000000L;

  /** Makes a mantissa of about √2 or more overflow into the exponent. */
  private static final long TO_SQRT_2 = 0x95f64L << 32;

  /** The bits of 2^52, into whose last bits a small whole number is put to become a double. */
  private static final long TWO_52 = 0x4330000000000000L;

  private static final double TWO_52_AND_BIAS = 0x1p52 + 1023;

  /** Of f = m - 1: for the upper halves of the bits of m that are at or next to one. */
  private static final double NEAR_ONE = 0x1p-20;

  /** Of f: from 1.38 on, or below 1.42 / 2 - 1, the square is taken out of the series. */
  private static final double FROM_1_38 = 0x6147a * 0x1p-20;

  private static final double BELOW_1_42 = (0x6b852 * 0x1p-20 - 1) / 2;

  private double[] f = {};
  private double[] k = {};
  private double[] s = {};
  private double[] r = {};

  @Override
  void replace(double[] x, int n) {
    int whole = SPECIES.loopBound(n);
    if (f.length < whole) {
      f = new double[whole];
      k = new double[whole];
      s = new double[whole];
      r = new double[whole];
    }
    if (!split(x, whole)) {
      oneByOne(x, 0, n);
      return;
    }
    series(whole);
    combine(x, whole);
    oneByOne(x, whole, n);
  }

  /** x = (1 + f) 2^k, with 1 + f about between √½ and √2. Whether all x are normal. */
  private boolean split(double[] x, int to) {
    boolean normal = true;
    for (int i = 0; i < to; i += SPECIES.length()) {
      DoubleVector value = DoubleVector.fromArray(SPECIES, x, i);
      normal &=
          value
              .compare(VectorOperators.GE, Double.MIN_NORMAL)
              .and(value.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
              .allTrue();
      LongVector bits = value.reinterpretAsLongs();
      LongVector mantissa = bits.lanewise(VectorOperators.AND, MANTISSA);
      LongVector over = mantissa.add(TO_SQRT_2).lanewise(VectorOperators.AND, NEXT_EXPONENT);
      mantissa
          .lanewise(VectorOperators.OR, over.lanewise(VectorOperators.XOR, ONE))
          .reinterpretAsDoubles()
          .sub(1)
          .intoArray(f, i);
      bits.add(over)
          .lanewise(VectorOperators.LSHR, 52)
          .lanewise(VectorOperators.OR, TWO_52)
          .reinterpretAsDoubles()
          .sub(TWO_52_AND_BIAS)
          .intoArray(k, i);
    }
    return normal;
  }

  private void series(int to) {
    for (int i = 0; i < to; i += SPECIES.length()) {
      DoubleVector fs = DoubleVector.fromArray(SPECIES, f, i);
      DoubleVector ss = fs.div(fs.add(2));
      DoubleVector z = ss.mul(ss);
      DoubleVector w = z.mul(z);
      DoubleVector even = w.mul(w.mul(w.mul(C6).add(C4)).add(C2));
      DoubleVector odd = z.mul(w.mul(w.mul(w.mul(C7).add(C5)).add(C3)).add(C1));
      ss.intoArray(s, i);
      odd.add(even).intoArray(r, i);
    }
  }

  private void combine(double[] x, int to) {
    for (int i = 0; i < to; i += SPECIES.length()) {
      DoubleVector fs = DoubleVector.fromArray(SPECIES, f, i);
      DoubleVector ks = DoubleVector.fromArray(SPECIES, k, i);
      DoubleVector ss = DoubleVector.fromArray(SPECIES, s, i);
      DoubleVector rs = DoubleVector.fromArray(SPECIES, r, i);
      DoubleVector low = ks.mul(LN2_LOW);
      DoubleVector half = fs.mul(0.5).mul(fs);
      DoubleVector plain = ss.mul(fs.sub(rs));
      DoubleVector nearOne = fs.mul(fs).mul(fs.mul(-0.33333333333333333).add(0.5));
      VectorMask<Double> isNearOne =
          fs.compare(VectorOperators.GE, -NEAR_ONE).and(fs.compare(VectorOperators.LT, NEAR_ONE));
      VectorMask<Double> isHalf =
          fs.compare(VectorOperators.GE, FROM_1_38).or(fs.compare(VectorOperators.LT, BELOW_1_42));
      DoubleVector rest =
          plain
              .blend(nearOne, isNearOne)
              .sub(low)
              .blend(half.sub(ss.mul(half.add(rs)).add(low)), isHalf);
      ks.mul(LN2_HIGH).sub(rest.sub(fs)).intoArray(x, i);
    }
  }
}
