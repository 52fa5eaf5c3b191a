package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.workers.api.UnusableParameter;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads CIFAR-100 from the user's binary files. Those of the genuine size are checked against the
 * published properties of the data set.
 */
final class CifarFiles {

  static final int SIDE = 32;
  static final int COARSE_CLASSES = 20;
  static final int FINE_CLASSES = 100;

  static final double[] CHANNEL_MEANS = {0.5071, 0.4867, 0.4408};
  static final double[] CHANNEL_STDS = {0.2675, 0.2565, 0.2761};

  private static final int GENUINE_TRAIN = 50_000;
  private static final int GENUINE_TEST = 10_000;
  private static final double MOMENT_TOLERANCE = 5e-4;

  private CifarFiles() {}

  static ImageRecords train(String folder) {
    ImageRecords images = read(folder, "train.bin");
    if (images.count() == GENUINE_TRAIN) {
      requireClasses(images, folder + "/train.bin");
      requireMoments(images, folder + "/train.bin");
    }
    return images;
  }

  static ImageRecords test(String folder) {
    ImageRecords images = read(folder, "test.bin");
    if (images.count() == GENUINE_TEST) {
      requireClasses(images, folder + "/test.bin");
    }
    return images;
  }

  private static ImageRecords read(String folder, String file) {
    String name = DataFiles.name(folder, file);
    try (InputStream in = DataFiles.open(name)) {
      return ImageRecords.read(in, name, SIDE, COARSE_CLASSES, FINE_CLASSES);
    } catch (IOException e) {
      throw new UnusableParameter(
          "Cannot read CIFAR-100: %s (%s; data_dir must hold train.bin and test.bin of the binary"
                  .formatted(name, e.getClass().getSimpleName())
              + " version)",
          e);
    }
  }

  /**
   * Requires equally many images of each class, and each fine class in one coarse class, five in
   * each.
   */
  static void requireClasses(ImageRecords images, String name) {
    int[] counts = new int[FINE_CLASSES];
    int[] coarseOf = new int[FINE_CLASSES];
    for (int i = 0; i < images.count(); i++) {
      int fine = images.label(i);
      if (counts[fine]++ > 0 && coarseOf[fine] != images.coarseLabel(i)) {
        throw DataFiles.damaged(
            name,
            "coarse label %d of class %d".formatted(images.coarseLabel(i), fine),
            "must be %d as before".formatted(coarseOf[fine]));
      }
      coarseOf[fine] = images.coarseLabel(i);
    }
    int each = images.count() / FINE_CLASSES;
    int[] members = new int[COARSE_CLASSES];
    for (int fine = 0; fine < FINE_CLASSES; fine++) {
      if (counts[fine] != each) {
        throw DataFiles.damaged(
            name, "%d images of class %d".formatted(counts[fine], fine), "must be " + each);
      }
      members[coarseOf[fine]]++;
    }
    for (int coarse = 0; coarse < COARSE_CLASSES; coarse++) {
      if (members[coarse] != FINE_CLASSES / COARSE_CLASSES) {
        throw DataFiles.damaged(
            name,
            "%d classes with coarse label %d".formatted(members[coarse], coarse),
            "must be " + FINE_CLASSES / COARSE_CLASSES);
      }
    }
  }

  /** Requires the mean and deviation of each channel over all images. */
  static void requireMoments(ImageRecords images, String name) {
    for (int channel = 0; channel < CHANNEL_MEANS.length; channel++) {
      double mean = images.moment(channel, 0, 1) / 255;
      double std = Math.sqrt(images.moment(channel, 255 * mean, 2)) / 255;
      if (!(Math.abs(mean - CHANNEL_MEANS[channel]) <= MOMENT_TOLERANCE
          && Math.abs(std - CHANNEL_STDS[channel]) <= MOMENT_TOLERANCE)) {
        throw DataFiles.damaged(
            name,
            "mean %.4f, deviation %.4f of channel %d".formatted(mean, std, channel),
            "must be %s, %s".formatted(CHANNEL_MEANS[channel], CHANNEL_STDS[channel]));
      }
    }
  }
}
