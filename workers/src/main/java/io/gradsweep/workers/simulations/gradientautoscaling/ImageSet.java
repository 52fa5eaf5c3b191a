package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Training and test images of a trial, with the numbers that their bytes stand for.
 *
 * @param values the network's input for a byte, channel × 256
 * @param checksum SHA-256 of the whole files, hexadecimal: training, then test
 */
record ImageSet(ImageRecords train, ImageRecords test, float[][] values, String checksum) {

  /** Returns a trial's images; synthetic ones are drawn per study, the same in each replicate. */
  static ImageSet of(Params params, Streams streams) {
    return Settings.isSynthetic(params)
        ? synthetic(params, streams)
        : files(params, params.get(Inputs.DATA_DIR));
  }

  private static ImageSet synthetic(Params params, Streams streams) {
    int classes = params.size(Inputs.NUM_CLASSES);
    int side = params.size(Inputs.IMAGE_SIZE);
    SyntheticImages images = new SyntheticImages(classes, side, shaped(streams, "templates"));
    byte[] train =
        images.write(
            params.size(Inputs.NUM_SAMPLES),
            params.get(Inputs.NOISE),
            shaped(streams, "training images"));
    byte[] test =
        images.write(
            params.size(Inputs.NUM_TEST_SAMPLES),
            params.get(Inputs.NOISE),
            shaped(streams, "test images"));
    float[][] values = new float[3][256];
    for (float[] channel : values) {
      for (int b = 0; b < 256; b++) {
        channel[b] = (float) ((b - SyntheticImages.CENTRE) / SyntheticImages.SCALE);
      }
    }
    return new ImageSet(
        read(train, side, classes), read(test, side, classes), values, checksum(train, test));
  }

  private static RandomStream shaped(Streams streams, String purpose) {
    return streams.perStudy(purpose, Inputs.NUM_CLASSES, Inputs.IMAGE_SIZE);
  }

  private static ImageRecords read(byte[] records, int side, int classes) {
    try {
      return ImageRecords.read(
          new ByteArrayInputStream(records), "the synthetic set", side, classes, classes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of an array
    }
  }

  private static ImageSet files(Params params, String folder) {
    ImageRecords train = CifarFiles.train(folder);
    ImageRecords test = CifarFiles.test(folder);
    int classes = params.size(Inputs.NUM_CLASSES);
    float[][] values = new float[3][256];
    for (int channel = 0; channel < 3; channel++) {
      for (int b = 0; b < 256; b++) {
        values[channel][b] =
            (float)
                ((b / 255.0 - CifarFiles.CHANNEL_MEANS[channel])
                    / CifarFiles.CHANNEL_STDS[channel]);
      }
    }
    return new ImageSet(
        train.first(params.size(Inputs.NUM_SAMPLES), classes),
        test.first(params.size(Inputs.NUM_TEST_SAMPLES), classes),
        values,
        checksum(train.bytes(), test.bytes()));
  }

  static String checksum(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
