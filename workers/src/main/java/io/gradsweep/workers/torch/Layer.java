package io.gradsweep.workers.torch;

import java.util.List;

/** A layer of a convolutional network on images of shape batch × channels × height × width. */
public sealed interface Layer {

  /** Kernel 3 × 3, padding 1. */
  record Convolution(int in, int out, int stride, boolean bias) implements Layer {}

  /**
   * Normalises by the mean and the biased variance of the batch in training, by running estimates
   * (momentum 0.1, unbiased variance) in evaluation; ε = 1e-5.
   */
  record BatchNorm(int channels) implements Layer {}

  record Relu() implements Layer {}

  /** Kernel 2 × 2, stride 2. */
  record MaxPool() implements Layer {}

  /**
   * body(x) + shortcut(x). If the shape changes, the shortcut has no parameters (He et al. 2016,
   * option A): every second pixel, channels padded by zeros equally on both sides.
   */
  record Residual(List<Layer> body, int in, int out) implements Layer {
    public Residual {
      body = List.copyOf(body);
    }
  }

  /** Mean over all pixels; leaves batch × channels. */
  record GlobalMean() implements Layer {}

  record Linear(int in, int out) implements Layer {}
}
