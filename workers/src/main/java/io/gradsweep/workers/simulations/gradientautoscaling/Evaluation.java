package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.workers.torch.TorchNet;

/**
 * Performance of a network on the test images, with its running estimates.
 *
 * @param loss mean cross-entropy
 * @param accuracy share of images whose largest logit is their class's
 */
record Evaluation(double loss, double accuracy) {

  static final Evaluation NONE = new Evaluation(Double.NaN, Double.NaN);

  private static final int MOST_IMAGES = 250;

  static Evaluation of(TorchNet network, ImageSet set, int classes, double[] weights) {
    ImageRecords images = set.test();
    int side = images.side();
    double loss = 0;
    int right = 0;
    for (int from = 0; from < images.count(); from += MOST_IMAGES) {
      int batch = Math.min(MOST_IMAGES, images.count() - from);
      float[] pixels = new float[batch * images.format().channels * side * side];
      for (int b = 0; b < batch; b++) {
        Batches.copy(set, images, from + b, pixels, b, 0, 0, false);
      }
      double[] logits = network.logits(pixels, batch, side, weights);
      for (int b = 0; b < batch; b++) {
        int label = images.label(from + b);
        loss += crossEntropy(logits, b * classes, classes, label);
        right += largest(logits, b * classes, classes) == label ? 1 : 0;
      }
    }
    return new Evaluation(loss / images.count(), (double) right / images.count());
  }

  /** ln Σ exp(z_c - z_label). */
  static double crossEntropy(double[] logits, int from, int classes, int label) {
    double largest = logits[from + largest(logits, from, classes)];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += StrictMath.exp(logits[from + c] - largest);
    }
    return StrictMath.log(sum) + largest - logits[from + label];
  }

  private static int largest(double[] logits, int from, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = logits[from + c] > logits[from + best] ? c : best;
    }
    return best;
  }
}
