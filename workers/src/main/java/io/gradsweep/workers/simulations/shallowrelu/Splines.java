package io.gradsweep.workers.simulations.shallowrelu;

/** The interpolants that networks are compared with, on grids within the samples' range. */
final class Splines {

  private Splines() {}

  /** The piecewise linear interpolant of (x, y) at each ascending point of the grid. */
  static double[] linear(double[] x, double[] y, double[] grid) {
    return cubic(x, y, new double[x.length], grid);
  }

  /**
   * The natural cubic spline: the interpolant of least ∫ f″², whose second derivative vanishes at
   * both ends.
   */
  static double[] naturalCubic(double[] x, double[] y, double[] grid) {
    return cubic(x, y, secondDerivatives(x, y), grid);
  }

  /**
   * Solves the tridiagonal system for f″ at the samples, without pivoting: it is diagonally
   * dominant.
   */
  private static double[] secondDerivatives(double[] x, double[] y) {
    int n = x.length;
    double[] second = new double[n];
    double[] pivot = new double[n];
    for (int j = 1; j < n - 1; j++) {
      double left = x[j] - x[j - 1];
      double right = x[j + 1] - x[j];
      double factor = j == 1 ? 0 : left / pivot[j - 1];
      pivot[j] = 2 * (left + right) - (j == 1 ? 0 : factor * left);
      double turn = 6 * ((y[j + 1] - y[j]) / right - (y[j] - y[j - 1]) / left);
      second[j] = turn - factor * second[j - 1];
    }
    for (int j = n - 2; j > 0; j--) {
      second[j] = (second[j] - (x[j + 1] - x[j]) * second[j + 1]) / pivot[j];
    }
    return second;
  }

  private static double[] cubic(double[] x, double[] y, double[] second, double[] grid) {
    double[] values = new double[grid.length];
    int j = 0;
    for (int g = 0; g < grid.length; g++) {
      while (j < x.length - 2 && grid[g] > x[j + 1]) {
        j++;
      }
      double h = x[j + 1] - x[j];
      double t = (grid[g] - x[j]) / h;
      double u = 1 - t;
      double bend = (u * u * u - u) * second[j] + (t * t * t - t) * second[j + 1];
      values[g] = u * y[j] + t * y[j + 1] + h * h / 6 * bend;
    }
    return values;
  }

  /** Σ |changes of slope| of the polygon through some points: ∫ |f″| of a function on them. */
  static double slopeVariation(double[] points, double[] values) {
    double variation = 0;
    for (int g = 1; g < points.length - 1; g++) {
      double left = (values[g] - values[g - 1]) / (points[g] - points[g - 1]);
      double right = (values[g + 1] - values[g]) / (points[g + 1] - points[g]);
      variation += Math.abs(right - left);
    }
    return variation;
  }
}
