package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.workers.torch.ConvNet;

/** The architectures that a parameter can choose. */
enum Network {
  RESNET8_W8,
  RESNET20,
  RESNET56,
  VGG16_BN;

  /** Least side of an image for VGG, which halves it four times. */
  static final int LEAST_VGG_SIDE = 16;

  ConvNet of(int channels, int classes) {
    return switch (this) {
      case RESNET8_W8 -> ConvNet.resNet(1, 8, channels, classes);
      case RESNET20 -> ConvNet.resNet(3, 16, channels, classes);
      case RESNET56 -> ConvNet.resNet(9, 16, channels, classes);
      case VGG16_BN -> ConvNet.vgg16(channels, classes);
    };
  }
}
