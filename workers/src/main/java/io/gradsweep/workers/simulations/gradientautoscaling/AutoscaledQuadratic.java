package io.gradsweep.workers.simulations.gradientautoscaling;

import static io.gradsweep.results.trial.MeasurementSpec.real;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.RateFit;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import java.util.List;

/**
 * Descends ‖x‖²/2 with the gradients of {@link GradientAutoscaling}, without networks: what becomes
 * of linear convergence if one global number multiplies them. Only the part of x about its mean
 * moves under centring; it starts at length 1. With the ratio to the maximum, or to the initial
 * deviation, its length r obeys r ← (1 - ηr) r, so that r η t tends to 1. With the ratio to the
 * previous deviation the multiplier obeys α ← 1 - ηα, and r falls linearly.
 */
public final class AutoscaledQuadratic implements Simulation {

  private static final SimulationSpec SPEC =
      new SimulationSpec(
          "autoscaled-quadratic",
          1,
          "Is descent with one global multiplier as fast on a quadratic as centred descent?",
          "V.-D. Yun, Insights from Gradient Dynamics: Gradient Autoscaled Normalization, arXiv"
              + " 2509.03677 (2025); the multiplier's formula is reconstructed",
          QuadraticInputs.P.specs(),
          List.of(
              real("scaled_error", "final_error · step_size · steps: 1 where it falls like 1/t"),
              real("last_alpha", "the last multiplier")),
          List.of(
              MetricSpec.of("error", "length of x about its mean").asFitted(),
              MetricSpec.of("alpha", "the last multiplier")));

  private static final double EPSILON = 1e-8;
  private static final double FARTHEST = 1e6;

  /** The rate is fitted between these distances. */
  private static final double RATE_CLOSES = 1e-10;

  private static final double RATE_OPENS = 1e-2;
  private static final double OPERATIONS_OF_AN_ENTRY = 20;

  @Override
  public SimulationSpec spec() {
    return SPEC;
  }

  @Override
  public double cost(Params params) {
    return OPERATIONS_OF_AN_ENTRY
        * params.get(QuadraticInputs.DIMENSION)
        * params.get(QuadraticInputs.MAX_STEPS);
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    Params params = trial.params();
    double[] x = start(params.size(QuadraticInputs.DIMENSION), streams);
    double[] g = new double[x.length];
    GradientTransform transform = transform(params, x.length);
    WeightUpdate optimizer = WeightUpdate.sgd(x.length, 0);
    RandomStream random = streams.perReplicate("noise", QuadraticInputs.DIMENSION);
    double noise = params.get(QuadraticInputs.NOISE);
    double stepSize = params.get(QuadraticInputs.STEP_SIZE);
    long budget = params.get(QuadraticInputs.MAX_STEPS);
    RateFit rate = RateFit.within(RATE_CLOSES, RATE_OPENS);
    recorder.begin(budget);
    for (long step = 0; ; step++) {
      double error = length(x);
      boolean wanted = recorder.step(step);
      Status status = status(error, params.get(QuadraticInputs.TOLERANCE), step == budget);
      if (wanted || status != null) {
        recorder.record(Double.NaN, error, transform.alpha());
      }
      if (rate.wants(step)) {
        rate.add(step, error);
      }
      if (status != null) {
        return new OutcomeBuilder(SPEC)
            .status(status)
            .steps(step)
            .finalLoss(Double.isFinite(error) ? error * error / 2 : Double.NaN)
            .finalError(Double.isFinite(error) ? error : Double.NaN)
            .rate(rate.estimate())
            .measureIfFinite("scaled_error", error * stepSize * step)
            .measureIfFinite("last_alpha", transform.alpha())
            .build();
      }
      System.arraycopy(x, 0, g, 0, x.length);
      for (int i = 0; noise > 0 && i < g.length; i++) {
        g[i] += noise * random.nextGaussian();
      }
      transform.apply(g);
      optimizer.step(x, g, stepSize);
    }
  }

  /** A direction about its mean, of length 1. */
  private static double[] start(int size, Streams streams) {
    RandomStream random = streams.perReplicate("start", QuadraticInputs.DIMENSION);
    double[] x = new double[size];
    for (int i = 0; i < size; i++) {
      x[i] = random.nextGaussian();
    }
    GradientBlock.centre(x, 0, size, GradientBlock.mean(x, 0, size), 1);
    GradientBlock.centre(x, 0, size, 0, 1 / length(x));
    return x;
  }

  private static double length(double[] x) {
    double mean = GradientBlock.mean(x, 0, x.length);
    return Math.sqrt(GradientBlock.squaresAround(mean, x, 0, x.length));
  }

  private static GradientTransform transform(Params params, int size) {
    return new GradientTransform(
        params.get(QuadraticInputs.METHOD),
        GradientTransform.SigmaMode.RMS_CENTRED,
        1,
        EPSILON,
        new Multiplier(params.get(QuadraticInputs.ALPHA_RULE), EPSILON, false, false),
        List.of(new GradientBlock(0, size, 1, true)));
  }

  /** Null while the trial goes on. */
  private static Status status(double error, double tolerance, boolean ends) {
    if (!(error <= FARTHEST)) {
      return Status.DIVERGED;
    }
    if (error <= tolerance) {
      return Status.CONVERGED;
    }
    return ends ? Status.NOT_CONVERGED : null;
  }
}
