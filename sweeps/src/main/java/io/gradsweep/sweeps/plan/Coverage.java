package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.Params;
import io.gradsweep.sweeps.plan.BlockPlan.Digit;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Checks whether blocks together contain every combination of other blocks: exactly, unless too
 * many kinds of combinations would have to be examined.
 */
final class Coverage {

  /**
   * Most combinations of one block's kinds that are examined; beyond that, the answer is unknown.
   */
  static final long MOST_EXACT = 10_000_000;

  /** Most looks of a holder at a row or a combination, all blocks together. */
  private static final double MOST_LOOKS = 2e8;

  enum Holding {
    HELD,
    MISSING,
    UNKNOWN
  }

  private final List<BlockValues> blocks;
  private final List<BlockValues> holders;
  private double looks;

  /**
   * @param blocks blocks of one simulation, as are the holders
   */
  Coverage(List<BlockValues> blocks, List<BlockValues> holders) {
    this.blocks = blocks;
    this.holders = holders;
  }

  Holding answer() {
    boolean unknown = false;
    for (BlockValues block : blocks) {
      if (holders.stream().noneMatch(holder -> isInside(block, holder))) {
        Holding answer = answer(block);
        if (answer == Holding.MISSING) {
          return answer;
        }
        unknown |= answer == Holding.UNKNOWN;
      }
    }
    return unknown ? Holding.UNKNOWN : Holding.HELD;
  }

  /** Whether one block contains another, by its values alone. */
  private static boolean isInside(BlockValues block, BlockValues holder) {
    boolean product =
        holder.block().digits().stream().allMatch(digit -> digit.parameters.length == 1);
    return product && isAlike(block.block(), holder.block()) && holder.holdsAll(block);
  }

  /** Whether a holder keeps everything that the block's own filter keeps. */
  private static boolean isAlike(BlockPlan block, BlockPlan holder) {
    return holder.whereText().isEmpty()
        || holder.whereText().equals(block.whereText())
            && holder.where().map(Condition::rule).equals(block.where().map(Condition::rule));
  }

  /**
   * Decides by the axes alone if the filters are equal, else by everything that the filters
   * distinguish.
   */
  private Holding answer(BlockValues values) {
    BlockPlan block = values.block();
    List<BlockPlan> sharing =
        holders.stream().filter(holder -> !holder.isApart(values)).map(BlockValues::block).toList();
    List<BlockPlan> alike =
        sharing.stream()
            .filter(holder -> isAlike(block, holder))
            .map(BlockPlan::unfiltered)
            .toList();
    Holding byAxes = look(block.unfiltered(), alike);
    boolean filtered =
        Stream.concat(Stream.of(block), sharing.stream()).anyMatch(b -> b.where().isPresent());
    return byAxes == Holding.HELD || !filtered ? byAxes : look(block, sharing);
  }

  /** Spends so many looks; false if that is too many. */
  private boolean spends(double more) {
    boolean few = looks + more <= MOST_LOOKS;
    looks += few ? more : 0;
    return few;
  }

  private Holding look(BlockPlan block, List<BlockPlan> holders) {
    double each = 1.0 + holders.size();
    if (!spends(each * block.digits().stream().mapToDouble(digit -> digit.rows.length).sum())) {
      return Holding.UNKNOWN;
    }
    List<Digit> kinds = new Kinds(block, holders).digits();
    double span = kinds.stream().mapToDouble(digit -> digit.rows.length).reduce(1, (a, b) -> a * b);
    if (span > MOST_EXACT || !spends(each * span)) {
      return Holding.UNKNOWN;
    }
    BlockPlan small =
        new BlockPlan(block.template(), kinds, block.where(), block.whereText(), (long) span);
    boolean missing =
        LongStream.range(0, small.combinations())
            .parallel()
            .mapToObj(small::params)
            .anyMatch(params -> small.keeps(params) && !isHeld(holders, params));
    return missing ? Holding.MISSING : Holding.HELD;
  }

  private static boolean isHeld(List<BlockPlan> holders, Params params) {
    return holders.stream().anyMatch(holder -> holder.combination(params) >= 0);
  }
}
