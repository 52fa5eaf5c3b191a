package io.gradsweep.workers.simulations.attention;

import io.gradsweep.workers.numeric.DenseMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds when A and V settle: the first of some evenly spaced points of the run at which the
 * distance to the final state is below a tenth of the initial distance. The weights are kept at
 * these points; A and V are computed from them at the end, when the final state is known.
 */
final class Settling {

  private static final double SHARE = 0.1;

  private static final long NEVER = -1;

  private final int points;
  private final long maxSteps;
  private final List<Long> steps = new ArrayList<>();
  private final List<HeadMatrices> weights = new ArrayList<>();
  private long next;

  Settling(int points, long maxSteps) {
    this.points = points;
    this.maxSteps = maxSteps;
    next = points == 0 ? Long.MAX_VALUE : 0;
  }

  /** Keeps the weights if this step is one of the points. */
  void look(long step, HeadMatrices present) {
    if (step >= next) {
      steps.add(step);
      weights.add(present.copy());
      next = Math.round((double) steps.size() / points * maxSteps);
      next = Math.max(next, step + 1);
    }
  }

  /** The steps at which A and V settled, in this order; -1 if not known. */
  long[] settledAt(CausalHead head, HeadMatrices last) {
    long[] settled = {NEVER, NEVER};
    double[] first = {Double.NaN, Double.NaN};
    Projected end = project(head, last);
    for (int i = 0; i < steps.size(); i++) {
      Projected at = project(head, weights.get(i));
      double[] distance = {
        head.routing().distance(at.q, at.k, end.q, end.k), Routing.distance(at.v, end.v)
      };
      for (int what = 0; what < 2; what++) {
        first[what] = i == 0 ? distance[what] : first[what];
        if (settled[what] == NEVER && distance[what] < SHARE * first[what]) {
          settled[what] = steps.get(i);
        }
      }
    }
    return settled;
  }

  private record Projected(DenseMatrix q, DenseMatrix k, DenseMatrix v) {}

  private static Projected project(CausalHead head, HeadMatrices w) {
    head.project(w);
    return new Projected(copy(head.q()), copy(head.k()), copy(head.v()));
  }

  private static DenseMatrix copy(DenseMatrix matrix) {
    DenseMatrix copy = new DenseMatrix(matrix.rows(), matrix.columns());
    copy.write(matrix);
    return copy;
  }
}
