package io.gradsweep.workers.simulations.attention;

import static io.gradsweep.workers.simulations.attention.HeadMatrices.norm;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.numeric.DenseMatrix;

/** One trial: a fixed number of updates, with looks at the held-out loss on the way. */
final class Run {

  /**
   * A run has diverged if its loss is this far above that of guessing for so many consecutive
   * steps.
   */
  private static final double MOST_ABOVE_GUESSING = 1;

  private static final int MOST_STEPS_ABOVE = 20;

  private static final long NEVER = -1;

  private final Settings settings;
  private final Task task;
  private final Recorder recorder;
  private final HeadDescent descent;
  private final CausalHead head;
  private final CausalHead heldOut;
  private final Settling settling;
  private final double mostLoss;
  private final DenseMatrix firstQ;
  private final DenseMatrix firstK;
  private final DenseMatrix firstV;

  private long step;
  private int stepsAbove;
  private double testLoss = Double.NaN;
  private double bestTestLoss = Double.POSITIVE_INFINITY;
  private long bestTestStep;
  private long firstHit = NEVER;
  private long lastLook = NEVER;
  private long lastObserved = NEVER;

  Run(Settings settings, Task task, Recorder recorder) {
    this.settings = settings;
    this.task = task;
    this.recorder = recorder;
    descent = new HeadDescent(settings, task.train(), task.start());
    head = descent.head();
    heldOut = task.test() == null ? null : new CausalHead(task.test(), task.start(), false);
    settling = new Settling(settings.settlingPoints, settings.maxSteps);
    mostLoss = StrictMath.log(settings.numSymbols) + MOST_ABOVE_GUESSING;
    head.project(task.start());
    firstQ = copy(head.q());
    firstK = copy(head.k());
    firstV = copy(head.v());
  }

  private static DenseMatrix copy(DenseMatrix matrix) {
    DenseMatrix copy = new DenseMatrix(matrix.rows(), matrix.columns());
    copy.write(matrix);
    return copy;
  }

  Outcome runToEnd() {
    recorder.begin(settings.maxSteps);
    while (true) {
      boolean wanted = recorder.step(step);
      descent.evaluate();
      settling.look(step, descent.weights());
      if (step % settings.recordEvery == 0 || step == settings.maxSteps) {
        look();
      }
      if (diverged()) {
        return end(Status.DIVERGED, null);
      }
      if (step == settings.maxSteps) {
        return end(meetsTarget() ? Status.CONVERGED : Status.NOT_CONVERGED, overfitted());
      }
      if (wanted) {
        record(lastObserved == NEVER || step - lastObserved >= settings.recordEvery);
      }
      descent.update();
      step++;
    }
  }

  /** Takes the held-out loss at this step, whatever the trajectory records. */
  private void look() {
    if (heldOut == null || lastLook == step) {
      return;
    }
    heldOut.forward(descent.weights());
    lastLook = step;
    testLoss = heldOut.losses().loss();
    if (testLoss < bestTestLoss) {
      bestTestLoss = testLoss;
      bestTestStep = step;
    }
    if (firstHit == NEVER && meetsTarget()) {
      firstHit = step;
    }
  }

  private boolean meetsTarget() {
    return gap() <= settings.tolerance;
  }

  /** The loss that knowing the chain would save on the held-out sequence. */
  private double gap() {
    return testLoss - task.filterTestLoss();
  }

  private boolean diverged() {
    double loss = head.losses().loss();
    stepsAbove = loss > mostLoss ? stepsAbove + 1 : 0;
    return !Double.isFinite(loss)
        || heldOut != null && !Double.isFinite(testLoss)
        || stepsAbove >= MOST_STEPS_ABOVE;
  }

  /**
   * Returns "overfitted" if the head predicts the training sequence better than the exact filter
   * does, but does not know the chain; else null.
   */
  private String overfitted() {
    boolean memorised = head.losses().loss() < task.filterTrainLoss();
    return memorised && gap() > settings.tolerance ? "overfitted" : null;
  }

