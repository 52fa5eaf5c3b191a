package io.gradsweep.workers.simulations.groupsparsity;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of four or two trials in one reading of the vectors. Each entry is added up as in {@link
 * WeightedSums}, without fused multiplication and addition.
 */
final class VectorSums implements LaneSums {

  private static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.length() <= WeightedSums.MULTIPLE
          ? DoubleVector.SPECIES_PREFERRED
          : DoubleVector.SPECIES_512;

  @Override
  public void sum(double[][] vectors, double[][] weights, double[][] out, int count) {
    int l = 0;
    for (; l + 3 < count; l += 4) {
      four(vectors, weights, out, l);
    }
    for (; l + 1 < count; l += 2) {
      two(vectors, weights, out, l);
    }
    if (l < count) {
      WeightedSums.sum(vectors, weights[l], out[l]);
    }
  }

  private static void four(double[][] vectors, double[][] weights, double[][] out, int l) {
    for (int i = l; i < l + 4; i++) {
      Arrays.fill(out[i], 0);
    }
    int k = 0;
    for (; k + 3 < vectors.length; k += 4) {
      addFour(
          vectors,
          k,
          weights[l],
          weights[l + 1],
          weights[l + 2],
          weights[l + 3],
          out[l],
          out[l + 1],
          out[l + 2],
          out[l + 3]);
    }
    addRest(vectors, k, weights, out, l, l + 4);
  }

  private static void two(double[][] vectors, double[][] weights, double[][] out, int l) {
    for (int i = l; i < l + 2; i++) {
      Arrays.fill(out[i], 0);
    }
    int k = 0;
    for (; k + 7 < vectors.length; k += 8) {
      addTwo(vectors, k, weights[l], weights[l + 1], out[l], out[l + 1]);
    }
    addRest(vectors, k, weights, out, l, l + 2);
  }

  private static void addRest(
      double[][] vectors, int from, double[][] weights, double[][] out, int l, int end) {
    for (int i = l; i < end; i++) {
      for (int k = from; k < vectors.length; k++) {
        WeightedSums.add(weights[i][k], vectors[k], out[i]);
      }
    }
  }

  /** Adds four vectors to the sums r, s, t, u. */
  private static void addFour(
      double[][] vectors,
      int k,
      double[] a,
      double[] b,
      double[] c,
      double[] d,
      double[] r,
      double[] s,
      double[] t,
      double[] u) {
    double[] x0 = vectors[k];
    double[] x1 = vectors[k + 1];
    double[] x2 = vectors[k + 2];
    double[] x3 = vectors[k + 3];
    DoubleVector a0 = all(a[k]);
    DoubleVector a1 = all(a[k + 1]);
    DoubleVector a2 = all(a[k + 2]);
    DoubleVector a3 = all(a[k + 3]);
    DoubleVector b0 = all(b[k]);
    DoubleVector b1 = all(b[k + 1]);
    DoubleVector b2 = all(b[k + 2]);
    DoubleVector b3 = all(b[k + 3]);
    DoubleVector c0 = all(c[k]);
    DoubleVector c1 = all(c[k + 1]);
    DoubleVector c2 = all(c[k + 2]);
    DoubleVector c3 = all(c[k + 3]);
    DoubleVector d0 = all(d[k]);
    DoubleVector d1 = all(d[k + 1]);
    DoubleVector d2 = all(d[k + 2]);
    DoubleVector d3 = all(d[k + 3]);
    for (int i = 0; i < r.length; i += SPECIES.length()) {
      DoubleVector y0 = at(x0, i);
      DoubleVector y1 = at(x1, i);
      DoubleVector y2 = at(x2, i);
      DoubleVector y3 = at(x3, i);
      at(r, i).add(a0.mul(y0)).add(a1.mul(y1)).add(a2.mul(y2)).add(a3.mul(y3)).intoArray(r, i);
      at(s, i).add(b0.mul(y0)).add(b1.mul(y1)).add(b2.mul(y2)).add(b3.mul(y3)).intoArray(s, i);
      at(t, i).add(c0.mul(y0)).add(c1.mul(y1)).add(c2.mul(y2)).add(c3.mul(y3)).intoArray(t, i);
      at(u, i).add(d0.mul(y0)).add(d1.mul(y1)).add(d2.mul(y2)).add(d3.mul(y3)).intoArray(u, i);
    }
  }

  /** Adds eight vectors to the sums r and s. */
  private static void addTwo(
      double[][] vectors, int k, double[] a, double[] b, double[] r, double[] s) {
    double[] x0 = vectors[k];
    double[] x1 = vectors[k + 1];
    double[] x2 = vectors[k + 2];
    double[] x3 = vectors[k + 3];
    double[] x4 = vectors[k + 4];
    double[] x5 = vectors[k + 5];
    double[] x6 = vectors[k + 6];
    double[] x7 = vectors[k + 7];
    DoubleVector a0 = all(a[k]);
    DoubleVector a1 = all(a[k + 1]);
    DoubleVector a2 = all(a[k + 2]);
    DoubleVector a3 = all(a[k + 3]);
    DoubleVector a4 = all(a[k + 4]);
    DoubleVector a5 = all(a[k + 5]);
    DoubleVector a6 = all(a[k + 6]);
    DoubleVector a7 = all(a[k + 7]);
    DoubleVector b0 = all(b[k]);
    DoubleVector b1 = all(b[k + 1]);
    DoubleVector b2 = all(b[k + 2]);
    DoubleVector b3 = all(b[k + 3]);
    DoubleVector b4 = all(b[k + 4]);
    DoubleVector b5 = all(b[k + 5]);
    DoubleVector b6 = all(b[k + 6]);
    DoubleVector b7 = all(b[k + 7]);
    for (int i = 0; i < r.length; i += SPECIES.length()) {
      DoubleVector p = at(r, i);
      DoubleVector q = at(s, i);
      DoubleVector y = at(x0, i);
      p = p.add(a0.mul(y));
      q = q.add(b0.mul(y));
      y = at(x1, i);
      p = p.add(a1.mul(y));
      q = q.add(b1.mul(y));
      y = at(x2, i);
      p = p.add(a2.mul(y));
      q = q.add(b2.mul(y));
      y = at(x3, i);
      p = p.add(a3.mul(y));
      q = q.add(b3.mul(y));
      y = at(x4, i);
      p = p.add(a4.mul(y));
      q = q.add(b4.mul(y));
      y = at(x5, i);
      p = p.add(a5.mul(y));
      q = q.add(b5.mul(y));
      y = at(x6, i);
      p = p.add(a6.mul(y));
      q = q.add(b6.mul(y));
      y = at(x7, i);
      p = p.add(a7.mul(y));
      q = q.add(b7.mul(y));
      p.intoArray(r, i);
      q.intoArray(s, i);
    }
  }

  private static DoubleVector at(double[] x, int i) {
    return DoubleVector.fromArray(SPECIES, x, i);
  }

  private static DoubleVector all(double x) {
    return DoubleVector.broadcast(SPECIES, x);
  }
}
