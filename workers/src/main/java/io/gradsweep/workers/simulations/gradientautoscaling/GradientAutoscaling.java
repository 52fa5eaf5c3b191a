package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.api.SmallCache;
import io.gradsweep.workers.torch.ConvNet;
import io.gradsweep.workers.torch.Precision;
import io.gradsweep.workers.torch.TorchNatives;
import io.gradsweep.workers.torch.TorchNet;
import java.util.List;
import java.util.Optional;

/**
 * Trains convolutional networks on small images with gradients that are clipped, centred, z-scored,
 * or centred and multiplied by one global number (Yun 2025; its formula for that number was not
 * available, so the rules are reconstructions).
 */
public final class GradientAutoscaling implements Simulation {

  /** The genuine files are 184 MB: a segment's trials share them. */
  private static final int SETS_KEPT = 3;

  /** Overhead of a step besides its arithmetic, in operations: layers are called one by one. */
  private static final double CALLS_OF_A_LAYER = 3e6;

  private final SmallCache<Object, ImageSet> sets = new SmallCache<>(SETS_KEPT);

  @Override
  public SimulationSpec spec() {
    return Spec.SPEC;
  }

  @Override
  public Optional<String> missing() {
    return TorchNatives.missing();
  }

  /**
   * Counts six operations per multiply-add of training (backward is twice forward), and two per
   * multiply-add of a test.
   */
  @Override
  public double cost(Params params) {
    ConvNet network = Settings.network(params);
    int side = Settings.imageSize(params);
    double batch = params.get(Inputs.BATCH_SIZE);
    double perEpoch = Math.max(1, Math.floor(params.get(Inputs.NUM_SAMPLES) / batch));
    double steps = params.get(Inputs.EPOCHS) * perEpoch;
    if (params.isSet(Inputs.MAX_STEPS)) {
      steps = Math.min(steps, params.get(Inputs.MAX_STEPS));
    }
    double layers = network.parameters().size();
    double step =
        6 * network.multiplyAdds(side) * batch + layers * CALLS_OF_A_LAYER + 30.0 * network.size();
    double looks = Math.ceil(steps / perEpoch);
    double look = 2 * network.multiplyAdds(side) * params.get(Inputs.NUM_TEST_SAMPLES);
    return steps * step + looks * look;
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    Params params = trial.params();
    Settings.requireData(params);
    ImageSet images = images(trial, streams);
    Settings settings = new Settings(params, images.train().count());
    boolean vgg = params.get(Inputs.NETWORK) == Network.VGG16_BN;
    double[] weights =
        Weights.draw(
            settings.network,
            vgg,
            streams.perReplicate("weights", Inputs.NETWORK, Inputs.NUM_CLASSES));
    Batches batches = new Batches(settings, images, streams);
    try (TorchNet network = new TorchNet(settings.network, Precision.SINGLE)) {
      return new Run(settings, images, batches, network, weights, recorder).runToEnd();
    }
  }

  /**
   * Returns the images, read by one thread at a time: two that read the same files would hold them
   * twice.
   */
  private ImageSet images(Trial trial, Streams streams) {
    Object key = List.of(trial.seed(), Settings.imageKey(trial.params()));
    synchronized (sets) {
      return sets.get(key, () -> ImageSet.of(trial.params(), streams));
    }
  }
}
