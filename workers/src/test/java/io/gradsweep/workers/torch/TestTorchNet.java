package io.gradsweep.workers.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.torch.Layer.BatchNorm;
import io.gradsweep.workers.torch.Layer.Convolution;
import io.gradsweep.workers.torch.Layer.GlobalMean;
import io.gradsweep.workers.torch.Layer.Linear;
import io.gradsweep.workers.torch.Layer.MaxPool;
import io.gradsweep.workers.torch.Layer.Relu;
import io.gradsweep.workers.torch.NetParameter.Role;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsTorch
class TestTorchNet {

  /** Two convolutions with biases and a pool: what VGG has and the residual nets do not. */
  private static final ConvNet PLAIN =
      ConvNet.of(
          List.of(
              new Convolution(3, 4, 1, true),
              new BatchNorm(4),
              new Relu(),
              new MaxPool(),
              new Convolution(4, 4, 2, true),
              new Relu(),
              new GlobalMean(),
              new Linear(4, 3)),
          3,
          3);

  /** A batch, weights and a gradient for a plan. */
  private static final class Case {
    final ConvNet plan;
    final int side;
    final float[] images;
    final float[] targets;
    final double[] weights;
    final double[] gradient;

    Case(ConvNet plan, int batch, int side) {
      this.plan = plan;
      this.side = side;
      RandomStream random = Streams.ofSweep(7, "network");
      images = new float[batch * 3 * side * side];
      for (int i = 0; i < images.length; i++) {
        images[i] = (float) random.nextGaussian();
      }
      targets = new float[batch * plan.numClasses()];
      for (int b = 0; b < batch; b++) {
        targets[b * plan.numClasses() + b % plan.numClasses()] = 1;
      }
      weights = new double[plan.size()];
      gradient = new double[plan.size()];
      for (NetParameter p : plan.parameters()) {
        for (int i = p.offset(); i < p.offset() + p.size(); i++) {
          double scale = p.isMatrixOrMore() ? Math.sqrt(2.0 / p.fanIn()) : 0.1;
          weights[i] = scale * random.nextGaussian() + (p.kind() == Role.NORM_SCALE ? 1 : 0);
        }
      }
    }

    double loss(TorchNet net, double[] into) {
      return net.lossAndGradient(images, side, targets, weights, into);
    }

    double loss(TorchNet net) {
      return loss(net, new double[plan.size()]);
    }
  }

  /**
   * Oracle P2, tolerance 1e-6 of the tensor's largest slope. Central differences with a step of
   * 1e-5 err by about 1e-9; entries whose difference quotients at two steps disagree lie at a kink.
   */
  @Test
  void backwardIsTheSlopeOfForwardInEveryTensor() {
    for (Case c : List.of(new Case(PLAIN, 8, 8), new Case(ConvNet.resNet(1, 2, 3, 4), 8, 8))) {
      try (TorchNet net = new TorchNet(c.plan, Precision.DOUBLE)) {
        c.loss(net, c.gradient);
        for (NetParameter p : c.plan.parameters()) {
          requireSlopes(c, net, p);
        }
      }
    }
  }

  private static void requireSlopes(Case c, TorchNet net, NetParameter p) {
    double largest = 0;
    for (int i = p.offset(); i < p.offset() + p.size(); i++) {
      largest = Math.max(largest, Math.abs(c.gradient[i]));
    }
    int smooth = 0;
    for (int k = 0; k < 3; k++) {
      int i = p.offset() + k * (p.size() - 1) / 2;
      double slope = quotient(c, net, i, 1e-5);
      if (Math.abs(slope - quotient(c, net, i, 5e-6)) < 1e-7 * Math.max(1, largest)) {
        assertThat(c.gradient[i])
            .as("%s, entry %d", p.kind(), i - p.offset())
            .isCloseTo(slope, within(1e-6 * Math.max(1e-2, largest)));
        smooth++;
      }
    }
    assertThat(smooth).as(p.kind().name()).isPositive();
  }

  private static double quotient(Case c, TorchNet net, int i, double h) {
    double w = c.weights[i];
    c.weights[i] = w + h;
    double above = c.loss(net);
    c.weights[i] = w - h;
    double below = c.loss(net);
    c.weights[i] = w;
    return (above - below) / (2 * h);
  }

