package io.gradsweep.workers.simulations.autoscale;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.torch.Precision;
import io.gradsweep.workers.torch.TorchNet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * What a training step costs, by its parts. Needs the profile torch too:
 *
 * <pre>{@code
 * mvn -Pbenchmarks,torch -pl results-schema,workers process-test-classes -Dbenchmark=AutoscaleBenchmark
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class AutoscaleBenchmark {

  @Param({"resnet8_w8", "resnet20"})
  public String network;

  private AutoscaleSettings settings;
  private ImageSet images;
  private Batches batches;
  private GradientTransform transform;
  private Optimizer optimizer;
  private TorchNet net;
  private double[] w;
  private double[] g;

  @Setup
  public void prepare() {
    Map<String, ParamValue> given = new HashMap<>();
    given.put("network", ParamValue.of(network));
    given.put("num_samples", ParamValue.of(640));
    given.put("num_test_samples", ParamValue.of(64));
    given.put("image_size", ParamValue.of(network.equals("resnet20") ? 32 : 16));
    Trial trial = new Trial(AutoscaleSpec.SPEC.resolve(given), 18, 0);
    Streams streams = Streams.of(trial);
    images = ImageSet.of(trial.params(), streams);
    settings = AutoscaleSettings.of(trial.params(), images.train().count());
    batches = new Batches(settings, images, streams);
    w = Weights.draw(settings.network(), false, streams.perReplicate("weights"));
    g = new double[w.length];
    transform =
        new GradientTransform(
            settings.method(),
            settings.sigmaMode(),
            settings.clip(),
            settings.epsilon(),
            new Multiplier(settings.alphaRule(), settings.epsilon(), false, false),
            settings.blocks());
    optimizer = Optimizer.sgd(w.length, settings.momentum());
    net = new TorchNet(settings.network(), Precision.SINGLE);
    batches.next();
  }

  @TearDown
  public void close() {
    net.close();
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
