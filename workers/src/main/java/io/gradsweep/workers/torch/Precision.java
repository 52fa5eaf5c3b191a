package io.gradsweep.workers.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The numbers that a network computes in. What comes in and goes out is double in both. */
public enum Precision {
  SINGLE {
    @Override
    Tensor tensor(Tensor zeros) {
      return zeros;
    }

    @Override
    void put(Tensor to, double[] values, int offset, int size) {
      float[] copy = new float[size];
      for (int i = 0; i < size; i++) {
        copy[i] = (float) values[offset + i];
      }
      to.data_ptr_float().put(copy, 0, size);
    }

    @Override
    void get(Tensor from, double[] values, int offset, int size) {
      float[] copy = new float[size];
      from.data_ptr_float().get(copy, 0, size);
      for (int i = 0; i < size; i++) {
        values[offset + i] = copy[i];
      }
    }
  },

  DOUBLE {
    @Override
    Tensor tensor(Tensor zeros) {
      return zeros.to(ScalarType.Double);
    }

    @Override
    void put(Tensor to, double[] values, int offset, int size) {
      to.data_ptr_double().put(values, offset, size);
    }

    @Override
    void get(Tensor from, double[] values, int offset, int size) {
      from.data_ptr_double().get(values, offset, size);
    }
  };

  /** The tensor in this precision. */
  abstract Tensor tensor(Tensor single);

  abstract void put(Tensor to, double[] values, int offset, int size);

  abstract void get(Tensor from, double[] values, int offset, int size);

  /** Fills a tensor of single numbers, and converts it. */
  final Tensor filled(Tensor single, float[] values) {
    single.data_ptr_float().put(values, 0, values.length);
    return tensor(single);
  }
}
