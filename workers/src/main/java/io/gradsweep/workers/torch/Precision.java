package io.gradsweep.workers.torch;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number format in which a network computes. Inputs and outputs are double in both. */
public enum Precision {
  SINGLE,
  DOUBLE;

  ScalarType type() {
    return this == SINGLE ? ScalarType.Float : ScalarType.Double;
  }
}
