package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.Refusals;
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
    return switch (params.get(Inputs.DATASET)) {
      case SYNTHETIC -> synthetic(params, streams);
      case CIFAR100_FILE -> cifar(params, params.get(Inputs.DATA_DIR));
      case IDX_FILES -> idx(params, IdxFiles.read(params.get(Inputs.DATA_DIR)));
    };
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

  private static ImageSet cifar(Params params, String folder) {
    ImageRecords train = CifarFiles.train(folder);
    ImageRecords test = CifarFiles.test(folder);
    float[][] values = new float[3][];
    for (int channel = 0; channel < 3; channel++) {
      values[channel] =
          standardized(CifarFiles.CHANNEL_MEANS[channel], CifarFiles.CHANNEL_STDS[channel]);
    }
    return chosen(params, train, test, values, checksum(train.bytes(), test.bytes()));
  }

  /** Standardises by the moments of all training images of the file. */
  private static ImageSet idx(Params params, IdxFiles files) {
    int classes = params.size(Inputs.NUM_CLASSES);
    Refusals.of(params)
        .when(
            classes > files.classes(),
            Inputs.NUM_CLASSES,
            "must be at most %d, as many as the files have",
            files.classes());
    ImageRecords train = files.train();
    double mean = train.moment(0, 0, 1) / 255;
    double std = Math.sqrt(train.moment(0, 255 * mean, 2)) / 255;
    Refusals.of(params).when(!(std > 0), Inputs.DATA_DIR, "must hold images whose pixels differ");
    return chosen(
        params, train, files.test(), new float[][] {standardized(mean, std)}, files.checksum());
  }

  private static float[] standardized(double mean, double std) {
    float[] values = new float[256];
    for (int b = 0; b < 256; b++) {
      values[b] = (float) ((b / 255.0 - mean) / std);
    }
    return values;
  }

  private static ImageSet chosen(
      Params params, ImageRecords train, ImageRecords test, float[][] values, String checksum) {
    int classes = params.size(Inputs.NUM_CLASSES);
    return new ImageSet(
        train.first(params.size(Inputs.NUM_SAMPLES), classes),
        test.first(params.size(Inputs.NUM_TEST_SAMPLES), classes),
        values,
        checksum);
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
