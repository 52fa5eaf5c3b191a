package io.gradsweep.workers.simulations.kldivergence;

import static io.gradsweep.workers.numeric.VectorKernels.SPECIES;
import static io.gradsweep.workers.numeric.VectorKernels.zero;

import io.gradsweep.workers.numeric.VectorKernels;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Simplex} on a vector's lanes, bit-identical. An array holds the numbers of one category
 * side by side, those of the next category {@code width} further on; {@code at} is the vector's
 * first lane.
 *
 * <p>The compiler takes in only so many vector operations of one method, and makes objects of the
 * others; so what is one loop there is a sequence of short ones here.
 */
final class VectorSimplex {

  /** Above this d, a divergence's summand is computed from d itself. */
  private static final double NOT_FAR_BELOW = -0.5;

  private final int width;

  /** Ends of arrays with and without the reference, beyond {@code at}. */
  private final int all;

  private final int last;

  /** Of a vector's first lane, whether a summand of the last divergence had no short form. */
  private final boolean[] far;

  /** Whether a category of the divergence under way has its short form in all lanes. */
  private final boolean[] isShort;

  private final double[] scratch;
  private final double[] mantissa;
  private final double[] exponent;
  private final double[] series;

  /** Whether all logarithms of the vector under way are of normal numbers. */
  private boolean normal;

  VectorSimplex(int n, int width) {
    this.width = width;
    all = (n + 1) * width;
    last = n * width;
    far = new boolean[width];
    isShort = new boolean[n + 1];
    scratch = new double[all];
    mantissa = new double[all];
    exponent = new double[all];
    series = new double[all];
  }

  /** See {@link Simplex#closeDeviations}. */
  void closeDeviations(double[] e, int at) {
    DoubleVector sum = zero();
    for (int i = at; i < at + last; i += width) {
      sum = sum.add(DoubleVector.fromArray(SPECIES, e, i));
    }
    zero().sub(sum).intoArray(e, at + last);
  }

  /** See {@link Simplex#etaGradient}. */
  void etaGradient(double[] e, double[] p, double[] g, int at) {
    DoubleVector reference =
        DoubleVector.fromArray(SPECIES, e, at + last)
            .div(DoubleVector.fromArray(SPECIES, p, at + last));
    for (int i = at; i < at + last; i += width) {
      DoubleVector.fromArray(SPECIES, e, i)
          .div(DoubleVector.fromArray(SPECIES, p, i))
          .sub(reference)
          .intoArray(g, i);
    }
  }

  /** See {@link Simplex#fisherTimes}. */
  void fisherTimes(double[] q, double[] v, double[] out, int at) {
    DoubleVector dot = zero();
    for (int i = at; i < at + last; i += width) {
      dot =
          dot.add(DoubleVector.fromArray(SPECIES, q, i).mul(DoubleVector.fromArray(SPECIES, v, i)));
    }
    for (int i = at; i < at + last; i += width) {
      DoubleVector.fromArray(SPECIES, q, i)
          .mul(DoubleVector.fromArray(SPECIES, v, i).sub(dot))
          .intoArray(out, i);
    }
  }

  /** The first part of {@link Simplex#softmax}: coordinates less the largest. */
  void belowMax(double[] theta, int at) {
    DoubleVector max = zero();
    DoubleVector other = max;
    int i = at;
    for (; i + width < at + last; i += 2 * width) { // two, so that neither waits for the other
      max = greater(max, DoubleVector.fromArray(SPECIES, theta, i));
      other = greater(other, DoubleVector.fromArray(SPECIES, theta, i + width));
    }
    if (i < at + last) {
      max = greater(max, DoubleVector.fromArray(SPECIES, theta, i));
    }
    max = greater(max, other);
    zero().sub(max).intoArray(scratch, at + last);
    for (i = at; i < at + last; i += width) {
      DoubleVector.fromArray(SPECIES, theta, i).sub(max).intoArray(scratch, i);
    }
  }

  /**
   * The greater one, or the first if the second is NaN: fewer instructions than {@code max}. All
   * probabilities become NaN if one coordinate is.
   */
  private static DoubleVector greater(DoubleVector a, DoubleVector b) {
    return a.blend(b, b.compare(VectorOperators.GT, a));
  }

  /** The second part: their exponentials. */
  void exp(double[] p, int at) {
    for (int i = at; i < at + all; i += width) {
      VectorKernels.exp(DoubleVector.fromArray(SPECIES, scratch, i)).intoArray(p, i);
    }
  }

  /** The last part: probabilities, the least of them, and their deviations from q. */
  void normalise(double[] q, double[] p, double[] e, double[] least, int at) {
    DoubleVector reference = DoubleVector.fromArray(SPECIES, p, at + last);
    DoubleVector sum = reference;
    for (int i = at; i < at + last; i += width) {
      sum = sum.add(DoubleVector.fromArray(SPECIES, p, i));
    }
    DoubleVector scale = DoubleVector.broadcast(SPECIES, 1.0).div(sum);
    DoubleVector deviations = zero();
    DoubleVector min = reference.mul(scale);
    min.intoArray(p, at + last);
    for (int i = at; i < at + last; i += width) {
      DoubleVector probability = DoubleVector.fromArray(SPECIES, p, i).mul(scale);
      DoubleVector deviation = probability.sub(DoubleVector.fromArray(SPECIES, q, i));
      probability.intoArray(p, i);
      deviation.intoArray(e, i);
      deviations = deviations.add(deviation);
      min = smaller(min, probability);
    }
    min.intoArray(least, at);
    zero().sub(deviations).intoArray(e, at + last);
  }

