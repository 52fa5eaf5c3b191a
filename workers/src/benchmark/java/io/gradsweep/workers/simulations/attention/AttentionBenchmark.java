package io.gradsweep.workers.simulations.attention;

import static io.gradsweep.workers.numeric.DenseMatrix.Op.AS_IS;
import static io.gradsweep.workers.numeric.DenseMatrix.Op.TRANSPOSED;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.numeric.DenseMatrix;
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

/**
 * Measures a step, beside the least that it must do: the six products of every row block by dgemm
 * at their shapes (3 n² (d_k + d_v) flops, the causal half), and an exponential for each entry that
 * is not masked.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class AttentionBenchmark {

  private static final int SQUARE = 512;

  @Param({"256", "2000"})
  public int sequenceLength;

  private HeadDescent descent;
  private CausalHead head;
  private final DenseMatrix square = new DenseMatrix(SQUARE, SQUARE);
  private final DenseMatrix square1 = new DenseMatrix(SQUARE, SQUARE);
  private final DenseMatrix square2 = new DenseMatrix(SQUARE, SQUARE);

  @Setup
  public void prepare() {
    Map<String, ParamValue> given =
        Map.of(
            "update_rule", ParamValue.of("em_schedule"),
            "sequence_length", ParamValue.of(sequenceLength),
            "step_size", ParamValue.of(1e-6)); // it goes nowhere: every step is the same work
    Trial trial = new Trial(Spec.SPEC.resolve(given), 18, 0);
    Settings settings = new Settings(trial.params());
    Task task = Task.of(settings, Streams.of(trial));
    descent = new HeadDescent(settings, task.train(), task.start());
    head = descent.head();
    descent.evaluate();
    square1.fill(0.5);
    square2.fill(0.25);
  }

  /** Forward, back and update. */
  @Benchmark
  public double step() {
    descent.evaluate();
    descent.update();
    return head.losses().loss();
  }

  /** The products of a step and no more. */
  @Benchmark
  public double products() {
    for (RowBlock block : head.blocks()) {
      block.alpha.setProduct(0.3, block.q, AS_IS, block.k, TRANSPOSED, 0);
      block.g.setProduct(1, block.alpha, AS_IS, block.v, AS_IS, 0);
      block.advantage.setProduct(1, block.u, AS_IS, block.v, TRANSPOSED, 0);
      block.dq.setProduct(1, block.advantage, AS_IS, block.k, AS_IS, 0);
      block.dk.setProduct(1, block.advantage, TRANSPOSED, block.q, AS_IS, 0);
      block.dv.setProduct(1, block.alpha, TRANSPOSED, block.u, AS_IS, 0);
    }
    return head.dv().get(0, 0);
  }

  /** A product of a size at which BLAS is at its best: 2 · 512³ flops, for its rate here. */
  @Benchmark
  public double squares() {
    square.setProduct(1, square1, AS_IS, square2, AS_IS, 0);
    return square.get(0, 0);
  }

  /** Scores to routing: a product, and an exponential for each entry. */
  @Benchmark
  public double routing() {
    for (RowBlock block : head.blocks()) {
      head.route(block);
    }
    return head.alpha()[0];
  }

  /** The measurements of a head besides its loss. */
  @Benchmark
  public Object observation() {
    return HeadObservation.of(head);
  }
}
