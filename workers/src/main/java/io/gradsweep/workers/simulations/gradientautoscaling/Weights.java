package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.workers.torch.ConvNet;
import io.gradsweep.workers.torch.NetParameter;
import io.gradsweep.workers.torch.NetParameter.Role;

/** Draws initial weights. */
final class Weights {

  /** Standard deviation for VGG's linear layer. */
  private static final double SMALL = 0.01;

  private Weights() {}

  /**
   * Draws Kaiming normal weights (He et al. 2015) with gain √2: by fan-in for residual networks,
   * linear layer included; by fan-out for VGG's convolutions, its linear layer N(0, 0.01²). Biases
   * and shifts are 0, scales 1.
   */
  static double[] draw(ConvNet network, boolean vgg, RandomStream random) {
    double[] w = new double[network.size()];
    for (NetParameter parameter : network.parameters()) {
      double scale = scale(parameter, vgg);
      for (int i = parameter.offset(); i < parameter.offset() + parameter.size(); i++) {
        w[i] =
            parameter.isMatrixOrMore()
                ? scale * random.nextGaussian()
                : parameter.kind() == Role.NORM_SCALE ? 1 : 0;
      }
    }
    return w;
  }

  private static double scale(NetParameter parameter, boolean vgg) {
    if (!vgg) {
      return Math.sqrt(2.0 / parameter.fanIn());
    }
    return parameter.kind() == Role.LINEAR_WEIGHT ? SMALL : Math.sqrt(2.0 / parameter.fanOut());
  }
}
