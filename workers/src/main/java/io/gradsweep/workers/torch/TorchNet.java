package io.gradsweep.workers.torch;

import io.gradsweep.workers.torch.Layer.BatchNorm;
import io.gradsweep.workers.torch.Layer.Convolution;
import io.gradsweep.workers.torch.Layer.GlobalMean;
import io.gradsweep.workers.torch.Layer.Linear;
import io.gradsweep.workers.torch.Layer.MaxPool;
import io.gradsweep.workers.torch.Layer.Relu;
import io.gradsweep.workers.torch.Layer.Residual;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A network in LibTorch: forward and backward. The weights are the caller's array, read at every
 * call; the network keeps only the running estimates of its batch normalisations.
 *
 * <p>Serves one thread. Native memory of a call is released when the call returns, that of the
 * network by {@link #close}: nothing waits for the garbage collector.
 */
public final class TorchNet implements AutoCloseable {

  private static final double NORM_MOMENTUM = 0.1;
  private static final double NORM_EPSILON = 1e-5;

  private final ConvNet plan;
  private final Precision precision;
  private final List<Tensor> weights = new ArrayList<>();
  private final List<Tensor> runningMeans = new ArrayList<>();
  private final List<Tensor> runningVariances = new ArrayList<>();

  private boolean training;
  private int nextWeight;
  private int nextNorm;

  /** Allocates the network's tensors; the running means are 0, the running variances 1. */
  @SuppressWarnings("try") // the scope releases what is made inside it
  public TorchNet(ConvNet plan, Precision precision) {
    TorchNatives.useOneThread();
    this.plan = plan;
    this.precision = precision;
    try (PointerScope scope = new PointerScope()) {
      for (NetParameter parameter : plan.parameters()) {
        Tensor weight = kept(precision.tensor(torch.zeros(parameter.shape())));
        weight.set_requires_grad(true);
        weights.add(weight);
        if (parameter.kind() == NetParameter.Kind.NORM_SCALE) {
          runningMeans.add(kept(precision.tensor(torch.zeros(parameter.shape()))));
          runningVariances.add(kept(precision.tensor(torch.ones(parameter.shape()))));
        }
      }
    }
  }

  private static Tensor kept(Tensor tensor) {
    return tensor.retainReference();
  }

  /**
   * Mean cross-entropy of a batch in training mode and its gradient with respect to the weights.
   *
   * @param images batch × 3 × size × size, row-major
   * @param targets batch × classes, the rows probabilities
   * @param weight all weights, as the plan lays them
   * @param gradient set to the gradient, of the same length
   */
  @SuppressWarnings("try")
  public double lossAndGradient(
      float[] images, int size, float[] targets, double[] weight, double[] gradient) {
    try (PointerScope scope = new PointerScope()) {
      load(weight);
      training = true;
      long batch = targets.length / plan.numClasses();
      Tensor logits = forward(input(images, batch, size));
      Tensor target = input(targets, batch, plan.numClasses());
      Tensor loss = torch.log_softmax(logits, 1).mul(target).sum().mul(new Scalar(-1.0 / batch));
      loss.backward();
      for (int i = 0; i < weights.size(); i++) {
        Tensor slope = weights.get(i).grad();
        NetParameter parameter = plan.parameters().get(i);
        precision.get(slope.contiguous(), gradient, parameter.offset(), parameter.size());
        slope.zero_();
      }
      return loss.item_double();
    }
  }

  private Tensor input(float[] values, long batch, int size) {
    return values.length == batch * size
        ? precision.filled(torch.empty(batch, size), values)
        : precision.filled(torch.empty(batch, 3, size, size), values);
  }

  /**
   * Logits of a batch in evaluation mode, batch × classes.
   *
   * @param images batch × 3 × size × size, row-major
   */
  @SuppressWarnings("try")
  public double[] logits(float[] images, int batch, int size, double[] weight) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      load(weight);
      training = false;
      double[] logits = new double[batch * plan.numClasses()];
      precision.get(forward(input(images, batch, size)).contiguous(), logits, 0, logits.length);
      return logits;
    }
  }

  private void load(double[] weight) {
    for (int i = 0; i < weights.size(); i++) {
      NetParameter parameter = plan.parameters().get(i);
      precision.put(weights.get(i), weight, parameter.offset(), parameter.size());
    }
  }

  private Tensor forward(Tensor images) {
    nextWeight = 0;
    nextNorm = 0;
    return through(plan.layers(), images);
  }

  private Tensor through(List<Layer> layers, Tensor input) {
    Tensor x = input;
    for (Layer layer : layers) {
      x = through(layer, x);
    }
    return x;
  }

  private Tensor through(Layer layer, Tensor x) {
    if (layer instanceof Convolution c) {
      return convolution(c, x);
    }
    if (layer instanceof BatchNorm) {
      return norm(x);
    }
    if (layer instanceof Relu) {
      return torch.relu(x);
    }
    if (layer instanceof MaxPool) {
      return torch.max_pool2d(x, 2, 2);
    }
    if (layer instanceof Residual r) {
      return through(r.body(), x).add(shortcut(r, x));
    }
    if (layer instanceof GlobalMean) {
      return x.mean(2, 3);
    }
    if (layer instanceof Linear) {
      return torch.linear(x, nextWeight(), new TensorOptional(nextWeight()));
    }
    throw new IllegalStateException("Cannot run layer: " + layer + " (unknown)");
  }

  private Tensor nextWeight() {
    return weights.get(nextWeight++);
  }

  private Tensor convolution(Convolution c, Tensor x) {
    Tensor weight = nextWeight();
    TensorOptional bias = c.bias() ? new TensorOptional(nextWeight()) : new TensorOptional();
    long[] stride = {c.stride(), c.stride()};
    return torch.conv2d(x, weight, bias, stride, new long[] {1, 1}, new long[] {1, 1}, 1);
  }

  private Tensor norm(Tensor x) {
    int norm = nextNorm++;
    return torch.batch_norm(
        x,
        new TensorOptional(nextWeight()),
        new TensorOptional(nextWeight()),
        new TensorOptional(runningMeans.get(norm)),
        new TensorOptional(runningVariances.get(norm)),
        training,
        NORM_MOMENTUM,
        NORM_EPSILON,
        false);
  }

  private static Tensor shortcut(Residual r, Tensor x) {
    if (r.in() == r.out()) {
      return x;
    }
    LongOptional all = new LongOptional();
    long padding = (r.out() - r.in()) / 2;
    return torch.constant_pad_nd(
        x.slice(2, all, all, 2).slice(3, all, all, 2), 0, 0, 0, 0, padding, padding);
  }

  @Override
  public void close() {
    for (List<Tensor> tensors : List.of(weights, runningMeans, runningVariances)) {
      tensors.forEach(Tensor::deallocate);
      tensors.clear();
    }
  }
}
