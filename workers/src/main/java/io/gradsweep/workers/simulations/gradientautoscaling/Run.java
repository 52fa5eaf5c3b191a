package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.torch.TorchNet;

/** One trial: epochs of mini-batches, each epoch followed by a look at the test images. */
final class Run {

  /** A run has diverged if a whole epoch after the first has a loss this far above chance. */
  private static final double MOST_ABOVE_CHANCE = 1;

  /** A run has collapsed if its test accuracy is at most this many times chance. */
  private static final double LEAST_TIMES_CHANCE = 1.5;

  private final Settings settings;
  private final ImageSet images;
  private final Batches batches;
  private final TorchNet network;
  private final Recorder recorder;
  private final GradientTransform transform;
  private final WeightUpdate optimizer;
  private final EpochStatistics statistics;
  private final double[] w;
  private final double[] g;

  private long step;
  private double loss = Double.NaN;
  private double stepSize = Double.NaN;
  private Evaluation evaluation = Evaluation.NONE;
  private double bestAccuracy = Double.NaN;
  private long hitStep;
  private long hitEpoch;

  /**
   * @param w initial weights; changed by the run
   */
  Run(
      Settings settings,
      ImageSet images,
      Batches batches,
      TorchNet network,
      double[] w,
      Recorder recorder) {
    this.settings = settings;
    this.images = images;
    this.batches = batches;
    this.network = network;
    this.recorder = recorder;
    this.w = w;
    g = new double[w.length];
    transform =
        new GradientTransform(
            settings.method,
            settings.sigmaMode,
            settings.clip,
            settings.epsilon,
            new Multiplier(settings.alphaRule, settings.epsilon, settings.lagged, settings.byEpoch),
            settings.blocks());
    optimizer =
        settings.adam ? WeightUpdate.adam(w.length) : WeightUpdate.sgd(w.length, settings.momentum);
    statistics = new EpochStatistics(transform);
  }

  Outcome runToEnd() {
    recorder.begin(settings.budget);
    String divergence = null;
    while (divergence == null && step < settings.budget) {
      divergence = step();
    }
    recorder.step(step);
    record();
    return build(divergence);
  }

  /** Makes one update. Returns why the run has diverged; null if it has not. */
  private String step() {
    boolean wanted = recorder.step(step);
    batches.next();
    loss =
        network.lossAndGradient(batches.pixels(), images.train().side(), batches.targets(), w, g);
    if (!Double.isFinite(loss)) {
      return "loss is not finite";
    }
    decay(settings.decayBefore);
    transform.apply(g);
    decay(!settings.decayBefore);
    statistics.addStep(loss);
    stepSize = settings.stepSizes.at(step);
    if (wanted) {
      record();
    }
    optimizer.step(w, g, stepSize);
    step++;
    boolean epochEnds = step % settings.stepsPerEpoch == 0 || step == settings.budget;
    return epochEnds ? endEpoch() : null;
  }

  private void decay(boolean now) {
    if (now && settings.weightDecay > 0) {
      for (int i = 0; i < g.length; i++) {
        g[i] += settings.weightDecay * w[i];
      }
    }
  }

  private String endEpoch() {
    statistics.endEpoch();
    transform.endEpoch();
    if (!Double.isFinite(GradientBlock.squaresAround(0, w, 0, w.length))) {
      return "weights are not finite";
    }
    evaluation = Evaluation.of(network, images, settings.numClasses, w);
    if (!Double.isFinite(evaluation.loss())) {
      return "test loss is not finite";
    }
    bestAccuracy =
        Double.isNaN(bestAccuracy)
            ? evaluation.accuracy()
            : Math.max(bestAccuracy, evaluation.accuracy());
    boolean met =
        evaluation.accuracy() >= settings.targetAccuracy
            || statistics.lastLoss() <= settings.targetLoss;
    if (met && hitEpoch == 0) {
      hitEpoch = statistics.epochs();
      hitStep = step;
    }
    double most = StrictMath.log(settings.numClasses) + MOST_ABOVE_CHANCE;
    return statistics.epochs() > 1 && statistics.lastLoss() > most
        ? "mean training loss of an epoch above ln C + 1"
        : null;
  }

  private void record() {
    recorder.record(
        Double.NaN,
        loss,
        statistics.lastLoss(),
        evaluation.loss(),
        evaluation.accuracy(),
        stepSize,
        transform.lastSigma(),
        statistics.lastSigma(),
        transform.alpha(),
        statistics.lastAlpha(),
        transform.ratio(),
        statistics.lastRatio(),
        statistics.smallestLayerStdNow(),
        statistics.largestLayerStdNow());
  }

  private Outcome build(String divergence) {
    OutcomeBuilder outcome =
        new OutcomeBuilder(Spec.SPEC)
            .status(status(divergence))
            .reason(reason(divergence))
            .steps(step)
            .finalLoss(statistics.lastLoss())
            .finalError(1 - evaluation.accuracy())
            .measure("formula_status", "reconstructed")
            .measure("data_checksum", images.checksum())
            .measure("params", (long) w.length)
            .measure("n_layers", statistics.layers());
    if (statistics.epochs() > 0) {
      measureEpochs(outcome);
    }
    if (hitEpoch > 0) {
      outcome.stepsToTarget(hitStep).measure("epochs_to_target", hitEpoch);
    }
    return outcome.build();
  }

  private void measureEpochs(OutcomeBuilder outcome) {
    outcome
        .measure("best_test_acc", bestAccuracy)
        .measure("final_test_acc", evaluation.accuracy())
        .measure("final_test_loss", evaluation.loss())
        .measure("sigma_first_epoch", statistics.firstSigma())
        .measure("sigma_last_epoch", statistics.lastSigma())
        .measure("n_layers_rising", statistics.layersRising())
        .measure("min_layer_std", statistics.leastLayerStd())
        .measure("alpha_min", statistics.alphas().get(0))
        .measure("alpha_mean", statistics.alphas().get(1))
        .measure("alpha_max", statistics.alphas().get(2))
        .measure("max_amplification", transform.largestAmplification())
        .measureIfFinite("sigma_trend", statistics.sigmaTrend());
  }

  private Status status(String divergence) {
    if (divergence != null) {
      return Status.DIVERGED;
    }
    return hitEpoch > 0 ? Status.CONVERGED : Status.NOT_CONVERGED;
  }

  private String reason(String divergence) {
    boolean collapsed =
        divergence == null && evaluation.accuracy() <= LEAST_TIMES_CHANCE / settings.numClasses;
    return collapsed ? "collapsed" : divergence;
  }
}
