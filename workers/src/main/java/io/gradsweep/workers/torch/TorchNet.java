package io.gradsweep.workers.torch;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.global.torch;

/**
 * A network in LibTorch: forward and backward. The weights are the caller's array, read at every
 * call; the network keeps only the running estimates of its batch normalisations.
 *
 * <p>Serves one thread. Native memory of a call is released when the call returns, that of the
 * network by {@link #close}: nothing waits for the garbage collector, and a step makes no garbage.
 */
public final class TorchNet implements AutoCloseable {

  private final ConvNet plan;
  private final Precision precision;

  private final CompilationUnit unit;
  private final Function step;
  private final Function evaluate;
  private final IValueVector stack;

  private final NativeTensor weight;
  private final NativeTensor gradient;
  private final NativeTensor loss;
  private final NativeTensor mean;
  private final NativeTensor variance;

  /** Tensors of the latest shapes, since most batches have the same shape. */
  private Batch trained;

  private Batch evaluated;

  /** Images, and the input or output that belongs to them: batch × classes. */
  private record Batch(NativeTensor images, NativeTensor classes) {

    boolean fits(int batch, int side) {
      return images.extent(0) == batch && images.extent(2) == side;
    }

    void close() {
      images.close();
      classes.close();
    }
  }

  /** Allocates the network's tensors; the running means are 0, the running variances 1. */
  @SuppressWarnings("try") // the scope releases what is made inside it
  public TorchNet(ConvNet plan, Precision precision) {
    TorchNatives.prepareThread();
    this.plan = plan;
    this.precision = precision;
    try (PointerScope scope = new PointerScope()) {
      unit = torch.compile(NetScript.of(plan)).retainReference();
      step = unit.get_function(new QualifiedName("step")).retainReference();
      evaluate = unit.get_function(new QualifiedName("evaluate")).retainReference();
      stack = new IValueVector().retainReference();
    }
    int channels =
        plan.parameters().stream()
            .filter(parameter -> parameter.kind() == NetParameter.Role.NORM_SCALE)
            .mapToInt(NetParameter::size)
            .sum();
    int estimates = Math.max(1, channels); // empty memory has no address
    weight = new NativeTensor(precision, 0, plan.size()).requiringGradient();
    gradient = new NativeTensor(precision, 0, plan.size());
    loss = new NativeTensor(precision, 0, 1);
    mean = new NativeTensor(precision, 0, estimates);
    variance = new NativeTensor(precision, 1, estimates);
    trained = batch(1, 1);
    evaluated = batch(1, 1);
  }

  private Batch batch(int batch, int side) {
    return new Batch(
        new NativeTensor(precision, 0, batch, plan.channels(), side, side),
        new NativeTensor(precision, 0, batch, plan.numClasses()));
  }

  private Batch fitted(Batch last, int batch, int side) {
    if (last.fits(batch, side)) {
      return last;
    }
    last.close();
    return batch(batch, side);
  }

  /**
   * Mean cross-entropy of a batch in training mode and its gradient with respect to the weights.
   *
   * @param images batch × channels × size × size, row-major
   * @param targets batch × classes, the rows probabilities
   * @param weights all weights, as the plan lays them
   * @param slopes set to the gradient, of the same length
   */
  public double lossAndGradient(
      float[] images, int size, float[] targets, double[] weights, double[] slopes) {
    trained = fitted(trained, targets.length / plan.numClasses(), size);
    trained.images.put(images);
    trained.classes.put(targets);
    weight.put(weights);
    stack.resize(7);
    putNetworkAnd(trained);
    stack.put(5, loss.value());
    stack.put(6, gradient.value());
    step.run(stack);
    gradient.get(slopes);
    return loss.first();
  }

  /**
   * Logits of a batch in evaluation mode, batch × classes.
   *
   * @param images batch × channels × size × size, row-major
   */
  public double[] logits(float[] images, int batch, int size, double[] weights) {
    evaluated = fitted(evaluated, batch, size);
    evaluated.images.put(images);
    weight.put(weights);
    stack.resize(5);
    putNetworkAnd(evaluated);
    evaluate.run(stack);
    double[] logits = new double[batch * plan.numClasses()];
    evaluated.classes.get(logits);
    return logits;
  }

  /** The first five arguments, which both functions share. */
  private void putNetworkAnd(Batch batch) {
    stack.put(0, weight.value());
    stack.put(1, mean.value());
    stack.put(2, variance.value());
    stack.put(3, batch.images.value());
    stack.put(4, batch.classes.value());
  }

  @Override
  public void close() {
    stack.deallocate();
    unit.deallocate();
    trained.close();
    evaluated.close();
    List.of(weight, gradient, loss, mean, variance).forEach(NativeTensor::close);
  }
}
