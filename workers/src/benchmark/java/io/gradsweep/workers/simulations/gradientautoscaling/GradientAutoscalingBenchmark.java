package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.torch.Layer;
import io.gradsweep.workers.torch.Layer.Convolution;
import io.gradsweep.workers.torch.Layer.MaxPool;
import io.gradsweep.workers.torch.Layer.Residual;
import io.gradsweep.workers.torch.Precision;
import io.gradsweep.workers.torch.TorchNet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures a training step, by its parts. Needs the profile torch too:
 *
 * <pre>{@code
 * mvn -Pbenchmarks,torch -pl results-schema,workers process-test-classes -Dbenchmark=GradientAutoscalingBenchmark
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class GradientAutoscalingBenchmark {

  @Param({"resnet8_w8", "resnet20"})
  public String network;

  private Settings settings;
  private ImageSet images;
  private Batches batches;
  private GradientTransform transform;
  private WeightUpdate optimizer;
  private TorchNet net;
  private double[] w;
  private double[] g;
  private final List<Alone> convolutions = new ArrayList<>();

  @Setup
  public void prepare() {
    Map<String, ParamValue> given = new HashMap<>();
    given.put("network", ParamValue.of(network));
    given.put("num_samples", ParamValue.of(640));
    given.put("num_test_samples", ParamValue.of(64));
    given.put("image_size", ParamValue.of(network.equals("resnet20") ? 32 : 16));
    Trial trial = new Trial(Spec.SPEC.resolve(given), 18, 0);
    Streams streams = Streams.of(trial);
    images = ImageSet.of(trial.params(), streams);
    settings = new Settings(trial.params(), images.train().count());
    batches = new Batches(settings, images, streams);
    w = Weights.draw(settings.network, false, streams.perReplicate("weights"));
    g = new double[w.length];
    transform =
        new GradientTransform(
            settings.method,
            settings.sigmaMode,
            settings.clip,
            settings.epsilon,
            new Multiplier(settings.alphaRule, settings.epsilon, false, false),
            settings.blocks());
    optimizer = WeightUpdate.sgd(w.length, settings.momentum);
    net = new TorchNet(settings.network, Precision.SINGLE);
    batches.next();
    convolutions.clear();
    addConvolutions(settings.network.layers(), images.train().side());
  }

  /** A convolution of the network by itself, on an input and a slope of its shapes. */
  private record Alone(Convolution layer, Tensor input, Tensor weight, Tensor slope) {
    static Alone of(Convolution layer, long batch, int side) {
      int out = (side + layer.stride() - 1) / layer.stride();
      return new Alone(
          layer,
          torch.randn(batch, layer.in(), side, side),
          torch.randn(layer.out(), layer.in(), 3, 3),
          torch.randn(batch, layer.out(), out, out));
    }

    /** Images have no slope; a bias is left out. */
    void forwardAndBackward() {
      long[] stride = {layer.stride(), layer.stride()};
      long[] one = {1, 1};
      torch.conv2d(input, weight, new TensorOptional(), stride, one, one, 1);
      boolean images = layer.in() == 3;
      torch.convolution_backward(
          slope,
          input,
          weight,
          new long[] {layer.out()},
          stride,
          one,
          one,
          false,
          new long[] {0, 0},
          1,
          new BoolPointer(3).put(0, !images).put(1, true).put(2, false));
    }
  }

  /** Returns the side of what the layers put out. */
  private int addConvolutions(List<Layer> layers, int side) {
    int now = side;
    for (Layer layer : layers) {
      if (layer instanceof Convolution c) {
        convolutions.add(Alone.of(c, settings.batchSize, now));
        now = (now + c.stride() - 1) / c.stride();
      } else if (layer instanceof MaxPool) {
        now /= 2;
      } else if (layer instanceof Residual r) {
        now = addConvolutions(r.body(), now);
      }
    }
    return now;
  }

  @TearDown
  public void close() {
    net.close();
  }

  /** Time of LibTorch for the arithmetic: each convolution alone, forward and backward. */
  @Benchmark
  @SuppressWarnings("try")
  public void convolutions() {
    for (Alone each : convolutions) {
      try (PointerScope scope = new PointerScope()) {
        each.forwardAndBackward();
      }
    }
  }

  /** Forward and backward of a batch of 64: 6 operations a multiply-add. */
  @Benchmark
  public double lossAndGradient() {
    return net.lossAndGradient(batches.pixels(), images.train().side(), batches.targets(), w, g);
  }

  @Benchmark
  public double transformAndStep() {
    transform.apply(g);
    optimizer.step(w, g, 1e-9);
    return w[0];
  }

  @Benchmark
  public float batch() {
    batches.next();
    return batches.pixels()[0];
  }
}
