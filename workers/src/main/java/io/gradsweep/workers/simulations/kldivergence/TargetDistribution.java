package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.UnusableParameter;
import io.gradsweep.workers.numeric.SymmetricEigen;
import io.gradsweep.workers.simulations.kldivergence.Inputs.Distribution;
import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.function.DoubleSupplier;

/**
 * The target of a trial, with the spectrum of its Fisher matrix.
 *
 * @param q the target, n + 1 probabilities
 * @param empirical the distribution of the samples drawn from it; q itself if none are drawn
 * @param entropy H(empirical): the least possible loss
 * @param eigenvalues of G(empirical), ascending
 * @param maxProbability max η; 2/max η and 2·max η are the authors' bounds of the rates of the two
 *     gradient flows
 */
record TargetDistribution(
    double[] q, double[] empirical, double entropy, double[] eigenvalues, double maxProbability) {

  static TargetDistribution of(double[] q, double[] empirical) {
    double[] eigenvalues =
        q.length == 2
            ? new double[] {empirical[0] * empirical[1]}
            : SymmetricEigen.values(Simplex.fisher(empirical));
    double most = Arrays.stream(empirical, 0, empirical.length - 1).max().orElseThrow();
    return new TargetDistribution(q, empirical, Simplex.entropy(empirical), eigenvalues, most);
  }

  /**
   * Whether the optimum lies inside the simplex, up to rounding. On the boundary the Fisher matrix
   * is singular, the loss is not quadratic, and the linear theory does not apply.
   */
  boolean interior() {
    return Simplex.min(empirical) > 0
        && lambdaMin() > eigenvalues.length * Math.ulp(1.0) * lambdaMax();
  }

  /**
   * The least eigenvalue, at least 0: the matrix is positive semidefinite, whatever rounding gives.
   */
  double lambdaMin() {
    return Math.max(0, eigenvalues[0]);
  }

  double lambdaMax() {
    return eigenvalues[eigenvalues.length - 1];
  }

  /** Everything that determines what is drawn for a trial. */
  record DrawKey(
      long seed,
      long replicate,
      boolean perStudy,
      int dimension,
      Distribution distribution,
      double concentration,
      long numSamples,
      boolean authors) {}

  /** Draws a trial's target and start from the streams that its parameters choose. */
  static final class TargetSource {
    /** Starts that the authors draw before they draw samples. */
    private static final int AUTHORS_STARTS = 100;

    /** Logarithm of a weight compared with which the least double is still negligible. */
    private static final double NEAR_UNDERFLOW = -600;

    private final Trial trial;
    private final Streams streams;
    private final Settings settings;
    private final int categories;

    TargetSource(Trial trial, Settings settings, Streams streams) {
      this.trial = trial;
      this.streams = streams;
      this.settings = settings;
      categories = settings.dimension + 1;
    }

    /** Equal keys have equal targets. */
    DrawKey targetKey() {
      return key(settings.perStudy ? -1 : trial.replicate());
    }

    /** Equal keys have equal starts. */
    DrawKey startKey() {
      return key(trial.replicate());
    }

    private DrawKey key(long replicate) {
      return new DrawKey(
          trial.seed(),
          replicate,
          settings.perStudy,
          settings.dimension,
          settings.distribution,
          settings.concentration,
          settings.numSamples,
          settings.authors);
    }

    TargetDistribution target() {
      MersenneTwister twister = new MersenneTwister(targetSeed());
      double[] q = settings.authors ? normalised(twister) : distribution(stream("target"));
      if (settings.numSamples == 0) {
        return TargetDistribution.of(q, q);
      }
      skip(twister, (long) AUTHORS_STARTS * categories);
      return TargetDistribution.of(
          q, sampled(q, settings.authors ? twister : stream("samples")::nextDouble));
    }

    private long targetSeed() {
      return settings.perStudy ? trial.seed() : trial.seed() + trial.replicate();
    }

    private RandomStream stream(String purpose) {
      return settings.perStudy
          ? streams.perStudy(purpose, Inputs.DIMENSION)
          : streams.perReplicate(purpose, Inputs.DIMENSION);
    }

    private static void skip(MersenneTwister twister, long uniforms) {
      for (long i = 0; i < uniforms; i++) {
        twister.getAsDouble();
      }
    }

    /**
     * The start. The authors' stream yields the target first, then a hundred starts one after
     * another, then the samples: replicate r takes the r-th start of a shared target, or the first
     * of its own.
     */
    double[] start() {
      if (settings.authors
          && settings.perStudy
          && settings.numSamples > 0
          && trial.replicate() >= AUTHORS_STARTS) {
        throw new UnusableParameter(
            "Cannot run kl-divergence with replicate: %d (must be below %d, the authors' starts)"
                .formatted(trial.replicate(), AUTHORS_STARTS));
      }
      if (!settings.authors) {
        return distribution(streams.perReplicate("init", Inputs.DIMENSION));
      }
      MersenneTwister uniforms = new MersenneTwister(targetSeed());
      skip(uniforms, categories * (1 + (settings.perStudy ? trial.replicate() : 0)));
      return normalised(uniforms);
    }

    private double[] distribution(RandomStream stream) {
      if (settings.distribution == Distribution.DIRICHLET) {
        return dirichlet(settings.concentration, stream);
      }
      return normalised(() -> 1 - stream.nextDouble()); // never zero
    }

    /**
     * Weights that are all near underflow are taken relative to the largest, since only ratios
     * count.
     */
    private double[] dirichlet(double concentration, RandomStream stream) {
      if (concentration >= 1) {
        return normalised(() -> Math.max(Double.MIN_NORMAL, stream.nextGamma(concentration)));
      }
      double[] logs = new double[categories];
      for (int i = 0; i < categories; i++) {
        logs[i] = stream.nextLogGamma(concentration);
      }
      double largest = Arrays.stream(logs).max().orElseThrow();
      double shift = largest < NEAR_UNDERFLOW ? largest : 0;
      PrimitiveIterator.OfDouble log = Arrays.stream(logs).iterator();
      return normalised(
          () -> Math.max(Double.MIN_NORMAL, StrictMath.exp(log.nextDouble() - shift)));
    }

    private double[] normalised(DoubleSupplier weights) {
      double[] p = new double[categories];
      double sum = 0;
      for (int i = 0; i < categories; i++) {
        p[i] = weights.getAsDouble();
        sum += p[i];
      }
      for (int i = 0; i < categories; i++) {
        p[i] /= sum;
      }
      return p;
    }

    /** Relative frequencies of draws by inversion of the distribution function. */
    private double[] sampled(double[] q, DoubleSupplier uniforms) {
      double[] cumulative = new double[categories];
      double sum = 0;
      for (int i = 0; i < categories; i++) {
        sum += q[i];
        cumulative[i] = sum;
      }
      cumulative[categories - 1] = 1;
      double[] frequency = new double[categories];
      for (long s = 0; s < settings.numSamples; s++) {
        int place = Arrays.binarySearch(cumulative, uniforms.getAsDouble());
        frequency[place >= 0 ? Math.min(place + 1, categories - 1) : -place - 1]++;
      }
      for (int i = 0; i < categories; i++) {
        frequency[i] /= settings.numSamples;
      }
      return frequency;
    }
  }
}
