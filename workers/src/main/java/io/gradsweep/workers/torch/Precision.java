package io.gradsweep.workers.torch;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** The numbers that a network computes in. What comes in and goes out is double in both. */
public enum Precision {
  SINGLE,
  DOUBLE;

  ScalarType type() {
    return this == SINGLE ? ScalarType.Float : ScalarType.Double;
  }
}
