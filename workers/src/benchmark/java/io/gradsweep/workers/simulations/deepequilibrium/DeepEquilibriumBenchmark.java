package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import io.gradsweep.workers.numeric.LuFactors;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures an evaluation of loss and gradient, beside the LAPACK and BLAS calls that it makes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class DeepEquilibriumBenchmark {

  /** Width, outputs and samples. */
  @Param({"8 2 60", "20 1 60", "200 10 1000"})
  public String shape;

  private TrainedModel model;
  private double[] parameters;
  private double[] gradient;
  private ImplicitLayer layer;
  private LuFactors lu;
  private DenseMatrix u;
  private DenseMatrix rows;
  private DenseMatrix residual;
  private DenseMatrix square;
  private DenseMatrix features;

  @Setup
  public void prepare() {
    String[] words = shape.split(" ");
    Map<String, ParamValue> given = new HashMap<>();
    given.put("width", ParamValue.of(Long.parseLong(words[0])));
    given.put("output_dimension", ParamValue.of(Long.parseLong(words[1])));
    given.put("num_samples", ParamValue.of(Long.parseLong(words[2])));
    given.put("num_test_samples", ParamValue.of(0));
    Trial trial = new Trial(Spec.SPEC.resolve(given), 18, 0);
    Settings s = new Settings(trial.params());
    Streams streams = Streams.of(trial);
    Data data = Data.draw(s, streams);
    model = TrainedModel.of(s, data, Objective.of(s, data));
    parameters = model.start(streams);
    gradient = new double[parameters.length];
    layer = new ImplicitLayer(s.width, s.gamma);
    layer.set(parameters, 0);
    prepareCalls(s);
  }

  private void prepareCalls(Settings s) {
    lu = new LuFactors(s.width);
    u = new DenseMatrix(s.width, s.width);
    u.write(layer.u());
    rows = new DenseMatrix(s.outputs, s.width);
    residual = new DenseMatrix(s.outputs, s.width);
    square = new DenseMatrix(s.width, s.width);
    features = new DenseMatrix(s.width, s.width);
  }

  /** A whole evaluation: a step of gradient descent, a quarter of one of the flow. */
  @Benchmark
  public double evaluate() {
    return model.evaluate(parameters, gradient);
  }

  /** The evaluation's calls alone: LU, two solves, three products. */
  @Benchmark
  public Object libraryCalls() {
    lu.factorise(u);
    lu.solveRows(Op.TRANSPOSED, rows);
    residual.setProduct(1, rows, Op.AS_IS, features, Op.AS_IS, 0);
    rows.setProduct(1, residual, Op.AS_IS, features, Op.TRANSPOSED, 0);
    lu.solveRows(Op.AS_IS, rows);
    square.setProduct(1, rows, Op.TRANSPOSED, residual, Op.AS_IS, 0);
    return square;
  }

  /** The softmax of the columns, m² exponentials. */
  @Benchmark
  public Object softmax() {
    layer.softmax(parameters, 0);
    return layer;
  }
}
