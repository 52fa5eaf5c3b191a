package io.gradsweep.results.summary;

/**
 * Shared part of the lines through the first one, two, three… of some points: sums of their x
 * alone. Lines through many y over the same x then take half the work each, with the bits of {@link
 * LinearFit}. The y must be of ordinary size: 0, or between 3e-39 and 3e38 without their sign.
 */
public final class SharedX {

  private final int unit;
  private final double[] deviations;
  private final double[] means;
  private final double[] squares;

  private SharedX(int n, int unit) {
    deviations = new double[n];
    means = new double[n];
    squares = new double[n];
    this.unit = unit;
  }

  /** Takes points {@code from} to {@code to}, exclusively. */
  public static SharedX of(double[] x, int from, int to) {
    return bothWays(x, from, to).up();
  }

  /** Some points, and the same with the last one first. */
  public record BothWays(SharedX up, SharedX down) {}

  /** Takes points {@code from} to {@code to}, exclusively: neither way waits for the other. */
  public static BothWays bothWays(double[] x, int from, int to) {
    int n = to - from;
    int most = Scaling.LEAST;
    for (int i = from; i < to; i++) {
      most = Math.max(most, Scaling.exponent(x[i]));
    }
    SharedX up = new SharedX(n, most);
    SharedX down = new SharedX(n, most);
    double upMean = 0;
    double upSum = 0;
    double downMean = 0;
    double downSum = 0;
    for (int i = 0; i < n; i++) {
      double first = Scaling.times(x[from + i], -most);
      double upDeviation = first - upMean;
      upMean += upDeviation / (i + 1);
      upSum += upDeviation * (first - upMean);
      up.deviations[i] = upDeviation;
      up.means[i] = upMean;
      up.squares[i] = upSum;
      double last = Scaling.times(x[to - 1 - i], -most);
      double downDeviation = last - downMean;
      downMean += downDeviation / (i + 1);
      downSum += downDeviation * (last - downMean);
      down.deviations[i] = downDeviation;
      down.means[i] = downMean;
      down.squares[i] = downSum;
    }
    return new BothWays(up, down);
  }

  /** The x of a point, less the mean of those before it. */
  public double deviation(int point) {
    return deviations[point];
  }

  /**
   * Writes the sums of squared residuals of the lines through the first one, two, three, up to n
   * points.
   *
   * @param squaresOfY of each point, the sum of squares of y about their mean, up to it
   * @param products of each point, the sum of products, up to it: of its {@link #deviation} and its
   *     y less the mean of y up to it
   */
  public void residuals(int n, double[] squaresOfY, double[] products, double[] residuals) {
    for (int i = 0; i < n; i++) {
      residuals[i] = Math.max(0, squaresOfY[i] - products[i] * products[i] / squares[i]);
    }
  }

  /**
   * The line through the first n points.
   *
   * @param meanY of their y
   * @param squaresOfY their sum of squares about it
   * @param products as for {@link #residuals}
   */
  public LinearFit line(int n, double meanY, double squaresOfY, double products) {
    return n == 0
        ? new LinearFit()
        : new LinearFit(n, unit, means[n - 1], meanY, squares[n - 1], squaresOfY, products);
  }

  /** The line through the first n points, with the y from {@code from} on. */
  public LinearFit fit(double[] y, int from, int n) {
    double mean = 0;
    double sum = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      double value = y[from + i];
      double deviation = value - mean;
      mean += deviation / (i + 1);
      sum += deviation * (value - mean);
      products += deviations[i] * (value - mean);
    }
    return line(n, mean, sum, products);
  }
}
