package io.gradsweep.driver.rounds;

import io.gradsweep.driver.analysis.ClaimPoints;
import io.gradsweep.driver.analysis.LookAnswers;
import io.gradsweep.driver.analysis.LookAnswers.LookAnswer;
import io.gradsweep.driver.analysis.Verdict;
import io.gradsweep.driver.study.ClaimEnd;
import io.gradsweep.driver.study.RoundRecord;
import io.gradsweep.sweeps.plan.Cells;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.Bound;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.ReplicateRule;
import io.gradsweep.sweeps.spec.VerdictRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * Gives the grid points of each claim replicates until its interval lies inside its bound, or
 * outside, or they have the most.
 */
final class ClaimDesign implements SequentialDesign {

  private final Plan grid;
  private final ReplicateRule rule;
  private final List<ClaimSpec> claims;
  private final Cells cells;
  private final List<BitSet> needed;

  ClaimDesign(Plan grid, ReplicateRule rule, VerdictRule verdicts) {
    this.grid = grid;
    this.rule = rule;
    claims = verdicts.claims();
    cells = Cells.of(grid, rule.by());
    needed =
        claims.stream().map(claim -> ClaimPoints.cells(claim.question(), grid, cells)).toList();
  }

  @Override
  public Collection<String> columns() {
    return List.of();
  }

  @Override
  public RoundRecord first() {
    BitSet all = new BitSet();
    all.set(0, cells.size());
    return record(0, 0, rule.min(), all, null, List.of());
  }

  private RoundRecord record(
      int round, long from, long look, BitSet open, Long expected, List<ClaimEnd> ends) {
    long[] runs = cells.runs(open);
    return new RoundRecord(
        grid.design(),
        round,
        from,
        look,
        runs,
        expected,
        null,
        new RoundRecord.Closings(List.of(), ends));
  }

  @Override
  public RoundRecord next(List<RoundRecord> before, SeenRows rows) throws IOException {
    RoundRecord last = before.get(before.size() - 1);
    LookAnswers answers = new LookAnswers(rows.tables(), grid, rule, last.look());
    long[] expected = new long[cells.size()];
    BitSet goOn = new BitSet();
    List<ClaimEnd> ends = new ArrayList<>();
    for (int claim : open(before)) {
      LookAnswer answer = answers.answer(claims.get(claim));
      boolean decided = answer.verdict() != Verdict.INCONCLUSIVE;
      if (decided || last.look() == rule.max() || needed.get(claim).isEmpty()) {
        ends.add(end(claim, last.look(), answer));
      } else {
        goOn.or(needed.get(claim));
        long look = expectedLook(claims.get(claim).bound(), answer, last.look());
        needed.get(claim).stream().forEach(c -> expected[c] = Math.max(expected[c], look));
      }
    }
    long look = goOn.isEmpty() ? last.look() : rule.lookAfter(last.look());
    long more = Further.trials(cells, rows.trials(), last.look(), expected);
    return record(last.round() + 1, last.look(), look, goOn, more, ends);
  }

  /** Places of the claims that no earlier round has closed. */
  private List<Integer> open(List<RoundRecord> before) {
    BitSet open = new BitSet();
    open.set(0, claims.size());
    before.stream()
        .flatMap(round -> round.claims().stream())
        .forEach(end -> open.clear(end.claim()));
    return open.stream().boxed().toList();
  }

  private static ClaimEnd end(int claim, long look, LookAnswer answer) {
    Boolean holds =
        switch (answer.verdict()) {
          case PASS -> Boolean.TRUE;
          case FAIL -> Boolean.FALSE;
          case INCONCLUSIVE -> null;
        };
    return new ClaimEnd(
        claim,
        look,
        holds,
        Further.finite(answer.value()),
        Further.finite(answer.low()),
        Further.finite(answer.high()));
  }

  /**
   * The look at which an open claim is expected to be decided: the square of a half-width falls as
   * the number of replicates rises, and the value stays.
   */
  private long expectedLook(Bound bound, LookAnswer now, long look) {
    if (now.value() == null || now.low() == null || now.high() == null) {
      return rule.max();
    }
    double half = Math.max(now.value() - now.low(), now.high() - now.value());
    double room =
        Arrays.stream(new double[] {bound.low(), bound.high()})
            .map(end -> Math.abs(end - now.value()))
            .min()
            .orElseThrow();
    return Further.look(rule, look, look * (half / room) * (half / room));
  }
}
