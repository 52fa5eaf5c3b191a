package io.gradsweep.workers.own;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;

/**
 * A simulation in few lines: its fields are its declaration, and each trial has its own instance.
 *
 * <pre>{@code
 * @Declared(name = "my-descent", about = "Gradient descent on a quadratic.")
 * public class MyDescent extends OwnSimulation {
 *   @Parameter(above = 0) double stepSize = 0.1;
 *   @Parameter(least = 1) int width = 8;
 *   @Measured double gap;
 *
 *   public void run(Steps steps) {
 *     double[] x = steps.random("init").gaussians(width);
 *     while (steps.next(10_000)) {
 *       for (int i = 0; i < width; i++) x[i] -= stepSize * (i + 1) * x[i];
 *       steps.error(norm(x));
 *       if (steps.error() < 1e-9) {
 *         gap = steps.error();
 *         steps.converged();
 *       }
 *     }
 *   }
 * }
 * }</pre>
 */
public abstract class OwnSimulation implements Simulation {

  /** Made at the first use; two threads make the same. */
  private volatile OwnDeclaration declaration;

  /** Runs one trial, with its parameters in the fields. */
  public abstract void run(Steps steps);

  /**
   * Expected cost of a trial, with its parameters in the fields: only the ratio between
   * configurations matters.
   */
  protected double cost() {
    return 1;
  }

  private OwnDeclaration declaration() {
    if (declaration == null) {
      declaration = OwnDeclaration.of(this);
    }
    return declaration;
  }

  @Override
  public final SimulationSpec spec() {
    return declaration().spec();
  }

  @Override
  public final double cost(Params params) {
    return declaration().instance(params).cost();
  }

  @Override
  public final Outcome run(Trial trial, Streams streams, Recorder recorder) {
    OwnDeclaration declared = declaration();
    OwnSimulation instance = declared.instance(trial.params());
    Steps steps = new Steps(trial, streams, recorder, declared, instance);
    instance.run(steps);
    return steps.outcome();
  }

  /** The Euclidean norm: the root of the sum of squares. */
  protected static double norm(double[] x) {
    double squares = 0;
    for (double each : x) {
      squares += each * each;
    }
    return Math.sqrt(squares);
  }
}
