package io.gradsweep.workers.torch;

import io.gradsweep.workers.torch.Layer.BatchNorm;
import io.gradsweep.workers.torch.Layer.Convolution;
import io.gradsweep.workers.torch.Layer.GlobalMean;
import io.gradsweep.workers.torch.Layer.Linear;
import io.gradsweep.workers.torch.Layer.MaxPool;
import io.gradsweep.workers.torch.Layer.Relu;
import io.gradsweep.workers.torch.Layer.Residual;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A network as text in TorchScript, LibTorch's own language, so that a step is one call into
 * LibTorch, whatever the number of layers. All weights are one vector, as are the running means and
 * the running variances of all batch normalisations.
 */
final class NetScript {

  private static final double NORM_MOMENTUM = 0.1;
  private static final double NORM_EPSILON = 1e-5;

  private static final String CALLERS =
      """
      def step(weight: Tensor, mean: Tensor, variance: Tensor, images: Tensor, targets: Tensor,
               loss: Tensor, gradient: Tensor):
          logits = forward(weight, mean, variance, images, True)
          scale = -1.0 / targets.size(0)
          cost = torch.log_softmax(logits, 1).mul(targets).sum().mul(scale)
          slope = torch.autograd.grad([cost], [weight])[0]
          assert slope is not None
          gradient.copy_(slope)
          loss.copy_(cost.detach())

      def evaluate(weight: Tensor, mean: Tensor, variance: Tensor, images: Tensor, logits: Tensor):
          logits.copy_(forward(weight.detach(), mean, variance, images, False))
      """;

  private final ConvNet plan;
  private final StringBuilder text = new StringBuilder();

  private int nextWeight;
  private int nextChannel;
  private int residuals;

  private NetScript(ConvNet plan) {
    this.plan = plan;
  }

  /**
   * Writes two functions without a return value. {@code step} sets its loss and gradient, and moves
   * the running estimates; {@code evaluate} sets its logits.
   */
  static String of(ConvNet plan) {
    return new NetScript(plan).forward() + CALLERS;
  }

  private String forward() {
    text.append("def forward(weight: Tensor, mean: Tensor, variance: Tensor, x: Tensor,\n");
    text.append("            training: bool) -> Tensor:\n");
    line("w = torch.split_with_sizes(weight, %s)", sizes(plan.parameters()));
    addAll(plan.layers());
    line("return x");
    return text.append('\n').toString();
  }

  private static String sizes(List<NetParameter> parameters) {
    return parameters.stream()
        .map(parameter -> Integer.toString(parameter.size()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private void line(String format, Object... values) {
    text.append("    ").append(format.formatted(values)).append('\n');
  }

  private void addAll(List<Layer> layers) {
    layers.forEach(this::add);
  }

  private void add(Layer layer) {
    if (layer instanceof Convolution c) {
      line(
          "x = torch.conv2d(x, %s, %s, [%d, %d], [1, 1], [1, 1], 1)",
          weight(), c.bias() ? weight() : "None", c.stride(), c.stride());
    } else if (layer instanceof BatchNorm norm) {
      addNorm(norm);
    } else if (layer instanceof Relu) {
      line("x = torch.relu(x)");
    } else if (layer instanceof MaxPool) {
      line("x = torch.max_pool2d(x, [2, 2], [2, 2])");
    } else if (layer instanceof Residual residual) {
      addResidual(residual);
    } else if (layer instanceof GlobalMean) {
      line("x = torch.mean(x, [2, 3])");
    } else if (layer instanceof Linear) {
      line("x = torch.linear(x, %s, %s)", weight(), weight());
    } else {
      throw new IllegalStateException("Cannot run layer: " + layer + " (unknown)");
    }
  }

  /** The next tensor of weights, in its shape. */
  private String weight() {
    String shape = Arrays.toString(plan.parameters().get(nextWeight).shape());
    return "w[%d].view(%s)".formatted(nextWeight++, shape);
  }

  private void addNorm(BatchNorm norm) {
    int end = nextChannel + norm.channels();
    line(
        "x = torch.batch_norm(x, %s, %s, mean[%d:%d], variance[%d:%d], training, %s, %s, False)",
        weight(), weight(), nextChannel, end, nextChannel, end, NORM_MOMENTUM, NORM_EPSILON);
    nextChannel = end;
  }

  private void addResidual(Residual residual) {
    String shortcut = "shortcut" + residuals++;
    line("%s = x", shortcut);
    addAll(residual.body());
    if (residual.in() != residual.out()) {
      int padding = (residual.out() - residual.in()) / 2;
      line(
          "%s = torch.constant_pad_nd(%s[:, :, ::2, ::2], [0, 0, 0, 0, %d, %d])",
          shortcut, shortcut, padding, padding);
    }
    line("x = x + %s", shortcut);
  }
}
