package io.gradsweep.workers.simulations.autoscale;

import static io.gradsweep.results.trial.MeasurementSpec.real;
import static io.gradsweep.results.trial.MeasurementSpec.text;
import static io.gradsweep.results.trial.MeasurementSpec.whole;

import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;
import java.util.stream.Stream;

/** What the simulation takes and measures. */
final class AutoscaleSpec {

  static final SimulationSpec SPEC =
      new SimulationSpec(
          "gradient-autoscaling",
          2,
          "Do centred gradients with one global multiplier train convolutional networks better?",
          "V.-D. Yun, Insights from Gradient Dynamics: Gradient Autoscaled Normalization, arXiv"
              + " 2509.03677 (2025); the multiplier's formula is reconstructed",
          Stream.of(data(), transform(), training()).flatMap(List::stream).toList(),
          measurements(),
          metrics());

  private AutoscaleSpec() {}

  private static List<ParameterSpec> data() {
    return List.of(
        ParameterSpec.choice(
                "dataset",
                "our synthetic images, or CIFAR-100's files",
                "synthetic",
                "cifar100_file")
            .defaultsTo("synthetic"),
        ParameterSpec.text("data_dir", "folder or URL with train.bin and test.bin; null: synthetic")
            .unsetByDefault(),
        ParameterSpec.whole("num_classes", "C: synthetic classes, or the files' first C of 100")
            .atLeast(2)
            .atMost(100)
            .defaultsTo(20),
        ParameterSpec.whole("image_size", "height and width of a synthetic image; files have 32")
            .atLeast(8)
            .atMost(64)
            .in("pixel")
            .defaultsTo(16),
        ParameterSpec.whole("num_samples", "training images; files: the first of those classes")
            .atLeast(1)
            .atMost(50_000)
            .defaultsTo(2000),
        ParameterSpec.whole("num_test_samples", "test images; files: the first of those classes")
            .atLeast(1)
            .atMost(10_000)
            .defaultsTo(1000),
        ParameterSpec.real("noise", "σ of a synthetic image's pixels: 2.5 is easy, 4 middling")
            .atLeast(0)
            .atMost(100)
            .defaultsTo(4.0),
        ParameterSpec.choice(
                "augmentation", "crop: shifts by up to 4 pixels, and mirrors", "none", "crop_flip")
            .defaultsTo("none"),
        ParameterSpec.choice(
                "mixing",
                "of two images and their labels, share uniform",
                "none",
                "mixup",
                "cutmix")
            .defaultsTo("none"),
        ParameterSpec.real("label_smoothing", "ε of the target, spread over the other classes")
            .atLeast(0)
            .below(1)
            .defaultsTo(0.0));
  }

  private static List<ParameterSpec> transform() {
    return List.of(
        ParameterSpec.choice(
                "network",
                "small ResNet-8 of width 8, ResNet-20, ResNet-56, VGG-16 with batch" + " norm",
                "resnet8_w8",
                "resnet20",
                "resnet56",
                "vgg16_bn")
            .defaultsTo("resnet8_w8"),
        ParameterSpec.choice(
                "method",
                "between backward and step: gc centres each filter, the three last each tensor",
                "none",
                "clip_norm",
                "clip_value",
                "gc",
                "znorm",
                "center",
                "autoscale")
            .defaultsTo("autoscale"),
        ParameterSpec.choice(
                "alpha_rule",
                "autoscale's multiplier from σ_t, reconstructed: the paper's formula was not seen",
                "ratio_to_max",
                "ratio_to_initial",
                "ratio_to_previous",
                "raw_std",
                "inverse_std",
                "constant")
            .defaultsTo("ratio_to_max"),
        ParameterSpec.choice(
                "sigma_mode",
                "σ_t: RMS of centred gradients, std of all entries, or mean of the tensors' stds",
                "rms_centred",
                "pooled",
                "mean_of_stds")
            .defaultsTo("rms_centred"),
        ParameterSpec.whole("alpha_lag", "0: α_t from this batch; 1: from the batches before it")
            .atLeast(0)
            .atMost(1)
            .defaultsTo(0),
        ParameterSpec.choice(
                "alpha_update",
                "each step, or each epoch from the last one's mean σ",
                "step",
                "epoch")
            .defaultsTo("step"),
        ParameterSpec.choice(
                "eligible",
                "tensors that are transformed: weights, weights of convolutions, or all",
                "ndim_gt_1",
                "conv_only",
                "all")
            .defaultsTo("ndim_gt_1"),
        ParameterSpec.real("clip_norm", "largest norm, or largest entry, of a clipped gradient")
            .above(0)
            .defaultsTo(1.0),
        ParameterSpec.real("epsilon", "added to the std that znorm and inverse_std divide by")
            .atLeast(0)
            .defaultsTo(1e-8),
        ParameterSpec.flag(
                "decay_before_transform",
                "whether weight decay is transformed too; null: in gc, as its authors do")
            .unsetByDefault());
  }

