package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.workers.api.UnusableParameter;
import io.gradsweep.workers.simulations.gradientautoscaling.ImageRecords.Format;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Grey images in the IDX format of MNIST and its family (Fashion-MNIST, KMNIST, QMNIST): for each
 * of {@code train} and {@code t10k} a file of images and one of labels, plain or gzipped. A file is
 * a header of big-endian numbers of four bytes (a magic number that tells type and dimensions, then
 * each dimension) and one byte a pixel or label (LeCun, Cortes, Burges: the MNIST database).
 *
 * @param train training images, in the order of the file
 * @param test test images, likewise
 * @param checksum SHA-256 of the four files as they are unpacked, hexadecimal: images and labels of
 *     training, then of the test
 */
record IdxFiles(ImageRecords train, ImageRecords test, String checksum) {

  /** Height and width of an image. */
  static final int SIDE = 28;

  private static final String TRAIN = "train";
  private static final String TEST = "t10k";
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";

  /** 8 for unsigned bytes, and the number of dimensions. */
  private static final int MAGIC_OF_IMAGES = 0x803;

  private static final int MAGIC_OF_LABELS = 0x801;
  private static final int NUMBER = 4;
  private static final int GZIP = 0x1f8b;

  /** A file whose header is right: one byte for each of its entries follows at an offset. */
  private record IdxFile(String name, byte[] bytes, int offset, int count) {}

  static IdxFiles read(String folder) {
    byte[][] files = {
      bytes(folder, TRAIN + IMAGES),
      bytes(folder, TRAIN + LABELS),
      bytes(folder, TEST + IMAGES),
      bytes(folder, TEST + LABELS)
    };
    return new IdxFiles(
        records(folder, TRAIN, files[0], files[1]),
        records(folder, TEST, files[2], files[3]),
        ImageSet.checksum(files));
  }

  /** Number of classes: labels are 0 to this number less one. */
  int classes() {
    int most = 0;
    for (int i = 0; i < train.count(); i++) {
      most = Math.max(most, train.label(i));
    }
    return most + 1;
  }

  private static byte[] bytes(String folder, String file) {
    String name = DataFiles.name(folder, file);
    try (InputStream in = open(name)) {
      return unpacked(in);
    } catch (ZipException | EOFException e) {
      throw DataFiles.damaged(name, "it cannot be unpacked", "must be a whole gzip file");
    } catch (IOException e) {
      throw new UnusableParameter(
          "Cannot read images: %s (%s; data_dir must hold %s, plain or with .gz)"
              .formatted(name, e.getClass().getSimpleName(), file),
          e);
    }
  }

  private static InputStream open(String name) throws IOException {
    try {
      return DataFiles.open(name);
    } catch (IOException plain) {
      try {
        return DataFiles.open(name + ".gz");
      } catch (IOException packed) {
        plain.addSuppressed(packed);
        throw plain;
      }
    }
  }

  /** Unpacks if the content is packed, whatever the file's name. */
  private static byte[] unpacked(InputStream in) throws IOException {
    in.mark(2);
    boolean packed = (in.read() << 8 | in.read()) == GZIP;
    in.reset();
    return packed ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
  }

  private static ImageRecords records(String folder, String set, byte[] first, byte[] second) {
    IdxFile images =
        content(DataFiles.name(folder, set + IMAGES), first, MAGIC_OF_IMAGES, SIDE, SIDE);
    IdxFile labels = content(DataFiles.name(folder, set + LABELS), second, MAGIC_OF_LABELS);
    if (labels.count != images.count) {
      throw DataFiles.damaged(
          labels.name,
          "%d labels".formatted(labels.count),
          "must be %d, one for each image".formatted(images.count));
    }
    int pixels = SIDE * SIDE;
    int record = Format.GREY.recordLength(SIDE);
    byte[] records = new byte[Math.multiplyExact(images.count, record)];
    for (int i = 0; i < images.count; i++) {
      records[i * record] = labels.bytes[labels.offset + i];
      System.arraycopy(images.bytes, images.offset + i * pixels, records, i * record + 1, pixels);
    }
    return new ImageRecords(records, SIDE, Format.GREY);
  }

  /**
   * Checks a header and the length of its file.
   *
   * @param shape the dimensions after the first, which is the count
   */
  private static IdxFile content(String name, byte[] bytes, int magic, int... shape) {
    int header = NUMBER * (2 + shape.length);
    if (bytes.length < header) {
      throw DataFiles.damaged(
          name, "%d bytes".formatted(bytes.length), "must begin with a header of " + header);
    }
    ByteBuffer numbers = ByteBuffer.wrap(bytes);
    int found = numbers.getInt();
    if (found != magic) {
      throw new UnusableParameter(
          "Cannot read images of %s: magic number 0x%08x (must be 0x%08x: bytes of %d dimensions)"
              .formatted(name, found, magic, shape.length + 1));
    }
    int count = numbers.getInt();
    long each = 1;
    for (int extent : shape) {
      int side = numbers.getInt();
      if (side != extent) {
        throw new UnusableParameter(
            "Cannot read images of %s: a side of %d pixels (must be %d)"
                .formatted(name, side, extent));
      }
      each *= extent;
    }
    long right = header + count * each;
    if (count < 1 || bytes.length != right) {
      throw DataFiles.damaged(
          name,
          "%d bytes for a count of %d".formatted(bytes.length, count),
          "must be %d".formatted(Math.max(right, header + each)));
    }
    return new IdxFile(name, bytes, header, count);
  }
}