  /** One full training step of each network, twice: the same bits, and a smaller loss after it. */
  @ParameterizedTest
  @CsvSource({
    "resnet8_w8, 20, 8, 16, 1e-3",
    "resnet20, 100, 4, 32, 1e-4",
    "resnet56, 100, 2, 32, 1e-5",
    "vgg16_bn, 100, 2, 32, 1e-6"
  })
  void aStepOfEachNetworkLessensTheLossAndHasTheSameBits(
      String name, int classes, int batch, int side, double stepSize) {
    Case c = new Case(TestConvNet.net(name, classes), batch, side);
    double[] again = new double[c.plan.size()];
    try (TorchNet net = new TorchNet(c.plan, Precision.SINGLE)) {
      double loss = c.loss(net, c.gradient);
      assertThat(c.loss(net, again)).isEqualTo(loss);
      assertThat(again).isEqualTo(c.gradient);
      requireBiasesWithoutSlope(c);
      for (int i = 0; i < c.weights.length; i++) {
        c.weights[i] -= stepSize * c.gradient[i];
      }
      assertThat(c.loss(net)).isLessThan(loss);
    }
  }

  /** The tensors of 2000 steps are more than 2 GB, and no object in Java stands for any of them. */
  @Test
  void stepsReleaseTheirNativeMemoryAndAllocateNothing() {
    Case c = new Case(TestConvNet.net("resnet8_w8", 20), 8, 16);
    try (TorchNet net = new TorchNet(c.plan, Precision.SINGLE)) {
      for (int i = 0; i < 100; i++) {
        c.loss(net, c.gradient);
      }
      long held = Pointer.totalCount();
      long resident = Pointer.physicalBytes();
      long allocated = allocatedByThisThread();
      for (int i = 0; i < 2000; i++) {
        c.loss(net, c.gradient);
      }
      assertThat(allocatedByThisThread() - allocated).isLessThan(2000); // not a byte a step
      assertThat(Pointer.totalCount()).isEqualTo(held);
      assertThat(Pointer.physicalBytes() - resident).isLessThan(1L << 28);
    }
  }

  private static long allocatedByThisThread() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** Oracle P13: what batch normalisation takes away again has no slope, but for rounding. */
  private static void requireBiasesWithoutSlope(Case c) {
    List<NetParameter> all = c.plan.parameters();
    for (int k = 1; k < all.size() - 1; k++) {
      NetParameter p = all.get(k);
      if (p.kind() == Role.BIAS && all.get(k + 1).kind() == Role.NORM_SCALE) {
        for (int i = p.offset(); i < p.offset() + p.size(); i++) {
          assertThat(Math.abs(c.gradient[i])).isLessThan(1e-5);
        }
      }
    }
  }

  /** Oracle P12: a filter before batch normalisation has no slope along itself. */
  @Test
  void theSlopeOfAFilterBeforeBatchNormIsOrthogonalToIt() {
    Case c = new Case(ConvNet.resNet(1, 8, 3, 20), 16, 16);
    try (TorchNet net = new TorchNet(c.plan, Precision.SINGLE)) {
      c.loss(net, c.gradient);
    }
    for (NetParameter p : c.plan.parameters()) {
      for (int f = 0; p.kind() == Role.CONVOLUTION_WEIGHT && f < p.filters(); f++) {
        double product = 0;
        double w2 = 0;
        double g2 = 0;
        for (int i = p.offset() + f * p.fanIn(); i < p.offset() + (f + 1) * p.fanIn(); i++) {
          product += c.weights[i] * c.gradient[i];
          w2 += c.weights[i] * c.weights[i];
          g2 += c.gradient[i] * c.gradient[i];
        }
        assertThat(Math.abs(product)).isLessThanOrEqualTo(1e-4 * Math.sqrt(w2 * g2));
      }
    }
  }

  @Test
  void evaluationUsesRunningEstimatesAndLeavesThem() {
    Case c = new Case(ConvNet.resNet(1, 2, 3, 4), 8, 8);
    try (TorchNet net = new TorchNet(c.plan, Precision.DOUBLE)) {
      double[] fresh = net.logits(c.images, 8, c.side, c.weights);
      assertThat(net.logits(c.images, 8, c.side, c.weights)).isEqualTo(fresh);
      c.loss(net);
      double[] trained = net.logits(c.images, 8, c.side, c.weights);
      assertThat(trained).isNotEqualTo(fresh);
      float[] one = Arrays.copyOf(c.images, 3 * 8 * 8);
      double[] alone = net.logits(one, 1, c.side, c.weights);
      for (int k = 0; k < 4; k++) {
        assertThat(alone[k]).isCloseTo(trained[k], within(1e-12 * (1 + Math.abs(trained[k]))));
      }
    }
  }
}
