package io.gradsweep.workers.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.workers.torch.NetParameter.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Forward against networks.py, where no layer is LibTorch's. */
@NeedsTorch
class TestNetworkValues {

  /** The script's generator: uniform, of mean 0 and variance 1. */
  private static final class Numbers {
    private long state = 1;

    double next() {
      state = (state * 1103515245 + 12345) % (1L << 31);
      return Math.sqrt(12) * (state / (double) (1L << 31) - 0.5);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/oracle/networks.csv")
  void lossAndLogitsAreThoseOfTheScript(ArgumentsAccessor row) {
    int count = row.getInteger(1);
    int side = row.getInteger(2);
    int classes = row.getInteger(3);
    ConvNet plan = TestConvNet.net(row.getString(0), classes);
    Numbers numbers = new Numbers();
    double[] weights = new double[plan.size()];
    for (NetParameter p : plan.parameters()) {
      double scale = p.isMatrixOrMore() ? Math.sqrt(2.0 / p.fanIn()) : 0.1;
      for (int i = p.offset(); i < p.offset() + p.size(); i++) {
        weights[i] = (p.kind() == Role.NORM_SCALE ? 1 : 0) + scale * numbers.next();
      }
    }
    float[] images = new float[count * 3 * side * side];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) numbers.next();
    }
    float[] targets = new float[count * classes];
    for (int b = 0; b < count; b++) {
      targets[b * classes + b % classes] = 1;
    }
    try (TorchNet net = new TorchNet(plan, Precision.DOUBLE)) {
      double loss = net.lossAndGradient(images, side, targets, weights, new double[weights.length]);
      assertThat(loss).isCloseTo(row.getDouble(4), within(1e-9 * loss));
      double[] logits = net.logits(images, count, side, weights);
      for (int c = 0; c < classes; c++) {
        double expected = row.getDouble(5 + c);
        assertThat(logits[c]).isCloseTo(expected, within(1e-6 * (1 + Math.abs(expected))));
      }
    }
  }
}