  private static List<ParameterSpec> training() {
    return List.of(
        ParameterSpec.choice("optimizer", "of the transformed gradients", "sgd", "adam")
            .defaultsTo("sgd"),
        ParameterSpec.real("step_size", "η before its schedule").above(0).defaultsTo(0.1),
        ParameterSpec.real("momentum", "μ of sgd").atLeast(0).below(1).defaultsTo(0.9),
        ParameterSpec.real("weight_decay", "λ, in the gradient").atLeast(0).defaultsTo(5e-4),
        ParameterSpec.choice(
                "step_size_schedule",
                "cosine falls to 0 at the last step",
                "constant",
                "cosine",
                "step")
            .defaultsTo("cosine"),
        ParameterSpec.whole("decay_epochs", "of schedule step: epochs between two falls")
            .atLeast(1)
            .defaultsTo(30),
        ParameterSpec.real("decay_factor", "of schedule step: what a fall multiplies by")
            .above(0)
            .atMost(1)
            .defaultsTo(0.1),
        ParameterSpec.whole("warmup_epochs", "step size grows linearly over these")
            .atLeast(0)
            .defaultsTo(0),
        ParameterSpec.whole("batch_size", "B; an epoch's last, smaller batch is dropped")
            .atLeast(2)
            .atMost(50_000)
            .defaultsTo(64),
        ParameterSpec.whole("epochs", "passes over the training images")
            .atLeast(1)
            .atMost(10_000)
            .defaultsTo(6),
        ParameterSpec.whole("max_steps", "ends training early; null: after all epochs")
            .atLeast(1)
            .unsetByDefault(),
        ParameterSpec.real("target_accuracy", "test accuracy to reach; null: none")
            .above(0)
            .atMost(1)
            .unsetByDefault(),
        ParameterSpec.real("target_loss", "mean training loss of an epoch to reach; null: none")
            .above(0)
            .unsetByDefault());
  }

  private static List<MeasurementSpec> measurements() {
    return List.of(
        text("formula_status", "of the multiplier: reconstructed, in every row"),
        text("data_checksum", "SHA-256 of the training records, then the test records"),
        whole("params", "weights of the network"),
        whole("n_layers", "eligible tensors"),
        real("best_test_acc", "largest test accuracy after an epoch: a selection on test data"),
        real("final_test_acc", "test accuracy at the end; final_error is 1 minus it"),
        real("final_test_loss", "cross-entropy on the test images at the end"),
        whole("epochs_to_target", "first epoch that met a target, from 1"),
        real("sigma_first_epoch", "mean σ_t of the first epoch"),
        real("sigma_last_epoch", "mean σ_t of the last epoch"),
        real("sigma_trend", "Spearman's correlation of epoch and mean σ_t; -1: falls always"),
        whole("n_layers_rising", "eligible tensors whose mean std ends above its first epoch's"),
        real("min_layer_std", "least std of an eligible tensor's gradient"),
        real("alpha_min", "least multiplier; of clip_norm, the factor of the clipping"),
        real("alpha_mean", "mean multiplier"),
        real("alpha_max", "largest multiplier"),
        real("max_amplification", "largest |transformed|/|raw| of an eligible tensor's gradient"));
  }

  private static List<MetricSpec> metrics() {
    return List.of(
        MetricSpec.of("train_loss", "cross-entropy of the step's batch"),
        MetricSpec.of("epoch_train_loss", "mean over the last whole epoch"),
        MetricSpec.of("test_loss", "after the last whole epoch"),
        MetricSpec.of("test_acc", "after the last whole epoch"),
        MetricSpec.of("current_step_size", "η_t"),
        MetricSpec.of("sigma", "σ_t, the global std of the gradient"),
        MetricSpec.of("epoch_sigma", "mean over the last whole epoch"),
        MetricSpec.of("alpha", "α_t"),
        MetricSpec.of("epoch_alpha", "mean over the last whole epoch"),
        MetricSpec.of("gradient_ratio", "|transformed|/|raw|, all tensors"),
        MetricSpec.of("epoch_gradient_ratio", "mean over the last whole epoch"),
        MetricSpec.of("smallest_layer_std", "least std of an eligible tensor's gradient"),
        MetricSpec.of("largest_layer_std", "largest std of an eligible tensor's gradient"));
  }
}
