package io.gradsweep.workers.torch;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A dense tensor at a fixed place in native memory: filled and read, row-major, without an
 * allocation.
 */
final class NativeTensor implements AutoCloseable {

  private final Tensor tensor;
  private final IValue value;
  private final int size;

  /** The entries if they are single precision; else null, and {@link #doubles} holds them. */
  private final FloatBuffer singles;

  private final DoubleBuffer doubles;

  /** A tensor of one value. */
  @SuppressWarnings("try") // the scope releases what is made inside it
  NativeTensor(Precision precision, double fill, long... shape) {
    try (PointerScope scope = new PointerScope()) {
      TensorOptions options = new TensorOptions(precision.type());
      tensor = torch.full(shape, new Scalar(fill), options).retainReference();
      value = new IValue(tensor).retainReference();
      size = Math.toIntExact(tensor.numel());
      boolean single = precision == Precision.SINGLE;
      singles = single ? tensor.data_ptr_float().capacity(size).asBuffer() : null;
      doubles = single ? null : tensor.data_ptr_double().capacity(size).asBuffer();
    }
  }

  /** Marks the same tensor as a leaf for which gradients are computed. */
  NativeTensor requiringGradient() {
    tensor.set_requires_grad(true);
    return this;
  }

  /** The tensor as an argument of a function in TorchScript. */
  IValue value() {
    return value;
  }

  long extent(int axis) {
    return tensor.size(axis);
  }

  /**
   * @param values as many as there are entries, as are those of the other methods
   */
  void put(double[] values) {
    if (singles == null) {
      doubles.put(0, values);
      return;
    }
    for (int i = 0; i < size; i++) {
      singles.put(i, (float) values[i]);
    }
  }

  void put(float[] values) {
    if (singles != null) {
      singles.put(0, values);
      return;
    }
    for (int i = 0; i < size; i++) {
      doubles.put(i, values[i]);
    }
  }

  void get(double[] values) {
    if (singles == null) {
      doubles.get(0, values);
      return;
    }
    for (int i = 0; i < size; i++) {
      values[i] = singles.get(i);
    }
  }

  /** The first entry. */
  double first() {
    return singles == null ? doubles.get(0) : singles.get(0);
  }

  @Override
  public void close() {
    value.deallocate();
    tensor.deallocate();
  }
}
