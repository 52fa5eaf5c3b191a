package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.workers.api.UnusableParameter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Reads CIFAR-100 from the user's binary files. A folder is a path, or a URL of a scheme that this
 * JVM can open, including Hadoop's file systems if a driver is on its class path.
 *
 * <p>Files of the genuine size are checked against the published properties of the data set.
 */
final class CifarFiles {

  static final int SIDE = 32;
  static final int COARSE_CLASSES = 20;
  static final int FINE_CLASSES = 100;

  static final double[] CHANNEL_MEANS = {0.5071, 0.4867, 0.4408};
  static final double[] CHANNEL_STDS = {0.2675, 0.2565, 0.2761};

  private static final int GENUINE_TRAIN = 50_000;
  private static final int GENUINE_TEST = 10_000;
  private static final int CHANNEL = SIDE * SIDE;
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
    String name = folder.replaceAll("/+$", "") + "/" + file;
    try (InputStream in = new BufferedInputStream(open(name))) {
      return ImageRecords.read(in, name, SIDE, COARSE_CLASSES, FINE_CLASSES);
    } catch (IOException e) {
      throw new UnusableParameter(
          "Cannot read CIFAR-100: %s (%s; data_dir must hold train.bin and test.bin of the binary"
                  .formatted(name, e.getClass().getSimpleName())
              + " version)",
          e);
    }
  }

  private static InputStream open(String name) throws IOException {
    try {
      return name.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")
          ? url(name).openStream()
          : Files.newInputStream(Path.of(name));
    } catch (InvalidPathException e) {
      throw new IOException(e);
    }
  }

  private static URL url(String name) throws IOException {
    try {
      return URI.create(name).toURL();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw new IOException("not a URL that can be opened here", e);
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
        throw damaged(
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
        throw damaged(
            name, "%d images of class %d".formatted(counts[fine], fine), "must be " + each);
      }
      members[coarseOf[fine]]++;
    }
    for (int coarse = 0; coarse < COARSE_CLASSES; coarse++) {
      if (members[coarse] != FINE_CLASSES / COARSE_CLASSES) {
        throw damaged(
            name,
            "%d classes with coarse label %d".formatted(members[coarse], coarse),
            "must be " + FINE_CLASSES / COARSE_CLASSES);
      }
    }
  }

  /** Requires the mean and deviation of each channel over all images. */
  static void requireMoments(ImageRecords images, String name) {
    for (int channel = 0; channel < CHANNEL_MEANS.length; channel++) {
      double mean = moment(images, channel, 0, 1) / 255;
      double std = Math.sqrt(moment(images, channel, 255 * mean, 2)) / 255;
      if (!(Math.abs(mean - CHANNEL_MEANS[channel]) <= MOMENT_TOLERANCE
          && Math.abs(std - CHANNEL_STDS[channel]) <= MOMENT_TOLERANCE)) {
        throw damaged(
            name,
            "mean %.4f, deviation %.4f of channel %d".formatted(mean, std, channel),
            "must be %s, %s".formatted(CHANNEL_MEANS[channel], CHANNEL_STDS[channel]));
      }
    }
  }

  /** Mean of (byte - centre) to the power of 1 or 2. */
  private static double moment(ImageRecords images, int channel, double centre, int power) {
    double sum = 0;
    for (int i = 0; i < images.count(); i++) {
      int from = images.pixels(i) + channel * CHANNEL;
      for (int p = from; p < from + CHANNEL; p++) {
        double x = (images.bytes()[p] & 0xff) - centre;
        sum += power == 1 ? x : x * x;
      }
    }
    return sum / ((double) images.count() * CHANNEL);
  }

  private static UnusableParameter damaged(String name, String found, String right) {
    return new UnusableParameter(
        "Cannot use images of %s: %s (%s; the file is damaged)".formatted(name, found, right));
  }
}
