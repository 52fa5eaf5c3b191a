package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.Refusals;
import io.gradsweep.workers.simulations.gradientautoscaling.GradientTransform.Method;
import io.gradsweep.workers.simulations.gradientautoscaling.GradientTransform.SigmaMode;
import io.gradsweep.workers.simulations.gradientautoscaling.Inputs.AlphaUpdate;
import io.gradsweep.workers.simulations.gradientautoscaling.Inputs.Augmentation;
import io.gradsweep.workers.simulations.gradientautoscaling.Inputs.Dataset;
import io.gradsweep.workers.simulations.gradientautoscaling.Inputs.Mixing;
import io.gradsweep.workers.simulations.gradientautoscaling.Inputs.OptimizerKind;
import io.gradsweep.workers.torch.ConvNet;
import java.util.List;

/** The inputs of one trial, read once and checked together. */
final class Settings {

  final ConvNet network;
  final int numClasses;
  final int imageSize;
  final boolean cropFlip;
  final Mixing mixing;
  final double labelSmoothing;
  final Method method;
  final AlphaRule alphaRule;
  final SigmaMode sigmaMode;
  final boolean lagged;
  final boolean byEpoch;
  final Eligible eligible;
  final double clip;
  final double epsilon;

  /**
   * Whether decay is added first, as in Yong et al. 2020, who centre the gradient of the loss with
   * its decay.
   */
  final boolean decayBefore;

  final boolean adam;
  final double momentum;
  final double weightDecay;
  final StepSizes stepSizes;
  final int batchSize;
  final int stepsPerEpoch;
  final long budget;

  /** NaN for no target. */
  final double targetAccuracy;

  /** NaN for no target. */
  final double targetLoss;

  /**
   * @param images number of training images: fewer than requested if the files have fewer
   */
  Settings(Params p, int images) {
    requireData(p);
    network = network(p);
    numClasses = p.size(Inputs.NUM_CLASSES);
    imageSize = imageSize(p);
    cropFlip = p.get(Inputs.AUGMENTATION) == Augmentation.CROP_FLIP;
    mixing = p.get(Inputs.MIXING);
    labelSmoothing = p.get(Inputs.LABEL_SMOOTHING);
    method = p.get(Inputs.METHOD);
    alphaRule = p.get(Inputs.ALPHA_RULE);
    sigmaMode = p.get(Inputs.SIGMA_MODE);
    lagged = p.get(Inputs.ALPHA_LAG) == 1;
    byEpoch = p.get(Inputs.ALPHA_UPDATE) == AlphaUpdate.EPOCH;
    eligible = p.get(Inputs.ELIGIBLE);
    clip = p.get(Inputs.CLIP_NORM);
    epsilon = p.get(Inputs.EPSILON);
    decayBefore =
        p.isSet(Inputs.DECAY_BEFORE_TRANSFORM)
            ? p.get(Inputs.DECAY_BEFORE_TRANSFORM)
            : method == Method.GC;
    adam = p.get(Inputs.OPTIMIZER) == OptimizerKind.ADAM;
    momentum = p.get(Inputs.MOMENTUM);
    weightDecay = p.get(Inputs.WEIGHT_DECAY);
    batchSize = p.size(Inputs.BATCH_SIZE);
    Refusals.of(p)
        .when(
            batchSize > images,
            Inputs.BATCH_SIZE,
            "must be at most the number of training images, %d",
            images);
    stepsPerEpoch = images / batchSize;
    long whole = p.get(Inputs.EPOCHS) * stepsPerEpoch;
    budget = Math.min(whole, p.getOr(Inputs.MAX_STEPS, whole));
    stepSizes = stepSizes(p, whole, stepsPerEpoch);
    targetAccuracy = p.getOr(Inputs.TARGET_ACCURACY, Double.NaN);
    targetLoss = p.getOr(Inputs.TARGET_LOSS, Double.NaN);
  }

  /** Checks everything that can be checked before the images are read. */
  static void requireData(Params p) {
    Refusals.of(p)
        .when(
            isSynthetic(p) == p.isSet(Inputs.DATA_DIR),
            Inputs.DATA_DIR,
            "%s is for cifar100_file and idx_files, and must be set there",
            Inputs.DATA_DIR)
        .when(
            isSynthetic(p)
                && p.get(Inputs.NETWORK) == Network.VGG16_BN
                && p.get(Inputs.IMAGE_SIZE) < Network.LEAST_VGG_SIDE,
            List.of(Inputs.IMAGE_SIZE, Inputs.NETWORK),
            "must be at least %d",
            Network.LEAST_VGG_SIDE);
  }

  static boolean isSynthetic(Params p) {
    return p.get(Inputs.DATASET) == Dataset.SYNTHETIC;
  }

  static ConvNet network(Params p) {
    int channels = p.get(Inputs.DATASET) == Dataset.IDX_FILES ? 1 : 3;
    return p.get(Inputs.NETWORK).of(channels, p.size(Inputs.NUM_CLASSES));
  }

  /** Height and width. */
  static int imageSize(Params p) {
    return switch (p.get(Inputs.DATASET)) {
      case SYNTHETIC -> p.size(Inputs.IMAGE_SIZE);
      case CIFAR100_FILE -> CifarFiles.SIDE;
      case IDX_FILES -> IdxFiles.SIDE;
    };
  }

  private static StepSizes stepSizes(Params p, long total, long stepsPerEpoch) {
    return new StepSizes(
        p.get(Inputs.STEP_SIZE_SCHEDULE),
        p.get(Inputs.STEP_SIZE),
        total,
        p.get(Inputs.WARMUP_EPOCHS) * stepsPerEpoch,
        p.get(Inputs.DECAY_EPOCHS) * stepsPerEpoch,
        p.get(Inputs.DECAY_FACTOR));
  }

  /** The tensors of the network, as the transform sees them. */
  List<GradientBlock> blocks() {
    return network.parameters().stream()
        .map(t -> new GradientBlock(t.offset(), t.size(), t.filters(), eligible.holds(t)))
        .toList();
  }

  /** The parameters that determine the images: two trials with the same key share them. */
  static List<ParamValue> imageKey(Params p) {
    return List.of(
        p.value(Inputs.DATASET),
        p.value(Inputs.DATA_DIR),
        p.value(Inputs.NUM_CLASSES),
        p.value(Inputs.IMAGE_SIZE),
        p.value(Inputs.NUM_SAMPLES),
        p.value(Inputs.NUM_TEST_SAMPLES),
        p.value(Inputs.NOISE));
  }
}
