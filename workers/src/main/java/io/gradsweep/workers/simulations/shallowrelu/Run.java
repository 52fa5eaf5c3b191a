package io.gradsweep.workers.simulations.shallowrelu;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.RateFit;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.simulations.shallowrelu.Inputs.StepSizeMode;

/** One trial: steps until the stopping rule applies, with the step size of its mode. */
final class Run {

  private static final double MOST_LOSS = 1e6;

  /**
   * Number of steps between two looks at the sharpness and at whether any neuron is left; the
   * second is also made after the last step.
   */
  private static final int STEPS_PER_LOOK = 50;

  /** Stuck: the last half of the budget took off less than this share of the loss. */
  private static final double LEAST_DECREASE = 0.01;

  private final Settings settings;
  private final ReluNetwork network;
  private final Descent descent;
  private final Report report;
  private final TangentKernel kernel;
  private final Recorder recorder;
  private final RateFit rate = RateFit.whole();

  private long step;
  private double loss;
  private double lossAtHalf = Double.NaN;
  private double time;
  private double h = Double.NaN;
  private long stepsOfSize;
  private String reason;

  Run(Settings settings, TrainingProblem problem, Recorder recorder) {
    this.settings = settings;
    this.recorder = recorder;
    network = problem.start();
    loss = network.evaluate();
    report = new Report(settings, problem, network);
    kernel = new TangentKernel(network, settings.outerLayerOnly());
    descent = Descent.of(settings, network);
  }

  Outcome runToEnd() {
    recorder.begin(settings.maxSteps);
    Status status = null;
    while (status == null) {
      boolean wanted = recorder.step(step);
      if (rate.wants(step)) {
        rate.add(step, loss);
      }
      if (2 * step == settings.maxSteps || 2 * step == settings.maxSteps - 1) {
        lossAtHalf = loss;
      }
      if (wanted) {
        record();
      }
      status = statusNow();
      if (status == null) {
        loss = descent.step(h);
        time += h;
        stepsOfSize++;
        step++;
      }
    }
    report.advance(h, stepsOfSize);
    record();
    return build(status);
  }

  /** Null while the trial goes on. */
  private Status statusNow() {
    if (!(loss <= MOST_LOSS)) {
      reason = "loss_above_1e6";
      return Status.DIVERGED;
    }
    if (loss < settings.tolerance) {
      return Status.CONVERGED;
    }
    boolean last = step >= settings.maxSteps;
    if ((looks() || last) && network.deadFraction() == 1) {
      reason = "all_dead";
      return Status.DIVERGED;
    }
    if (last) {
      reason = lossAtHalf - loss < LEAST_DECREASE * lossAtHalf ? "stuck" : null;
      return Status.NOT_CONVERGED;
    }
    if (looks()) {
      chooseStepSize();
    }
    return null;
  }

  /**
   * Training the outer layer alone changes neither the kernel nor which neurons are dead: one look
   * is enough.
   */
  private boolean looks() {
    return step == 0 || step % STEPS_PER_LOOK == 0 && !settings.outerLayerOnly();
  }

  private void chooseStepSize() {
    if (step > 0 && settings.stepSizeMode != StepSizeMode.SHARPNESS_TRACKING) {
      return;
    }
    double chosen = settings.stepSize;
    if (settings.stepSizeMode != StepSizeMode.RAW) {
      kernel.refresh();
      chosen /= kernel.largestEigenvalue();
    }
    if (chosen != h) {
      report.advance(h, stepsOfSize);
      stepsOfSize = 0;
      h = chosen;
    }
  }

  private void record() {
    descent.settle();
    recorder.record(
        time,
        loss,
        report.sharpness(),
        report.meanAngularDisplacement(),
        report.kinkMass(),
        report.slopeTotalVariation(),
        report.deadFraction());
  }

  private double largestResidual() {
    double largest = 0;
    for (double r : network.residuals()) {
      largest = Math.max(largest, Math.abs(r));
    }
    return largest;
  }

  private Outcome build(Status status) {
    OutcomeBuilder outcome =
        new OutcomeBuilder(Spec.SPEC)
            .status(status)
            .reason(reason)
            .steps(step)
            .time(time)
            .finalLoss(loss)
            .finalError(largestResidual())
            .rate(rate.estimate());
    if (status == Status.CONVERGED) {
      outcome.stepsToTarget(step);
    }
    report.writeTo(outcome);
    return outcome.build();
  }
}
