package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.util.Arrays;

/**
 * The model f(x) = B z with the equilibrium z, that is, the linear model W = B U⁻¹. With G = ∇L₀(W)
 * and Q = G U⁻ᵀ, the gradients are ∂B = Q and ∂A = S∘(R - 1 colsum(S∘R)), R = γWᵀQ (implicit
 * differentiation; one LU). The plain linear model is the case γ = 0, started from the W of the
 * implicit model.
 *
 * <p>Parameters are A, m² numbers row by row, then B, m_y m.
 */
final class ImplicitModel extends ModelOfWeights {

  private final Settings settings;
  private final ImplicitLayer layer;
  private final int m;
  private final int entries;
  private final double[] pull;
  private final DenseMatrix q;
  private final DenseMatrix r;

  ImplicitModel(Settings settings, Objective objective) {
    super(settings, objective);
    this.settings = settings;
    m = settings.width;
    entries = settings.outputs * m;
    boolean linear = settings.model == ModelKind.LINEAR;
    layer = new ImplicitLayer(m, linear ? 0 : settings.gamma);
    pull = new double[m * m];
    q = new DenseMatrix(settings.outputs, m);
    r = new DenseMatrix(m, m);
  }

  @Override
  public double[] start(Streams streams) {
    double[] parameters = Start.implicit(settings, streams);
    if (settings.model == ModelKind.LINEAR && settings.gamma > 0) {
      ImplicitLayer implicit = new ImplicitLayer(m, settings.gamma);
      implicit.set(parameters, 0);
      System.arraycopy(parameters, m * m, rows, 0, entries);
      w.write(rows);
      implicit.timesInverse(w);
      w.read(rows);
      System.arraycopy(rows, 0, parameters, m * m, entries);
    }
    return parameters;
  }

  @Override
  public double evaluate(double[] parameters, double[] gradient) {
    if (!TrainedModel.finite(parameters)) {
      Arrays.fill(gradient, Double.NaN);
      return Double.NaN;
    }
    layer.set(parameters, 0);
    System.arraycopy(parameters, m * m, rows, 0, entries);
    w.write(rows);
    layer.timesInverse(w);
    double excess = objective.excess(w, g);
    q.write(g);
    layer.timesInverseTransposed(q);
    q.read(rows);
    System.arraycopy(rows, 0, gradient, m * m, entries);
    if (layer.gamma() == 0) {
      Arrays.fill(gradient, 0, m * m, 0);
    } else {
      r.setProduct(layer.gamma(), w, Op.TRANSPOSED, q, Op.AS_IS, 0);
      r.read(pull);
      layer.pullBack(pull, gradient);
    }
    return excess;
  }

  ImplicitLayer layer() {
    return layer;
  }

  /** W of the last evaluation. */
  DenseMatrix w() {
    return w;
  }

  /** G = ∇L₀(W) of the last evaluation. */
  DenseMatrix g() {
    return g;
  }
}
