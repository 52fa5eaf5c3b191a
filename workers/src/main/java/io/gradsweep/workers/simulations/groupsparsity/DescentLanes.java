package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Lanes;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Vectors;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/**
 * Descents on one design, which make the products of a step at once: the matrix is read once for
 * four of them. Everything else each does by itself, as it does alone.
 */
final class DescentLanes implements Lanes {

  static final String VECTORS = "io.gradsweep.workers.simulations.groupsparsity.VectorSums";

  /** Makes a trial that stands at its start. */
  interface RunStart {
    Run make(Trial trial, Streams streams, Recorder recorder);
  }

  private final RunStart start;
  private final LaneSums sums = Vectors.make(LaneSums.class, VECTORS);
  private final Run[] runs;
  private final double[][] factors;
  private final double[][] products;

  /** The runs that are there, side by side. */
  private Run[] live = {};

  DescentLanes(int count, RunStart start) {
    this.start = start;
    runs = new Run[count];
    factors = new double[count][];
    products = new double[count][];
  }

  @Override
  public void fill(int lane, Trial trial, Streams streams, Recorder recorder) {
    Run run = start.make(trial, streams, recorder);
    run.begin();
    run.problem().validation().multiplyColumns(run.method().weights());
    run.look();
    put(lane, run);
  }

  @Override
  public void clear(int lane) {
    put(lane, null);
  }

  private void put(int lane, Run run) {
    runs[lane] = run;
    live = Arrays.stream(runs).filter(Objects::nonNull).toArray(Run[]::new);
  }

  @Override
  public long advance(long most) {
    long made = 0;
    boolean ends = false;
    while (made < most && !ends) {
      ends = step();
      made++;
    }
    return made;
  }

  /** Makes a step of all trials; returns whether one of them ends. */
  private boolean step() {
    RegressionProblem shared = live[0].problem();
    multiply(
        shared.training().x().byRows(),
        run -> run.method().residual(),
        run -> run.problem().training().overColumns());
    for (Run run : live) {
      descent(run).move();
    }
    multiply(
        shared.training().x().byColumns(),
        run -> run.method().weights(),
        run -> run.problem().training().overRows());
    multiply(
        shared.validation().x().byColumns(),
        run -> run.method().weights(),
        run -> run.problem().validation().overRows());
    boolean ends = false;
    for (Run run : live) {
      descent(run).arrive();
      run.moved();
      run.look();
      ends |= run.hasEnded();
    }
    return ends;
  }

  private static Descent descent(Run run) {
    return (Descent) run.method();
  }

  private void multiply(
      WeightedSums matrix, Function<Run, double[]> factor, Function<Run, double[]> product) {
    for (int i = 0; i < live.length; i++) {
      factors[i] = factor.apply(live[i]);
      products[i] = product.apply(live[i]);
    }
    sums.sum(matrix.vectors(), factors, products, live.length);
  }

  @Override
  public boolean hasEnded(int lane) {
    return runs[lane].hasEnded();
  }

  @Override
  public void record(int lane) {
    runs[lane].record();
  }

  @Override
  public Outcome outcome(int lane) {
    return runs[lane].outcome();
  }
}
