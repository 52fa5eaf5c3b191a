package io.gradsweep.sweeps.refine;

import io.gradsweep.sweeps.spec.AxisScale;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.RefineSpec;
import io.gradsweep.sweeps.spec.Tolerance;
import io.gradsweep.sweeps.spec.WhichCrossing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.UnaryOperator;

/** Searches driven to their end. */
final class Searches {

  /**
   * @param verdicts of every value that was asked for
   */
  record End(Boundary boundary, Map<Double, Side> verdicts) {}

  private Searches() {}

  static RefineSpec spec(String to, int probes, int extend, WhichCrossing which, AxisScale scale) {
    return new RefineSpec(
        "step_size",
        "status == 'converged'",
        Tolerance.parse(to).orElseThrow(),
        probes,
        extend,
        which,
        scale,
        Position.NONE);
  }

  static RefineSpec last(String to, int probes, int extend, AxisScale scale) {
    return spec(to, probes, extend, WhichCrossing.LAST, scale);
  }

  static Bisection real(RefineSpec spec) {
    return new Bisection(spec, false, x -> x >= 0);
  }

  static double[] geometric(double from, double to, int n) {
    double[] grid = new double[n];
    Arrays.setAll(grid, i -> from * Math.pow(to / from, i / (n - 1.0)));
    return grid;
  }

  /** Answers all that is asked until nothing is. */
  static End run(Bisection search, double[] grid, DoubleFunction<Side> answer) {
    return run(search, grid, answer, UnaryOperator.identity(), new HashMap<>());
  }

  /**
   * @param some of the values asked in a round, those that are answered
   * @param verdicts that are there before
   */
  static End run(
      Bisection search,
      double[] grid,
      DoubleFunction<Side> answer,
      UnaryOperator<List<Double>> some,
      Map<Double, Side> verdicts) {
    Map<Double, Side> own = new HashMap<>();
    Boundary boundary = search.search(grid, verdicts);
    while (!boundary.asked().isEmpty()) {
      for (double value : some.apply(boundary.asked())) {
        verdicts.put(value, answer.apply(value));
        own.put(value, verdicts.get(value));
      }
      boundary = search.search(grid, verdicts);
    }
    return new End(boundary, own);
  }

  static Side holds(boolean holds) {
    return holds ? Side.HOLDS : Side.FAILS;
  }
}
