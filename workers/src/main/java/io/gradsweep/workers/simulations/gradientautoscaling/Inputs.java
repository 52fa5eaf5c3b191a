package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.trial.Input.Choice;
import io.gradsweep.results.trial.Input.FlagInput;
import io.gradsweep.results.trial.Input.RealInput;
import io.gradsweep.results.trial.Input.TextInput;
import io.gradsweep.results.trial.Input.WholeInput;
import io.gradsweep.results.trial.Parameters;

/** The inputs of a trial, each declared once and read by its handle. */
final class Inputs {

  enum Dataset {
    SYNTHETIC,
    CIFAR100_FILE,
    IDX_FILES
  }

  enum Augmentation {
    NONE,
    CROP_FLIP
  }

  enum Mixing {
    NONE,
    MIXUP,
    CUTMIX
  }

  enum AlphaUpdate {
    STEP,
    EPOCH
  }

  enum OptimizerKind {
    SGD,
    ADAM
  }

  static final Parameters P = new Parameters();

  static final Choice<Dataset> DATASET =
      P.choice(
              "dataset",
              Dataset.class,
              "our synthetic images, CIFAR-100's files, or MNIST's and its like")
          .defaultsTo(Dataset.SYNTHETIC);

  static final TextInput DATA_DIR =
      P.text("data_dir", "folder or URL of the files; null: synthetic").unsetByDefault();

  static final WholeInput NUM_CLASSES =
      P.whole("num_classes", "C: synthetic classes, or the first C of the files")
          .atLeast(2)
          .atMost(100)
          .defaultsTo(20);

  static final WholeInput IMAGE_SIZE =
      P.whole("image_size", "height and width of a synthetic image; CIFAR's have 32, IDX files 28")
          .atLeast(8)
          .atMost(64)
          .in("pixel")
          .defaultsTo(16);

  static final WholeInput NUM_SAMPLES =
      P.whole("num_samples", "training images; files: the first of those classes")
          .atLeast(1)
          .atMost(60_000)
          .defaultsTo(2000);

  static final WholeInput NUM_TEST_SAMPLES =
      P.whole("num_test_samples", "test images; files: the first of those classes")
          .atLeast(1)
          .atMost(10_000)
          .defaultsTo(1000);

  static final RealInput NOISE =
      P.real("noise", "σ of a synthetic image's pixels: 2.5 is easy, 4 middling")
          .atLeast(0)
          .atMost(100)
          .defaultsTo(4.0);

  static final Choice<Augmentation> AUGMENTATION =
      P.choice("augmentation", Augmentation.class, "crop: shifts by up to 4 pixels, and mirrors")
          .defaultsTo(Augmentation.NONE);

  static final Choice<Mixing> MIXING =
      P.choice("mixing", Mixing.class, "of two images and their labels, share uniform")
          .defaultsTo(Mixing.NONE);

  static final RealInput LABEL_SMOOTHING =
      P.real("label_smoothing", "ε of the target, spread over the other classes")
          .atLeast(0)
          .below(1)
          .defaultsTo(0.0);

  static final Choice<Network> NETWORK =
      P.choice(
              "network",
              Network.class,
              "small ResNet-8 of width 8, ResNet-20, ResNet-56, VGG-16 with batch" + " norm")
          .defaultsTo(Network.RESNET8_W8);

  static final Choice<GradientTransform.Method> METHOD =
      P.choice(
              "method",
              GradientTransform.Method.class,
              "between backward and step: gc centres each filter, the three last each tensor")
          .defaultsTo(GradientTransform.Method.AUTOSCALE);

  static final Choice<AlphaRule> ALPHA_RULE =
      P.choice(
              "alpha_rule",
              AlphaRule.class,
              "autoscale's multiplier from σ_t, reconstructed: the paper's formula was not seen")
          .defaultsTo(AlphaRule.RATIO_TO_MAX);