  /**
   * Looks once more at the last step, even between two looks, so that all held-out values come from
   * one pass.
   */
  private Outcome end(Status status, String reason) {
    look();
    boolean finite = Double.isFinite(head.losses().loss());
    HeadObservation observation = finite ? HeadObservation.of(head) : HeadObservation.NONE;
    record(observation, true);
    return build(status, reason, observation);
  }

  private void record(boolean fully) {
    record(fully ? HeadObservation.of(head) : HeadObservation.NONE, fully);
  }

  private void record(HeadObservation seen, boolean fully) {
    boolean looked = lastLook == step;
    if (fully && heldOut != null && !looked) {
      heldOut.forward(descent.weights()); // for the trajectory only: it decides nothing
    }
    boolean tested = heldOut != null && (fully || looked);
    lastObserved = fully ? step : lastObserved;
    HeadMatrices gradient = descent.gradient();
    HeadMatrices weights = descent.weights();
    recorder.record(
        Double.NaN,
        head.losses().loss(),
        tested ? heldOut.losses().loss() : Double.NaN,
        head.losses().accuracy(),
        head.losses().predictiveEntropy(),
        seen.attentionEntropy(),
        seen.selfMass(),
        seen.sameSymbolMass(),
        seen.advantageVariance(),
        seen.valuePc12(),
        fully ? head.routing().distance(head.q(), head.k(), firstQ, firstK) : Double.NaN,
        fully ? Routing.distance(head.v(), firstV) : Double.NaN,
        norm(gradient.q()),
        norm(gradient.k()),
        norm(gradient.v()),
        norm(gradient.o()),
        norm(weights.q()),
        norm(weights.k()),
        norm(weights.v()),
        norm(weights.o()));
  }

  private Outcome build(Status status, String reason, HeadObservation seen) {
    OutcomeBuilder outcome =
        new OutcomeBuilder(Spec.SPEC)
            .status(status)
            .reason(reason)
            .steps(step)
            .finalLoss(head.losses().loss())
            .measure("train_accuracy", head.losses().accuracy())
            .measure("predictive_entropy", head.losses().predictiveEntropy())
            .measure("h_min", task.entropyRate())
            .measure("bayes_filter_train_loss", task.filterTrainLoss())
            .measure("attention_entropy", seen.attentionEntropy())
            .measure("self_mass", seen.selfMass())
            .measure("same_symbol_mass", seen.sameSymbolMass())
            .measure("effective_value_step_size", settings.valueStepSize)
            .measureIfFinite("value_pc12", seen.valuePc12());
    if (heldOut != null) {
      measureHeldOut(outcome);
    }
    if (status != Status.DIVERGED) {
      measureLaws(outcome); // before settling, which projects earlier weights
      measureSettling(outcome);
    }
    return outcome.build();
  }

  private void measureHeldOut(OutcomeBuilder outcome) {
    outcome
        .measure("final_test_loss", testLoss)
        .measure("test_accuracy", heldOut.losses().accuracy())
        .measure("best_test_loss", bestTestLoss)
        .measure("best_test_step", bestTestStep)
        .measure("bayes_filter_test_loss", task.filterTestLoss())
        .measure("gap_test", gap());
    if (firstHit != NEVER) {
      outcome.stepsToTarget(firstHit);
    }
  }

  private void measureLaws(OutcomeBuilder outcome) {
    if (settings.measureLaws) {
      LawResiduals laws = LawResiduals.of(head, descent.weights().o());
      outcome.measureIfFinite("routing_law_residual", laws.routing());
      outcome.measureIfFinite("value_law_residual", laws.values());
    }
  }

  private void measureSettling(OutcomeBuilder outcome) {
    long[] settled = settling.settledAt(head, descent.weights());
    if (settled[0] != NEVER) {
      outcome.measure("attention_settling_step", settled[0]);
    }
    if (settled[1] != NEVER) {
      outcome.measure("value_settling_step", settled[1]);
    }
  }
}
