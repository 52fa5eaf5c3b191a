package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.workers.api.UnusableParameter;
import java.io.IOException;
import java.io.InputStream;

/**
 * Labelled images in the binary format of CIFAR-100: a record is one byte for the coarse label, one
 * for the fine label, then the red, green and blue planes, each row by row.
 *
 * @param bytes records one after the other; not to be changed
 * @param side height and width
 */
record ImageRecords(byte[] bytes, int side) {

  private static final int LABELS = 2;
  private static final int CHANNELS = 3;

  /**
   * Reads records to the end of the stream.
   *
   * @param name their name in error messages
   * @throws IllegalArgumentException if the bytes are not records of labels within the bounds
   */
  static ImageRecords read(
      InputStream in, String name, int side, int coarseClasses, int fineClasses)
      throws IOException {
    ImageRecords images = new ImageRecords(in.readAllBytes(), side);
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

  static int recordLength(int side) {
    return LABELS + CHANNELS * side * side;
  }

  int recordLength() {
    return recordLength(side);
  }

  int count() {
    return bytes.length / recordLength();
  }

  int coarseLabel(int image) {
    return bytes[image * recordLength()] & 0xff;
  }

  int label(int image) {
    return bytes[image * recordLength() + 1] & 0xff;
  }

  /** Offset of the image's pixels: channel × row × column. */
  int pixels(int image) {
    return image * recordLength() + LABELS;
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
    return new ImageRecords(copy, side);
  }
}
