package io.gradsweep.driver.job;

import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Block;
import io.gradsweep.sweeps.spec.RefineSpec;
import io.gradsweep.sweeps.spec.Sweep;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One sweep over the grids of several, which shows what varies in their rows. Its name, summaries,
 * claims, plots and fits are those of the first, its edge that of the first that searches for one.
 */
final class MergedSweep {

  private MergedSweep() {}

  static Sweep of(List<Plan> plans) {
    List<Sweep> sweeps = plans.stream().map(Plan::sweep).toList();
    List<Axis> common =
        sweeps.get(0).grid().fixed().stream()
            .filter(axis -> sweeps.stream().allMatch(sweep -> sweep.grid().fixed().contains(axis)))
            .toList();
    Set<Block> blocks = new LinkedHashSet<>();
    for (Sweep sweep : sweeps) {
      List<Axis> own =
          sweep.grid().fixed().stream().filter(axis -> !common.contains(axis)).toList();
      sweep.grid().blocks().forEach(block -> blocks.add(with(own, block)));
    }
    long replicates = plans.stream().mapToLong(Plan::mostReplicates).max().orElseThrow();
    Optional<RefineSpec> edge =
        sweeps.stream().flatMap(sweep -> sweep.grid().refine().stream()).findFirst();
    Sweep first = sweeps.get(0);
    return first.with(
        new Sweep.Grid(
            common,
            List.copyOf(blocks),
            replicates,
            Optional.empty(),
            first.grid().seed(),
            first.grid().rule(),
            edge));
  }

  /**
   * Adds fixed values to a block: a parameter fixed to different values in different sweeps now
   * varies, if the block does not set it.
   */
  private static Block with(List<Axis> fixed, Block block) {
    List<String> named = block.axes().stream().map(Axis::name).toList();
    Stream<Axis> more = fixed.stream().filter(axis -> !named.contains(axis.name()));
    List<List<Axis>> groups = Stream.concat(more.map(List::of), block.groups().stream()).toList();
    return new Block(groups, block.where());
  }
}
