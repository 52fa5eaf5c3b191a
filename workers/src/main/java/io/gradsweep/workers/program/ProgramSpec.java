package io.gradsweep.workers.program;

import static java.util.Objects.requireNonNull;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.random.Streams.Scope;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program's description of itself.
 *
 * @param streams streams of random numbers for each of which a trial gets a seed, in the order of
 *     the declaration
 * @param curve the steps whose metrics it returns, whatever a sweep records
 * @param batch trials of one request at most; 1 for a program that knows no batches
 * @param sameInBatch indices of the parameters that all trials of a batch share
 * @param environment versions of what it runs on, by name
 */
public record ProgramSpec(
    SimulationSpec simulation,
    List<Stream> streams,
    Recording curve,
    Needs needs,
    int batch,
    List<Integer> sameInBatch,
    Map<String, String> environment) {

  /** The version of the protocol that is spoken here. */
  public static final int PROTOCOL = 1;

  /**
   * Requirements of a trial.
   *
   * @param threads cores
   * @param memory bytes; empty if the program does not say
   * @param scratch whether it gets a folder
   */
  public record Needs(int threads, Optional<Long> memory, boolean scratch) {

    public Needs {
      requireNonNull(memory, "memory is null");
    }
  }

  /** A stream of random numbers, by its purpose. */
  public record Stream(String purpose, Scope scope) {

    String seed(Trial trial) {
      return Streams.of(trial).seed(scope, purpose);
    }
  }

  public ProgramSpec {
    requireNonNull(simulation, "simulation is null");
    streams = List.copyOf(streams);
    requireNonNull(curve, "curve is null");
    requireNonNull(needs, "needs is null");
    sameInBatch = List.copyOf(sameInBatch);
    environment = Map.copyOf(environment);
  }

  /** Whether it gets batches, including those of length 1. */
  public boolean takesBatches() {
    return batch > 1;
  }
}
