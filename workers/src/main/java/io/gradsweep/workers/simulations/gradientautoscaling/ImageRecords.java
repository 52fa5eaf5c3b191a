package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.workers.api.UnusableParameter;
import java.io.IOException;
import java.io.InputStream;

/**
 * Labelled images: a record is the bytes of the labels, then the planes of the channels, each row
 * by row.
 *
 * @param bytes records one after the other; not to be changed
 * @param side height and width
 */
record ImageRecords(byte[] bytes, int side, Format format) {

  /** The order of a record's bytes. */
  enum Format {
    /** As in CIFAR-100's files: the coarse and the fine label; red, green and blue. */
    COLOURS(2, 3),

    /** One label, one plane. */
    GREY(1, 1);

    final int labels;
    final int channels;

    Format(int labels, int channels) {
      this.labels = labels;
      this.channels = channels;
    }

    int recordLength(int side) {
      return labels + channels * side * side;
    }
  }

  /**
   * Reads records of colours to the end of the stream.
   *
   * @param name their name in error messages
   * @throws IllegalArgumentException if the bytes are not records of labels within the bounds
   */
  static ImageRecords read(
      InputStream in, String name, int side, int coarseClasses, int fineClasses)
      throws IOException {
    ImageRecords images = new ImageRecords(in.readAllBytes(), side, Format.COLOURS);
    int record = images.recordLength();
    if (images.bytes.length == 0 || images.bytes.length % record != 0) {
      throw new UnusableParameter(
          "Cannot read images of %s: %d bytes (must be records of %d bytes)"
              .formatted(name, images.bytes.length, record));
    }
    for (int i = 0; i < images.count(); i++) {
      require(name, i, "coarse", images.coarseLabel(i), coarseClasses);
      require(name, i, "fine", images.label(i), fineClasses);
    }
    return images;
  }

  private static void require(String name, int image, String kind, int label, int classes) {
    if (label >= classes) {
      throw new UnusableParameter(
          "Cannot read image %d of %s: %s label %d (must be below %d; the file is damaged)"
              .formatted(image, name, kind, label, classes));
    }
  }

  int recordLength() {
    return format.recordLength(side);
  }

  int count() {
    return bytes.length / recordLength();
  }

  /** The first label of a record of colours. */
  int coarseLabel(int image) {
    return bytes[image * recordLength()] & 0xff;
  }

  int label(int image) {
    return bytes[image * recordLength() + format.labels - 1] & 0xff;
  }

  /** Offset of the image's pixels: channel × row × column. */
  int pixels(int image) {
    return image * recordLength() + format.labels;
  }

  /** Mean of (byte - centre) to the power of 1 or 2, over a channel of all images. */
  double moment(int channel, double centre, int power) {
    int plane = side * side;
    double sum = 0;
    for (int i = 0; i < count(); i++) {
      int from = pixels(i) + channel * plane;
      for (int p = from; p < from + plane; p++) {
        double x = (bytes[p] & 0xff) - centre;
        sum += power == 1 ? x : x * x;
      }
    }
    return sum / ((double) count() * plane);
  }

  /** The first images whose label is below a number of classes. */
  ImageRecords first(int most, int classes) {
    int record = recordLength();
    int chosen = 0;
    for (int i = 0; i < count() && chosen < most; i++) {
      chosen += label(i) < classes ? 1 : 0;
    }
    byte[] copy = new byte[chosen * record];
    int next = 0;
    for (int i = 0; next < copy.length; i++) {
      if (label(i) < classes) {
        System.arraycopy(bytes, i * record, copy, next, record);
        next += record;
      }
    }
    return new ImageRecords(copy, side, format);
  }
}
