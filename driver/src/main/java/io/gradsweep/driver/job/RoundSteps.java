package io.gradsweep.driver.job;

import io.gradsweep.driver.rounds.SeenRows;
import io.gradsweep.driver.rounds.SequentialDesign;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.RoundRecord;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.Round;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The steps in which a design is run: each round once the rows of the one before are there. The
 * rounds that the study holds are replayed first; if the rows decide otherwise now, rounds begin
 * anew under the next numbers, and reuse the rows that are there.
 */
final class RoundSteps {

  private final Study study;
  private final RunRequest request;
  private final Plan grid;
  private final SequentialDesign design;
  private Set<Status> repeated;

  /** Rounds of the newest chain that follow from the rows, and the generation of the first. */
  private int replayed;

  private int chainStart = -1;

  /**
   * @param request of a design
   */
  RoundSteps(Study study, RunRequest request) {
    this.study = study;
    this.request = request;
    grid = request.plan().grid();
    design = SequentialDesign.of(grid).orElseThrow();
    repeated = request.repeated();
  }

  /** Completes the study as it lies there; an empty one begins with its first round. */
  RunRequest begin() throws IOException {
    List<Generation> generations = study.generations();
    List<RoundRecord> chain = chain(generations);
    if (chain.isEmpty()) {
      return step(List.of(), generations.size(), design.first(), Optional.empty());
    }
    Set<Status> now = repeated;
    repeated = Set.of();
    return request.at(plan(chain), now, Turn.FIRST);
  }

  /** A note on a study that was run without the rule; empty if it has none of its rounds. */
  Optional<String> change() throws IOException {
    List<Generation> generations = study.generations();
    return generations.isEmpty() || !chain(generations).isEmpty()
        ? Optional.empty()
        : Optional.of(
            (grid.refinement().isPresent() ? "refine" : "replicates")
                + ": the rule is another one than was run here; its rounds begin anew, rows that"
                + " it asks for are not run again, and others stay beside the plan (all_trials)");
  }

  /**
   * The next step; empty if the design has ended.
   *
   * @param done the plan of which all rows are there; another shard may have gone on from it
   */
  Optional<RunRequest> next(Plan done) throws IOException {
    List<Generation> generations = study.generations();
    List<RoundRecord> chain = chain(generations);
    if (!plan(chain).fingerprint().equals(done.fingerprint())) {
      return Optional.of(request.at(plan(chain), Set.of(), Turn.FIRST));
    }
    int start = generations.size() - chain.size();
    if (start != chainStart) {
      chainStart = start;
      replayed = 0;
    }
    return study.consistently(
        () -> {
          try (SeenRows rows = SeenRows.read(study, plan(chain), design.columns())) {
            return decided(chain, generations.size(), rows);
          }
        });
  }

  private Optional<RunRequest> decided(List<RoundRecord> chain, int generation, SeenRows rows)
      throws IOException {
    for (int r = replayed; r < chain.size(); r++) {
      RoundRecord decided = r == 0 ? design.first() : design.next(chain.subList(0, r), rows);
      if (!decided.trials().equals(chain.get(r).trials())) {
        return Optional.of(step(List.of(), generation, design.first(), Optional.empty()));
      }
      replayed++;
    }
    RoundRecord last = chain.get(chain.size() - 1);
    if (last.isEnd()) {
      return repeatedAtEnd(chain);
    }
    Optional<TrialCost> cost = Optional.of(new SeenCost(grid, rows.trials().all()));
    return Optional.of(step(chain, generation, design.next(chain, rows), cost));
  }

  private Optional<RunRequest> repeatedAtEnd(List<RoundRecord> chain) {
    if (repeated.isEmpty()) {
      return Optional.empty();
    }
    Set<Status> now = repeated;
    repeated = Set.of();
    replayed = 0;
    return Optional.of(request.at(plan(chain), now, Turn.FIRST));
  }

  private RunRequest step(
      List<RoundRecord> before, int generation, RoundRecord round, Optional<TrialCost> cost) {
    List<RoundRecord> all = new ArrayList<>(before);
    all.add(round);
    return request.at(plan(all), Set.of(), Turn.of(new NextRound(generation, round, cost)));
  }

  private Plan plan(List<RoundRecord> rounds) {
    List<Round> trials = rounds.stream().map(RoundRecord::trials).toList();
    return grid.withRounds(trials);
  }

  /** The rounds of the newest generations, if they are of this design. */
  private List<RoundRecord> chain(List<Generation> generations) {
    List<RoundRecord> newest = RoundRecord.chain(generations);
    return newest.stream().allMatch(round -> round.design().equals(grid.design()))
        ? newest
        : List.of();
  }
}
