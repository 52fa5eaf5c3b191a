package io.gradsweep.workers.torch;

/**
 * One tensor of weights, and its place in the network's one array of weights, row-major.
 *
 * @param shape output × input × height × width for a convolution, output × input for a linear layer
 * @param offset of its first entry
 */
public record NetParameter(Role kind, long[] shape, int offset) {

  public enum Role {
    CONVOLUTION_WEIGHT,
    LINEAR_WEIGHT,
    BIAS,
    NORM_SCALE,
    NORM_SHIFT
  }

  public NetParameter {
    shape = shape.clone();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  public int size() {
    int size = 1;
    for (long extent : shape) {
      size = Math.multiplyExact(size, Math.toIntExact(extent));
    }
    return size;
  }

  /** Output filters of a convolution, rows of a linear layer. */
  public int filters() {
    return (int) shape[0];
  }

  /** Inputs that one output sums over. */
  public int fanIn() {
    return size() / filters();
  }

  /** Weights that one input reaches. */
  public int fanOut() {
    return shape.length < 2 ? size() : size() / (int) shape[1];
  }

  public boolean isMatrixOrMore() {
    return shape.length > 1;
  }
}
