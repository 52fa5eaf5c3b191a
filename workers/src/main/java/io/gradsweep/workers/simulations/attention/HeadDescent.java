package io.gradsweep.workers.simulations.attention;

import io.gradsweep.workers.simulations.attention.Inputs.UpdateRule;

/** Trains a head: alternates a pass at the present weights with an update of them. */
final class HeadDescent {

  private final Settings settings;
  private final HeadMatrices weights;
  private final HeadMatrices gradient;
  private final CausalHead head;
  private final ClosedFormValues closedForm;
  private long updates;

  /**
   * @param start not changed
   */
  HeadDescent(Settings settings, TokenSequence data, HeadMatrices start) {
    this.settings = settings;
    weights = start.copy();
    gradient = start.zeros();
    head = new CausalHead(data, weights, settings.freeValues);
    closedForm = settings.updateRule == UpdateRule.EM_MM ? new ClosedFormValues(head) : null;
  }

  /** Computes loss and gradient at the present weights; an update may follow. */
  void evaluate() {
    head.forwardAndBack(weights, gradient);
  }

  /** Makes one update, from the gradient at the present weights. */
  void update() {
    long phase = updates++ % (settings.eSteps + settings.mSteps);
    boolean eStep = phase < settings.eSteps;
    switch (settings.updateRule) {
      case SGD, EM_SCHEDULE -> {
        stepValues();
        stepRouting();
      }
      case EM_ALTERNATING -> {
        if (eStep) {
          stepRouting();
        } else {
          stepValues();
        }
      }
      case EM_MM -> {
        if (eStep) {
          stepRouting();
        } else {
          closedForm.step(weights);
        }
      }
    }
  }

  /** Updates all but the values: queries, keys and readout. */
  private void stepRouting() {
    weights.q().add(-settings.queryStepSize, gradient.q());
    weights.k().add(-settings.keyStepSize, gradient.k());
    weights.o().add(-settings.outputStepSize, gradient.o());
  }

  private void stepValues() {
    weights.v().add(-settings.valueStepSize, gradient.v());
  }

  CausalHead head() {
    return head;
  }

  HeadMatrices weights() {
    return weights;
  }

  HeadMatrices gradient() {
    return gradient;
  }
}
