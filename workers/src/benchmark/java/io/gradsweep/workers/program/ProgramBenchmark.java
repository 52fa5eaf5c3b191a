package io.gradsweep.workers.program;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Measures the way of a trivial trial to one process of a program and back: writing the request,
 * both pipes, what the program itself does, reading the answer.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class ProgramBenchmark {

  private static final int TRIALS = 4096;

  private static final String HELPER =
      """
      import gradsweep

      @gradsweep.simulation("trivial-python", version=1, measures={"gap": "1"})
      def run(t, step_size=gradsweep.real(0.1, least=0)):
          gap = abs(1 - step_size)
          return t.not_converged(steps=1, final_error=gap, gap=gap)

      gradsweep.main()
      """;

  private static final String BATCHES =
      """
      import gradsweep
      import numpy as np

      @gradsweep.simulation("trivial-batch", version=1, measures={"gap": "1"}, batch=256)
      def run(t, step_size=gradsweep.real(0.1, least=0)):
          gap = np.abs(1 - step_size)
          t.not_converged(steps=1, final_error=gap, gap=gap)

      gradsweep.main()
      """;

  /** Does without the helper, so that little but the way is left. */
  private static final String PLAIN =
      """
      import json, sys
      if sys.argv[1] == "describe":
          print(json.dumps({"gradsweep": 1, "name": "trivial-plain", "version": 1, "scratch": False,
              "parameters": [{"name": "step_size", "type": "real", "default": 0.1}]}))
          sys.exit()
      for line in sys.stdin:
          asked = json.loads(line)
          print('{"id":%d,"status":"not_converged","steps":1,"final_error":%r}'
                % (asked["id"], 1 - asked["parameters"]["step_size"]), flush=True)
      """;

  @Param({"plain", "python", "batches"})
  public String program;

  private ProgramSimulation simulation;
  private Trial[] trials;

  @Setup
  public void prepare() throws IOException {
    simulation =
        switch (program) {
          case "python" -> Programs.simulation("trivial.py", HELPER, "python3");
          case "batches" -> Programs.simulation("trivial.py", BATCHES, "python3");
          default -> Programs.simulation("trivial.py", PLAIN, "python3");
        };
    trials =
        LongStream.range(0, TRIALS)
            .mapToObj(i -> Programs.trial(simulation, i, Map.of("step_size", ParamValue.of(0.1))))
            .toArray(Trial[]::new);
  }

  @TearDown
  public void end() {
    simulation.close();
  }

  @Benchmark
  @OperationsPerInvocation(TRIALS)
  public void trial(Blackhole rows) throws IOException {
    simulation.runner(Programs.settings(0), false).run(List.of(trials).iterator(), rows::consume);
  }
}