  /** See {@link Simplex#min}. If one probability is NaN, that of the reference is. */
  void min(double[] p, double[] out, int at) {
    DoubleVector min = DoubleVector.fromArray(SPECIES, p, at + last);
    DoubleVector other = min;
    int i = at;
    for (; i + width < at + last; i += 2 * width) {
      min = smaller(min, DoubleVector.fromArray(SPECIES, p, i));
      other = smaller(other, DoubleVector.fromArray(SPECIES, p, i + width));
    }
    if (i < at + last) {
      min = smaller(min, DoubleVector.fromArray(SPECIES, p, i));
    }
    smaller(min, other).intoArray(out, at);
  }

  /** The smaller one, or the first if either is NaN. */
  private static DoubleVector smaller(DoubleVector a, DoubleVector b) {
    return a.blend(b, b.compare(VectorOperators.LT, a));
  }

  /**
   * The first part of {@link Simplex#divergence}: the sum if every summand has its short form.
   * Nothing if the last sum had one that has not.
   */
  void nearDivergence(double[] q, double[] e, double[] out, int at) {
    if (far[at]) {
      return;
    }
    DoubleVector sum = zero();
    for (int i = at; i < at + all; i += width) {
      DoubleVector qs = DoubleVector.fromArray(SPECIES, q, i);
      DoubleVector d = DoubleVector.fromArray(SPECIES, e, i).div(qs);
      if (!near(d).allTrue()) {
        far[at] = true;
        return;
      }
      sum = sum.add(qs.mul(VectorKernels.dMinusLog1p(d)));
    }
    sum.intoArray(out, at);
  }

  /** Whether the other parts of the divergence are needed. */
  boolean isFar(int at) {
    return far[at];
  }

  private static VectorMask<Double> near(DoubleVector d) {
    return d.compare(VectorOperators.GT, -0.3).and(d.compare(VectorOperators.LT, 0.45));
  }

  /** The second part: d, and the argument of the logarithm unless all lanes do without. */
  void arguments(double[] q, double[] e, double[] p, int at) {
    normal = true;
    for (int i = at, category = 0; i < at + all; i += width, category++) {
      DoubleVector qs = DoubleVector.fromArray(SPECIES, q, i);
      DoubleVector d = DoubleVector.fromArray(SPECIES, e, i).div(qs);
      isShort[category] = near(d).allTrue();
      if (isShort[category]) {
        d.intoArray(mantissa, i);
        continue;
      }
      d = d.blend(0.0, qs.compare(VectorOperators.LE, 0.0));
      DoubleVector x =
          DoubleVector.fromArray(SPECIES, p, i)
              .div(qs)
              .blend(d.add(1), d.compare(VectorOperators.GT, NOT_FAR_BELOW));
      normal &= VectorKernels.normal(x).or(near(d)).allTrue();
      d.intoArray(scratch, i);
      x.intoArray(mantissa, i);
    }
  }

  /** The third part: mantissa and exponent; where d has its short form, it is the mantissa. */
  void split(int at) {
    for (int i = at, category = 0; i < at + all; i += width, category++) {
      if (isShort[category]) {
        continue;
      }
      DoubleVector x = DoubleVector.fromArray(SPECIES, mantissa, i);
      DoubleVector d = DoubleVector.fromArray(SPECIES, scratch, i);
      DoubleVector m = VectorKernels.half(x);
      VectorMask<Double> small = VectorKernels.doubles(m);
      DoubleVector k = VectorKernels.exponent(x);
      k.blend(k.sub(1), small).intoArray(exponent, i);
      m.blend(m.mul(2), small).sub(1).blend(d, near(d)).intoArray(mantissa, i);
    }
  }

  /** The fourth part: the series, of d or of the mantissa. */
  void series(int at) {
    for (int i = at; i < at + all; i += width) {
      VectorKernels.dMinusLog1p(DoubleVector.fromArray(SPECIES, mantissa, i)).intoArray(series, i);
    }
  }

  /** The last part: the sum, each lane taking its own form. */
  void farDivergence(double[] q, double[] e, double[] p, double[] out, int at) {
    if (!normal) {
      oneByOne(q, e, p, out, at);
      return;
    }
    boolean allNear = true;
    DoubleVector sum = zero();
    for (int i = at, category = 0; i < at + all; i += width, category++) {
      DoubleVector qs = DoubleVector.fromArray(SPECIES, q, i);
      DoubleVector shortForm = DoubleVector.fromArray(SPECIES, series, i);
      if (isShort[category]) {
        sum = sum.add(qs.mul(shortForm));
        continue;
      }
      DoubleVector es = DoubleVector.fromArray(SPECIES, e, i);
      DoubleVector d = DoubleVector.fromArray(SPECIES, scratch, i);
      DoubleVector log =
          VectorKernels.log(
              DoubleVector.fromArray(SPECIES, exponent, i),
              DoubleVector.fromArray(SPECIES, mantissa, i),
              shortForm);
      VectorMask<Double> near = near(d);
      allNear &= near.allTrue();
      DoubleVector ofD = qs.mul(d.sub(log).blend(shortForm, near));
      sum =
          sum.add(
              es.sub(qs.mul(log))
                  .blend(ofD, d.compare(VectorOperators.GT, NOT_FAR_BELOW))
                  .blend(es, qs.compare(VectorOperators.LE, 0.0)));
    }
    sum.intoArray(out, at);
    far[at] = !allNear;
  }

  /** For a logarithm of zero, of a subnormal number or of none. */
  private void oneByOne(double[] q, double[] e, double[] p, double[] out, int at) {
    for (int lane = 0; lane < SPECIES.length(); lane++) {
      double sum = 0;
      for (int i = at + lane; i < at + all; i += width) {
        sum += Simplex.summand(q[i], e[i], p[i]);
      }
      out[at + lane] = sum;
    }
  }
}
