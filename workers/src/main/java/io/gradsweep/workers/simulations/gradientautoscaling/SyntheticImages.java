package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.random.RandomStream;
import java.io.ByteArrayOutputStream;

/**
 * Generates images that need no files. A class is a smooth random field, part of it shared by the
 * five classes of a superclass; an image is its class's field, shifted by up to two pixels,
 * mirrored or not, dimmed or brightened, with white noise. Written as records of {@link
 * ImageRecords}.
 */
final class SyntheticImages {

  static final int CLASSES_OF_A_SUPERCLASS = 5;

  /** The meaning of a byte: value = (byte - CENTRE) / SCALE, in units of an image's deviation. */
  static final double CENTRE = 128;

  static final double SCALE = 42;

  private static final int CHANNELS = 3;
  private static final int FREQUENCIES = 4;
  private static final int LONGEST_SHIFT = 2;
  private static final double SHARE = 0.7;

  private final double[][] templates;
  private final int side;

  /**
   * Draws the templates: T_c = 0.7·S_{c/5} + 0.7·O_c, both of unit standard deviation.
   *
   * @param side height and width of an image
   */
  SyntheticImages(int numClasses, int side, RandomStream random) {
    this.side = side;
    int superclasses = (numClasses + CLASSES_OF_A_SUPERCLASS - 1) / CLASSES_OF_A_SUPERCLASS;
    double[][] shared = fields(superclasses, random);
    templates = fields(numClasses, random);
    for (int c = 0; c < numClasses; c++) {
      double[] common = shared[c / CLASSES_OF_A_SUPERCLASS];
      for (int i = 0; i < templates[c].length; i++) {
        templates[c][i] = SHARE * common[i] + SHARE * templates[c][i];
      }
    }
  }

  private double[][] fields(int count, RandomStream random) {
    double[][] fields = new double[count][];
    for (int k = 0; k < count; k++) {
      fields[k] = field(random);
    }
    return fields;
  }

  /** Draws three channels of 4 × 4 normal coefficients on cosines, scaled to unit deviation. */
  private double[] field(RandomStream random) {
    double[] field = new double[CHANNELS * side * side];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int m = 0; m < FREQUENCIES; m++) {
        for (int n = 0; n < FREQUENCIES; n++) {
          addWave(field, channel, m, n, random.nextGaussian());
        }
      }
    }
    double mean = GradientBlock.mean(field, 0, field.length);
    double variance = GradientBlock.squaresAround(mean, field, 0, field.length) / field.length;
    GradientBlock.centre(field, 0, field.length, 0, 1 / Math.sqrt(variance));
    return field;
  }

  private void addWave(double[] field, int channel, int m, int n, double coefficient) {
    for (int row = 0; row < side; row++) {
      double down = coefficient * StrictMath.cos(Math.PI * m * (row + 0.5) / side);
      for (int column = 0; column < side; column++) {
        field[(channel * side + row) * side + column] +=
            down * StrictMath.cos(Math.PI * n * (column + 0.5) / side);
      }
    }
  }

  /** Writes images, cycling through the classes: 0, 1, …, C - 1, 0, …. */
  byte[] write(int count, double noise, RandomStream random) {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(count * ImageRecords.Format.COLOURS.recordLength(side));
    for (int i = 0; i < count; i++) {
      int label = i % templates.length;
      out.write(label / CLASSES_OF_A_SUPERCLASS);
      out.write(label);
      writePixels(out, templates[label], noise, random);
    }
    return out.toByteArray();
  }

  private void writePixels(
      ByteArrayOutputStream out, double[] template, double noise, RandomStream random) {
    int down = random.nextInt(2 * LONGEST_SHIFT + 1) - LONGEST_SHIFT;
    int right = random.nextInt(2 * LONGEST_SHIFT + 1) - LONGEST_SHIFT;
    boolean mirrored = random.nextInt(2) == 1;
    double light = 0.6 + 0.8 * random.nextDouble();
    double unit = SCALE / Math.sqrt(1 + noise * noise);
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int row = 0; row < side; row++) {
        int from = (channel * side + Math.floorMod(row - down, side)) * side;
        for (int column = 0; column < side; column++) {
          int seen = mirrored ? side - 1 - column : column;
          double value = light * template[from + Math.floorMod(seen - right, side)];
          value += noise * random.nextGaussian();
          long pixel = Math.round(CENTRE + unit * value);
          out.write((int) Math.max(0, Math.min(255, pixel)));
        }
      }
    }
  }
}
