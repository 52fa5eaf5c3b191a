package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.util.Arrays;
import java.util.Optional;

/**
 * An explicit network for comparison: z_l = max(0, A_l z_{l-1}), z_0 = phi, f = B z_H, all layers m
 * wide, with He's initialisation. Its least loss is not known, so its excess loss is the loss
 * itself.
 *
 * <p>Parameters are A_1, …, A_H, m² numbers each, then B, m_y m.
 */
final class DeepReluNetwork implements TrainedModel {

  private final Settings settings;
  private final OutputLoss loss;
  private final int m;
  private final int depth;
  private final int n;
  private final DenseMatrix phi;
  private final DenseMatrix[] a;
  private final DenseMatrix[] z;
  private final DenseMatrix b;
  private final DenseMatrix ofB;
  private final DenseMatrix f;
  private final DenseMatrix back;
  private final DenseMatrix further;
  private final DenseMatrix square;
  private final double[] squareRows;
  private final double[] outputRows;
  private final double[] bRows;
  private final double[] activity;
  private final double[] error;

  DeepReluNetwork(Settings settings, Data data) {
    this.settings = settings;
    loss = new OutputLoss(settings.loss, settings.reduction(), data.y(), settings.outputs);
    m = settings.width;
    depth = settings.depth;
    phi = data.phi();
    n = data.samples();
    a = new DenseMatrix[depth];
    z = new DenseMatrix[depth];
    for (int l = 0; l < depth; l++) {
      a[l] = new DenseMatrix(m, m);
      z[l] = new DenseMatrix(m, n);
    }
    b = new DenseMatrix(settings.outputs, m);
    ofB = new DenseMatrix(settings.outputs, m);
    f = new DenseMatrix(settings.outputs, n);
    back = new DenseMatrix(m, n);
    further = new DenseMatrix(m, n);
    square = new DenseMatrix(m, m);
    squareRows = new double[m * m];
    outputRows = new double[settings.outputs * n];
    bRows = new double[settings.outputs * m];
    activity = new double[m * n];
    error = new double[m * n];
  }

  /** Entries of A_l have variance 2/m, those of B 1/m. */
  @Override
  public double[] start(Streams streams) {
    double[] parameters = new double[depth * m * m + bRows.length];
    if (!settings.zeroInit) {
      RandomStream random = streams.perReplicate("init", Inputs.WIDTH, Inputs.OUTPUT_DIMENSION);
      for (int i = 0; i < parameters.length; i++) {
        double variance = (i < depth * m * m ? 2.0 : 1.0) / m;
        parameters[i] = settings.initScale * Math.sqrt(variance) * random.nextGaussian();
      }
    }
    return parameters;
  }

  @Override
  public double evaluate(double[] parameters, double[] gradient) {
    if (!TrainedModel.finite(parameters)) {
      Arrays.fill(gradient, Double.NaN);
      return Double.NaN;
    }
    take(parameters);
    forward(phi, z, activity);
    f.setProduct(1, b, Op.AS_IS, z[depth - 1], Op.AS_IS, 0);
    f.read(outputRows);
    double value = loss.lossAndGradient(outputRows);
    f.write(outputRows);
    backward(gradient);
    return value;
  }

  private void take(double[] parameters) {
    for (int l = 0; l < depth; l++) {
      System.arraycopy(parameters, l * m * m, squareRows, 0, m * m);
      a[l].write(squareRows);
    }
    System.arraycopy(parameters, depth * m * m, bRows, 0, bRows.length);
    b.write(bRows);
  }

  private void forward(DenseMatrix input, DenseMatrix[] layers, double[] scratch) {
    for (int l = 0; l < depth; l++) {
      layers[l].setProduct(1, a[l], Op.AS_IS, l == 0 ? input : layers[l - 1], Op.AS_IS, 0);
      layers[l].read(scratch);
      for (int i = 0; i < scratch.length; i++) {
        scratch[i] = Math.max(0, scratch[i]);
      }
      layers[l].write(scratch);
    }
  }

  /** Computes the gradient from ∂L/∂F in {@link #f}. */
  private void backward(double[] gradient) {
    DenseMatrix last = z[depth - 1];
    ofB.setProduct(1, f, Op.AS_IS, last, Op.TRANSPOSED, 0);
    ofB.read(bRows);
    System.arraycopy(bRows, 0, gradient, depth * m * m, bRows.length);
    back.setProduct(1, b, Op.TRANSPOSED, f, Op.AS_IS, 0);
    for (int l = depth - 1; l >= 0; l--) {
      throughRelu(z[l]);
      square.setProduct(1, back, Op.AS_IS, l == 0 ? phi : z[l - 1], Op.TRANSPOSED, 0);
      square.read(squareRows);
      System.arraycopy(squareRows, 0, gradient, l * m * m, m * m);
      if (l > 0) {
        further.setProduct(1, a[l], Op.TRANSPOSED, back, Op.AS_IS, 0);
        back.write(further);
      }
    }
  }

  private void throughRelu(DenseMatrix layer) {
    layer.read(activity);
    back.read(error);
    for (int i = 0; i < error.length; i++) {
      error[i] = activity[i] > 0 ? error[i] : 0;
    }
    back.write(error);
  }

  @Override
  public double optimalLoss() {
    return 0;
  }

  @Override
  public Optional<DenseMatrix> weights() {
    return Optional.empty();
  }

  @Override
  public double gradientNorm() {
    return Double.NaN;
  }

  @Override
  public double[] outputs(DenseMatrix features) {
    DenseMatrix[] layers = new DenseMatrix[depth];
    for (int l = 0; l < depth; l++) {
      layers[l] = new DenseMatrix(m, features.columns());
    }
    forward(features, layers, new double[m * features.columns()]);
    return TrainedModel.product(b, layers[depth - 1]);
  }
}
