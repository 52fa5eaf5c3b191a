package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The trials of a union of grids by number: a combination is a point of one of the blocks, which
 * follow one another, and an index is a combination with a replicate. Safe for use by several
 * threads.
 */
final class GridTrials {

  private final SimulationSpec simulation;
  private final List<BlockPlan> blocks;
  private final long seed;
  private final long replicates;

  /** Number of combinations before each block, and of all at last. */
  private final long[] starts;

  /** The combinations that have a trial, once they are asked for. */
  private BitSet held;

  /**
   * @param replicates of each combination
   */
  GridTrials(SimulationSpec simulation, List<BlockPlan> blocks, long seed, long replicates) {
    this.simulation = simulation;
    this.blocks = List.copyOf(blocks);
    this.seed = seed;
    this.replicates = replicates;
    starts = new long[blocks.size() + 1];
    for (int b = 0; b < blocks.size(); b++) {
      starts[b + 1] = starts[b] + blocks.get(b).combinations();
    }
  }

  List<BlockPlan> blocks() {
    return blocks;
  }

  /** Number of combinations, whether they have a trial or not. */
  long combinations() {
    return starts[blocks.size()];
  }

  /** Number of combinations from one to another, excluded, that have a trial. */
  long combinationsWithTrials(long from, long to) {
    boolean whole = blocks.size() == 1 && blocks.get(0).where().isEmpty();
    return whole ? to - from : held().get(Math.toIntExact(from), Math.toIntExact(to)).cardinality();
  }

  private synchronized BitSet held() {
    if (held == null) {
      held = new BitSet();
      for (int c = 0; c < combinations(); c++) {
        held.set(c, trial(c, 0).isPresent());
      }
    }
    return held;
  }

  /** Number of indices, up to 2^63 - 1. */
  long size() {
    return combinations() * replicates;
  }

  /**
   * The trial at an index; empty if a filter leaves it out or an earlier block owns it. In a block
   * the replicate is the slowest digit.
   */
  Optional<Trial> trial(long index) {
    int b = 0;
    while (index >= starts[b + 1] * replicates) {
      b++;
    }
    long place = index - starts[b] * replicates;
    long combinations = blocks.get(b).combinations();
    return trial(b, place % combinations, place / combinations);
  }

  /** A replicate of a combination; empty if the combination has no trial. */
  Optional<Trial> trial(long combination, long replicate) {
    int b = block(combination);
    return trial(b, combination - starts[b], replicate);
  }

  private int block(long combination) {
    int b = 0;
    while (combination >= starts[b + 1]) {
      b++;
    }
    return b;
  }

  private Optional<Trial> trial(int b, long combination, long replicate) {
    BlockPlan block = blocks.get(b);
    Params params = block.params(combination);
    if (!block.keeps(params) || owner(params, b) < b) {
      return Optional.empty();
    }
    return Optional.of(new Trial(params, seed, replicate));
  }

  /**
   * The parameters of all points.
   *
   * @return empty if filters examine more than {@code most} combinations
   */
  Optional<List<Params>> points(long most) {
    List<Params> points = new ArrayList<>();
    long examined = 0;
    for (int b = 0; b < blocks.size(); b++) {
      BlockPlan block = blocks.get(b);
      examined += block.combinations();
      if (examined > most) {
        return Optional.empty();
      }
      for (long i = 0; i < block.combinations(); i++) {
        Params params = block.params(i);
        if (block.keeps(params) && owner(params, b) == b) {
          points.add(params);
        }
      }
    }
    return Optional.of(points);
  }

  /** The first block before {@code end} that contains the parameters, or {@code end}. */
  int owner(Params params, int end) {
    for (int b = 0; b < end; b++) {
      if (blocks.get(b).combination(params) >= 0) {
        return b;
      }
    }
    return end;
  }

  /** The combination that a trial is a replicate of; empty if there is none. */
  OptionalLong combinationOf(Trial trial) {
    if (trial.seed() != seed
        || !trial.simulation().name().equals(simulation.name())
        || trial.simulation().version() != simulation.version()) {
      return OptionalLong.empty();
    }
    int b = owner(trial.params(), blocks.size());
    return b == blocks.size()
        ? OptionalLong.empty()
        : OptionalLong.of(starts[b] + blocks.get(b).combination(trial.params()));
  }

  /** The index of a trial; empty if the grids do not contain it. */
  OptionalLong indexOf(Trial trial) {
    OptionalLong combination = combinationOf(trial);
    if (trial.replicate() >= replicates || combination.isEmpty()) {
      return OptionalLong.empty();
    }
    int b = block(combination.getAsLong());
    return OptionalLong.of(
        starts[b] * replicates
            + trial.replicate() * blocks.get(b).combinations()
            + combination.getAsLong()
            - starts[b]);
  }
}
