package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.workers.torch.NetParameter;

/** The tensors that are transformed. */
enum Eligible {
  NDIM_GT_1,
  CONV_ONLY,
  ALL;

  boolean holds(NetParameter parameter) {
    return switch (this) {
      case NDIM_GT_1 -> parameter.isMatrixOrMore();
      case CONV_ONLY -> parameter.kind() == NetParameter.Role.CONVOLUTION_WEIGHT;
      case ALL -> true;
    };
  }
}
