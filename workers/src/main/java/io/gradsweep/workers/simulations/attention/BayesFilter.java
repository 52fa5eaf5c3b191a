package io.gradsweep.workers.simulations.attention;

import java.util.Arrays;

/**
 * The best possible predictor. It knows chain, embeddings and noise, and filters the hidden symbol
 * by f_t(h) ∝ π_t(h) N(x_t; μ_h, σ² I), π_{t+1} = f_t P. A head's loss is compared with its log
 * loss.
 */
final class BayesFilter {

  private final RingChain chain;
  private final double[][] embeddings;
  private final double noise;

  BayesFilter(RingChain chain, double[][] embeddings, double noise) {
    this.chain = chain;
    this.embeddings = embeddings;
    this.noise = noise;
  }

  /** -(1/n) Σ_t ln π_{t+1}(label_t), in nats. */
  double loss(TokenSequence sequence) {
    int symbols = chain.symbols();
    double[] prior = new double[symbols];
    double[] posterior = new double[symbols];
    double[] x = new double[sequence.x().columns()];
    Arrays.fill(prior, 1.0 / symbols);
    double sum = 0;
    for (int t = 0; t < sequence.size(); t++) {
      sequence.x().readRow(t, x);
      update(prior, x, sequence.symbols()[t], posterior);
      predict(posterior, prior);
      sum -= StrictMath.log(prior[sequence.labels()[t]]);
    }
    return sum / sequence.size();
  }

  /** Without noise, the input determines its symbol. */
  private void update(double[] prior, double[] x, int symbol, double[] posterior) {
    if (noise == 0) {
      Arrays.fill(posterior, 0);
      posterior[symbol] = 1;
      return;
    }
    double most = Double.NEGATIVE_INFINITY;
    for (int h = 0; h < posterior.length; h++) {
      posterior[h] = -squaredDistance(x, embeddings[h]) / (2 * noise * noise);
      most = Math.max(most, posterior[h]);
    }
    double sum = 0;
    for (int h = 0; h < posterior.length; h++) {
      posterior[h] = prior[h] * StrictMath.exp(posterior[h] - most);
      sum += posterior[h];
    }
    for (int h = 0; h < posterior.length; h++) {
      posterior[h] /= sum;
    }
  }

  private void predict(double[] posterior, double[] prior) {
    for (int next = 0; next < prior.length; next++) {
      prior[next] = 0;
      for (int h = 0; h < prior.length; h++) {
        prior[next] += posterior[h] * chain.probability(h, next);
      }
    }
  }

  private static double squaredDistance(double[] x, double[] mu) {
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      sum += (x[d] - mu[d]) * (x[d] - mu[d]);
    }
    return sum;
  }
}
