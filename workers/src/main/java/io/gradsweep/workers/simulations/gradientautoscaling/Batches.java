package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;

/**
 * Mini-batches: each epoch takes the images in a new order, whole batches only. Order, augmentation
 * and mixing use separate streams, so that switching one does not change the others.
 */
final class Batches {

  private static final int LONGEST_SHIFT = 4;

  private final Settings settings;
  private final ImageSet set;
  private final ImageRecords images;
  private final int classes;
  private final int side;
  private final int channels;
  private final RandomStream order;
  private final RandomStream augmentation;
  private final RandomStream mixing;
  private final int[] permutation;
  private final float[] pixels;
  private final float[] mixed;
  private final float[] targets;
  private final float[] mixedTargets;
  private final int[] partners;
  private int next;

  Batches(Settings settings, ImageSet set, Streams streams) {
    this.settings = settings;
    this.set = set;
    images = set.train();
    classes = settings.numClasses;
    side = images.side();
    channels = images.format().channels;
    order = streams.perReplicate("order", Inputs.DATASET, Inputs.NUM_SAMPLES);
    augmentation = streams.perReplicate("augmentation", Inputs.DATASET);
    mixing = streams.perReplicate("mixing", Inputs.MIXING);
    permutation = new int[images.count()];
    for (int i = 0; i < permutation.length; i++) {
      permutation[i] = i;
    }
    int batch = settings.batchSize;
    pixels = new float[batch * channels * side * side];
    targets = new float[batch * classes];
    boolean mixes = settings.mixing != Inputs.Mixing.NONE;
    mixed = mixes ? new float[pixels.length] : pixels;
    mixedTargets = mixes ? new float[targets.length] : targets;
    partners = new int[batch];
    next = Integer.MAX_VALUE;
  }

  int perEpoch() {
    return images.count() / settings.batchSize;
  }

  /** Makes the next batch; starts the next epoch if the present one is used up. */
  void next() {
    if (next >= perEpoch()) {
      shuffle(permutation, order);
      next = 0;
    }
    int batch = settings.batchSize;
    for (int b = 0; b < batch; b++) {
      take(b, permutation[next * batch + b]);
    }
    next++;
    switch (settings.mixing) {
      case NONE -> {}
      case MIXUP -> mixup();
      case CUTMIX -> cutmix();
    }
  }

  /** batch × channels × side × side, overwritten by the next batch. */
  float[] pixels() {
    return mixed;
  }

  /** batch × classes. */
  float[] targets() {
    return mixedTargets;
  }

  private static void shuffle(int[] values, RandomStream random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }

  private void take(int b, int image) {
    int down = 0;
    int right = 0;
    boolean mirrored = false;
    if (settings.cropFlip) {
      down = augmentation.nextInt(2 * LONGEST_SHIFT + 1) - LONGEST_SHIFT;
      right = augmentation.nextInt(2 * LONGEST_SHIFT + 1) - LONGEST_SHIFT;
      mirrored = augmentation.nextInt(2) == 1;
    }
    copy(set, images, image, pixels, b, down, right, mirrored);
    float rest = (float) (settings.labelSmoothing / Math.max(1, classes - 1));
    for (int c = 0; c < classes; c++) {
      targets[b * classes + c] = rest;
    }
    targets[b * classes + images.label(image)] = (float) (1 - settings.labelSmoothing);
  }

  /** Copies an image to place b, shifted; pixels from outside have value 0, the mean. */
  static void copy(
      ImageSet set,
      ImageRecords images,
      int image,
      float[] to,
      int b,
      int down,
      int right,
      boolean mirrored) {
    int side = images.side();
    int channels = images.format().channels;
    byte[] bytes = images.bytes();
    for (int channel = 0; channel < channels; channel++) {
      float[] values = set.values()[channel];
      for (int row = 0; row < side; row++) {
        int out = ((b * channels + channel) * side + row) * side;
        int fromRow = row + down;
        int from = images.pixels(image) + (channel * side + fromRow) * side;
        boolean inside = fromRow >= 0 && fromRow < side;
        for (int column = 0; column < side; column++) {
          int x = (mirrored ? side - 1 - column : column) + right;
          to[out + column] = inside && x >= 0 && x < side ? values[bytes[from + x] & 0xff] : 0;
        }
      }
    }
  }

  private void choosePartners() {
    for (int b = 0; b < partners.length; b++) {
      partners[b] = b;
    }
    shuffle(partners, mixing);
  }

  /** λ·x + (1 - λ)·x', λ uniform for the batch (Zhang et al. 2018, Beta(1, 1)). */
  private void mixup() {
    choosePartners();
    float share = (float) mixing.nextDouble();
    int size = pixels.length / partners.length;
    for (int b = 0; b < partners.length; b++) {
      for (int i = 0; i < size; i++) {
        mixed[b * size + i] =
            share * pixels[b * size + i] + (1 - share) * pixels[partners[b] * size + i];
      }
    }
    mixTargets(share);
  }

  /** Puts a box of x' into x, with the share 1 - λ of its area before it is cut at the edges. */
  private void cutmix() {
    choosePartners();
    double cut = Math.sqrt(1 - mixing.nextDouble());
    int half = (int) (cut * side / 2);
    int row = mixing.nextInt(side);
    int column = mixing.nextInt(side);
    int top = Math.max(0, row - half);
    int bottom = Math.min(side, row + half);
    int left = Math.max(0, column - half);
    int end = Math.min(side, column + half);
    System.arraycopy(pixels, 0, mixed, 0, pixels.length);
    for (int b = 0; b < partners.length; b++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int r = top; r < bottom; r++) {
          int plane = channel * side + r;
          System.arraycopy(
              pixels,
              (partners[b] * channels * side + plane) * side + left,
              mixed,
              (b * channels * side + plane) * side + left,
              end - left);
        }
      }
    }
    mixTargets(1 - (float) (bottom - top) * (end - left) / (side * side));
  }

  private void mixTargets(float share) {
    for (int b = 0; b < partners.length; b++) {
      for (int c = 0; c < classes; c++) {
        mixedTargets[b * classes + c] =
            share * targets[b * classes + c] + (1 - share) * targets[partners[b] * classes + c];
      }
    }
  }
}