  static final Choice<GradientTransform.SigmaMode> SIGMA_MODE =
      P.choice(
              "sigma_mode",
              GradientTransform.SigmaMode.class,
              "σ_t: RMS of centred gradients, std of all entries, or mean of the tensors' stds")
          .defaultsTo(GradientTransform.SigmaMode.RMS_CENTRED);

  static final WholeInput ALPHA_LAG =
      P.whole("alpha_lag", "0: α_t from this batch; 1: from the batches before it")
          .atLeast(0)
          .atMost(1)
          .defaultsTo(0);

  static final Choice<AlphaUpdate> ALPHA_UPDATE =
      P.choice(
              "alpha_update",
              AlphaUpdate.class,
              "each step, or each epoch from the last one's mean σ")
          .defaultsTo(AlphaUpdate.STEP);

  static final Choice<Eligible> ELIGIBLE =
      P.choice(
              "eligible",
              Eligible.class,
              "tensors that are transformed: weights, weights of convolutions, or all")
          .defaultsTo(Eligible.NDIM_GT_1);

  static final RealInput CLIP_NORM =
      P.real("clip_norm", "largest norm, or largest entry, of a clipped gradient")
          .above(0)
          .defaultsTo(1.0);

  static final RealInput EPSILON =
      P.real("epsilon", "added to the std that znorm and inverse_std divide by")
          .atLeast(0)
          .defaultsTo(1e-8);

  static final FlagInput DECAY_BEFORE_TRANSFORM =
      P.flag(
              "decay_before_transform",
              "whether weight decay is transformed too; null: in gc, as its authors do")
          .unsetByDefault();

  static final Choice<OptimizerKind> OPTIMIZER =
      P.choice("optimizer", OptimizerKind.class, "of the transformed gradients")
          .defaultsTo(OptimizerKind.SGD);

  static final RealInput STEP_SIZE =
      P.real("step_size", "η before its schedule").above(0).defaultsTo(0.1);

  static final RealInput MOMENTUM =
      P.real("momentum", "μ of sgd").atLeast(0).below(1).defaultsTo(0.9);

  static final RealInput WEIGHT_DECAY =
      P.real("weight_decay", "λ, in the gradient").atLeast(0).defaultsTo(5e-4);

  static final Choice<StepSizes.Schedule> STEP_SIZE_SCHEDULE =
      P.choice("step_size_schedule", StepSizes.Schedule.class, "cosine falls to 0 at the last step")
          .defaultsTo(StepSizes.Schedule.COSINE);

  static final WholeInput DECAY_EPOCHS =
      P.whole("decay_epochs", "of schedule step: epochs between two falls")
          .atLeast(1)
          .defaultsTo(30);

  static final RealInput DECAY_FACTOR =
      P.real("decay_factor", "of schedule step: what a fall multiplies by")
          .above(0)
          .atMost(1)
          .defaultsTo(0.1);

  static final WholeInput WARMUP_EPOCHS =
      P.whole("warmup_epochs", "step size grows linearly over these").atLeast(0).defaultsTo(0);

  static final WholeInput BATCH_SIZE =
      P.whole("batch_size", "B; an epoch's last, smaller batch is dropped")
          .atLeast(2)
          .atMost(50_000)
          .defaultsTo(64);

  static final WholeInput EPOCHS =
      P.whole("epochs", "passes over the training images").atLeast(1).atMost(10_000).defaultsTo(6);

  static final WholeInput MAX_STEPS =
      P.whole("max_steps", "ends training early; null: after all epochs")
          .atLeast(1)
          .unsetByDefault();

  static final RealInput TARGET_ACCURACY =
      P.real("target_accuracy", "test accuracy to reach; null: none")
          .above(0)
          .atMost(1)
          .unsetByDefault();

  static final RealInput TARGET_LOSS =
      P.real("target_loss", "mean training loss of an epoch to reach; null: none")
          .above(0)
          .unsetByDefault();

  private Inputs() {}
}
