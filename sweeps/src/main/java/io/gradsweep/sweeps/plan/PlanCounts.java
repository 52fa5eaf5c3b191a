package io.gradsweep.sweeps.plan;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.sweeps.plan.BlockPlan.Digit;
import io.gradsweep.sweeps.plan.Counts.Filtered;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Counts the indices of a plan without a trial: exactly if the relevant axes span few combinations;
 * else by a seeded sample, and marked as an estimate.
 */
final class PlanCounts {

  private static final long MOST_EXACT = 10_000_000;
  private static final int SAMPLES = 100_000;
  private static final int LEAST_SAMPLES = 200;

  /** Most looks at combinations, all blocks together, before the rest is estimated too. */
  private static final double MOST_LOOKS = 5e7;

  /** Number of parts of a filter that take about as long as making the combination. */
  private static final int PARTS_PER_LOOK = 20;

  private final Plan plan;
  private final long replicates;
  private final int samples;
  private final List<BlockValues> values;
  private double looks;

  PlanCounts(Plan plan) {
    this.plan = plan;
    replicates = plan.sweep().grid().replicates();
    double blocks = plan.blocks().size();
    samples = (int) Math.max(LEAST_SAMPLES, Math.min(SAMPLES, MOST_LOOKS / (blocks * blocks)));
    values = plan.blocks().stream().map(BlockValues::new).toList();
  }

  /** Spends so many looks of so much effort each; false if that is too many. */
  private boolean spends(double combinations, double each) {
    boolean few = combinations <= MOST_EXACT && looks + combinations * each <= MOST_LOOKS;
    looks += few ? combinations * each : 0;
    return few;
  }

  private static double each(BlockPlan block) {
    return 1 + block.where().map(Condition::parts).orElse(0) / PARTS_PER_LOOK;
  }

  Counts counts() {
    List<Filtered> filtered = new ArrayList<>();
    long left = 0;
    long overlapping = 0;
    boolean estimated = false;
    for (int b = 0; b < plan.blocks().size(); b++) {
      BlockPlan block = plan.blocks().get(b);
      if (block.where().isPresent()) {
        Filtered count = filtered(block);
        filtered.add(count);
        left += count.count();
      }
      if (mayOverlap(b)) {
        boolean exact = spends(block.combinations(), b + each(block));
        overlapping += overlapping(b, exact);
        estimated |= !exact;
      }
    }
    return new Counts(
        plan.size(), filtered, overlapping, estimated, plan.size() - left - overlapping);
  }

  private Filtered filtered(BlockPlan block) {
    Set<String> names = block.where().orElseThrow().names();
    List<Digit> deciding = block.digits().stream().filter(d -> decides(d, names)).toList();
    double span = deciding.stream().mapToDouble(d -> d.rows.length).reduce(1, (a, b) -> a * b);
    boolean exact = spends(span, each(block));
    String text = block.whereText().orElseThrow();
    if (!exact) {
      double share = share(block, params -> !block.keeps(params));
      return new Filtered(text, Math.round(share * block.combinations()) * replicates, true);
    }
    BlockPlan small =
        new BlockPlan(block.template(), deciding, block.where(), block.whereText(), (long) span);
    long out = 0;
    for (long c = 0; c < small.combinations(); c++) {
      out += small.keeps(small.params(c)) ? 0 : 1;
    }
    return new Filtered(text, out * (block.combinations() / (long) span) * replicates, false);
  }

  private boolean decides(Digit digit, Set<String> names) {
    for (int parameter : digit.parameters) {
      if (names.contains(plan.simulation().parameters().get(parameter).name())) {
        return true;
      }
    }
    return false;
  }

  /** Whether some earlier block could share a combination, because no parameter separates them. */
  private boolean mayOverlap(int b) {
    for (int earlier = 0; earlier < b; earlier++) {
      if (!values.get(earlier).isApart(values.get(b))) {
        return true;
      }
    }
    return false;
  }

  private long overlapping(int b, boolean exact) {
    BlockPlan block = plan.blocks().get(b);
    if (!exact) {
      double share = share(block, params -> isOwnedBefore(block, params, b));
      return Math.round(share * block.combinations()) * replicates;
    }
    long count = 0;
    for (long c = 0; c < block.combinations(); c++) {
      count += isOwnedBefore(block, block.params(c), b) ? 1 : 0;
    }
    return count * replicates;
  }

  private boolean isOwnedBefore(BlockPlan block, Params params, int b) {
    return block.keeps(params) && plan.owner(params, b) < b;
  }

  private interface Test {
    boolean holds(Params params);
  }

  private double share(BlockPlan block, Test test) {
    RandomStream random = Streams.ofSweep(plan.sweep().grid().seed(), "plan-counts");
    int holds = 0;
    for (int i = 0; i < samples; i++) {
      long combination = (long) (random.nextDouble() * block.combinations());
      holds += test.holds(block.params(combination)) ? 1 : 0;
    }
    return (double) holds / samples;
  }
}
