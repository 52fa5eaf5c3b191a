package io.gradsweep.workers.simulations.autoscale;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.UnusableParameter;
import io.gradsweep.workers.simulations.autoscale.GradientTransform.Method;
import io.gradsweep.workers.simulations.autoscale.GradientTransform.SigmaMode;
import io.gradsweep.workers.simulations.autoscale.StepSizes.Schedule;
import io.gradsweep.workers.torch.ConvNet;
import io.gradsweep.workers.torch.NetParameter;
import java.util.List;
import java.util.Locale;

/** The parameters of one trial, read once and checked together. NaN stands for "no target". */
record AutoscaleSettings(
    ConvNet network,
    int numClasses,
    int imageSize,
    boolean cropFlip,
    Mixing mixing,
    double labelSmoothing,
    Method method,
    AlphaRule alphaRule,
    SigmaMode sigmaMode,
    boolean lagged,
    boolean byEpoch,
    Eligible eligible,
    double clip,
    double epsilon,
    boolean decayBefore,
    boolean adam,
    double momentum,
    double weightDecay,
    StepSizes stepSizes,
    int batchSize,
    int stepsPerEpoch,
    long budget,
    double targetAccuracy,
    double targetLoss) {

  enum Mixing {
    NONE,
    MIXUP,
    CUTMIX
  }

  enum Eligible {
    NDIM_GT_1,
    CONV_ONLY,
    ALL;

    boolean holds(NetParameter parameter) {
      return switch (this) {
        case NDIM_GT_1 -> parameter.isMatrixOrMore();
        case CONV_ONLY -> parameter.kind() == NetParameter.Kind.CONVOLUTION_WEIGHT;
        case ALL -> true;
      };
    }
  }

  /** VGG halves its images four times. */
  private static final int LEAST_VGG_SIDE = 16;

  /**
   * @param images how many training images there are: fewer than asked for where files have fewer
   */
  static AutoscaleSettings of(Params params, int images) {
    boolean synthetic = params.text("dataset").equals("synthetic");
    requireData(params, synthetic);
    int batch = params.size("batch_size");
    refuse(
        batch > images,
        "batch_size: %d (must be at most the number of training images, %d)"
            .formatted(batch, images));
    int stepsPerEpoch = images / batch;
    long whole = params.whole("epochs") * stepsPerEpoch;
    long budget = params.isSet("max_steps") ? Math.min(whole, params.whole("max_steps")) : whole;
    return new AutoscaleSettings(
        network(params),
        params.size("num_classes"),
        synthetic ? params.size("image_size") : CifarFiles.SIDE,
        params.text("augmentation").equals("crop_flip"),
        choice(Mixing.class, params, "mixing"),
        params.real("label_smoothing"),
        choice(Method.class, params, "method"),
        choice(AlphaRule.class, params, "alpha_rule"),
        choice(SigmaMode.class, params, "sigma_mode"),
        params.whole("alpha_lag") == 1,
        params.text("alpha_update").equals("epoch"),
        choice(Eligible.class, params, "eligible"),
        params.real("clip_norm"),
        params.real("epsilon"),
        decaysBefore(params),
        params.text("optimizer").equals("adam"),
        params.real("momentum"),
        params.real("weight_decay"),
        stepSizes(params, whole, stepsPerEpoch),
        batch,
        stepsPerEpoch,
        budget,
        params.isSet("target_accuracy") ? params.real("target_accuracy") : Double.NaN,
        params.isSet("target_loss") ? params.real("target_loss") : Double.NaN);
  }

  /** What can be seen before the images are read. */
  static void requireData(Params params, boolean synthetic) {
    refuse(
        synthetic == params.isSet("data_dir"),
        "dataset: %s with data_dir: %s (data_dir is for cifar100_file, and must be set there)"
            .formatted(params.text("dataset"), params.value("data_dir").text()));
    refuse(
        synthetic
            && params.text("network").equals("vgg16_bn")
            && params.whole("image_size") < LEAST_VGG_SIDE,
        "image_size: %d with network vgg16_bn (must be at least %d)"
            .formatted(params.whole("image_size"), LEAST_VGG_SIDE));
  }

  static ConvNet network(Params params) {
    int classes = params.size("num_classes");
    return switch (params.text("network")) {
      case "resnet20" -> ConvNet.resNet(3, 16, classes);
      case "resnet56" -> ConvNet.resNet(9, 16, classes);
      case "vgg16_bn" -> ConvNet.vgg16(classes);
      default -> ConvNet.resNet(1, 8, classes);
    };
  }

  /** Yong et al. 2020 centre the gradient of the loss with its decay. */
  private static boolean decaysBefore(Params params) {
    return params.isSet("decay_before_transform")
        ? params.flag("decay_before_transform")
        : params.text("method").equals("gc");
  }

  private static StepSizes stepSizes(Params params, long total, long stepsPerEpoch) {
    return new StepSizes(
        choice(Schedule.class, params, "step_size_schedule"),
        params.real("step_size"),
        total,
        params.whole("warmup_epochs") * stepsPerEpoch,
        params.whole("decay_epochs") * stepsPerEpoch,
        params.real("decay_factor"));
  }

  private static <E extends Enum<E>> E choice(Class<E> type, Params params, String name) {
    return Enum.valueOf(type, params.text(name).toUpperCase(Locale.ROOT));
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new UnusableParameter("Cannot run gradient-autoscaling with " + message);
    }
  }

  /** The tensors of the network, as the transform sees them. */
  List<Block> blocks() {
    return network.parameters().stream()
        .map(p -> new Block(p.offset(), p.size(), p.filters(), eligible.holds(p)))
        .toList();
  }

  /** What decides the images: two trials with the same key share them. */
  static List<ParamValue> imageKey(Params params) {
    return List.of(
        params.value("dataset"),
        params.value("data_dir"),
        params.value("num_classes"),
        params.value("image_size"),
        params.value("num_samples"),
        params.value("num_test_samples"),
        params.value("noise"));
  }
}
