package io.gradsweep.driver.analysis;

import io.gradsweep.results.summary.LinearFit;
import java.util.Arrays;

/** Points of a fit, on the scale on which it is a line. */
final class FitPoints {

  private double[] x = new double[16];
  private double[] y = new double[16];
  private int n;

  void add(double place, double level) {
    if (n == x.length) {
      x = Arrays.copyOf(x, 2 * n);
      y = Arrays.copyOf(y, 2 * n);
    }
    x[n] = place;
    y[n++] = level;
  }

  int n() {
    return n;
  }

  double x(int i) {
    return x[i];
  }

  double y(int i) {
    return y[i];
  }

  /**
   * The power of two in whose units squares of the x are in range; 0 if those of the numbers
   * themselves are.
   */
  int unit() {
    double greatest = Arrays.stream(x, 0, n).map(Math::abs).max().orElse(0);
    int exponent = Math.getExponent(greatest);
    return Math.abs(exponent) <= 128 || greatest == 0 ? 0 : exponent;
  }

  LinearFit line() {
    LinearFit line = new LinearFit();
    for (int i = 0; i < n; i++) {
      line.add(x[i], y[i]);
    }
    return line;
  }

  double[] distinctPlaces() {
    return Arrays.stream(x, 0, n).sorted().distinct().toArray();
  }
}
