package io.gradsweep.driver.study;

import io.gradsweep.sweeps.plan.Cells;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.ReplicateRule;
import io.gradsweep.sweeps.spec.VerdictRule;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Progress of a rule of replicates, as recorded in the generations of its study. Computes nothing
 * anew.
 *
 * @param rounds all so far
 * @param plan with these rounds
 */
public record DesignProgress(ReplicateRule rule, Cells cells, List<RoundRecord> rounds, Plan plan) {

  /**
   * @param generations all of a study
   * @param plan of the newest one
   * @return empty if the plan has no rule of replicates
   */
  public static Optional<DesignProgress> of(List<Generation> generations, Plan plan) {
    List<RoundRecord> rounds = RoundRecord.chain(generations);
    return plan.sweep()
        .grid()
        .replicateRule()
        .filter(rule -> !rounds.isEmpty())
        .map(rule -> new DesignProgress(rule, Cells.of(plan, rule.by()), rounds, plan));
  }

  /** The newest round. */
  public RoundRecord last() {
    return rounds.get(rounds.size() - 1);
  }

  /** Number of the newest round of replicates, the others being of edges. */
  private int lastLook() {
    int look = rounds.size() - 1;
    while (rounds.get(look).points() != null) {
      look--;
    }
    return look;
  }

  /** The cells that are not closed; none at the end. */
  public BitSet open() {
    return cells.in(rounds.get(lastLook()).open());
  }

  /** The numbers on which cells were closed, or had the most replicates; none if claims decide. */
  public List<CellEnd> ends() {
    return rounds.stream().flatMap(round -> round.closed().stream()).toList();
  }

  /** The numbers on which claims that decide were closed, or had the most replicates. */
  public List<ClaimEnd> claimEnds() {
    return rounds.stream().flatMap(round -> round.claims().stream()).toList();
  }

  /** The claims that decide; none if a precision does. */
  public List<ClaimSpec> claims() {
    return rule.verdicts().map(VerdictRule::claims).orElse(List.of());
  }

  /** The claims that decide, and are neither decided nor at the most replicates. */
  public List<ClaimSpec> openClaims() {
    BitSet closed = new BitSet();
    claimEnds().forEach(end -> closed.set(end.claim()));
    return IntStream.range(0, claims().size())
        .filter(claim -> !closed.get(claim))
        .mapToObj(claim -> claims().get(claim))
        .toList();
  }

  /** The replicates of each cell. */
  public long[] replicates() {
    long[] replicates = new long[cells.size()];
    for (RoundRecord round : rounds) {
      cells.in(round.open()).stream().forEach(cell -> replicates[cell] = round.look());
    }
    return replicates;
  }

  /** Trials that are expected to be needed in all; empty before the first look at results. */
  public Optional<Long> expectedTrials() {
    int look = lastLook();
    long before = plan.withRounds(plan.rounds().subList(0, look)).counts().trials();
    return Optional.ofNullable(rounds.get(look).expected()).map(more -> before + more);
  }

  /** Name of the cell that ended. */
  public String name(CellEnd end) {
    return cells.name(cells.of(end.combination()));
  }
}
