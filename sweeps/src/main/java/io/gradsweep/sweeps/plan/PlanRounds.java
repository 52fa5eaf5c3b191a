package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.CanonicalHash;
import io.gradsweep.results.trial.Trial;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The rounds of a plan, one after the other. */
final class PlanRounds {

  private final List<Round> rounds;
  private final long[] starts;

  PlanRounds(List<Round> rounds) {
    this.rounds = List.copyOf(rounds);
    starts = new long[rounds.size() + 1];
    for (int r = 0; r < rounds.size(); r++) {
      starts[r + 1] = starts[r] + rounds.get(r).size();
    }
  }

  boolean isEmpty() {
    return rounds.isEmpty();
  }

  List<Round> all() {
    return rounds;
  }

  long size() {
    return starts[rounds.size()];
  }

  /** The first index of the last round; 0 without one. */
  long last() {
    return starts[Math.max(0, rounds.size() - 1)];
  }

  Optional<Trial> trial(Plan grid, long index) {
    int r = 0;
    while (index >= starts[r + 1]) {
      r++;
    }
    return rounds.get(r).trial(grid, index - starts[r]);
  }

  OptionalLong indexOf(Plan grid, Trial trial) {
    for (int r = 0; r < rounds.size(); r++) {
      OptionalLong index = rounds.get(r).indexOf(grid, trial);
      if (index.isPresent()) {
        return OptionalLong.of(starts[r] + index.getAsLong());
      }
    }
    return OptionalLong.empty();
  }

  Counts counts(Plan grid) {
    long trials = rounds.stream().mapToLong(round -> round.trials(grid)).sum();
    return new Counts(size(), List.of(), size() - trials, false, trials);
  }

  long replicatesEnd() {
    return rounds.stream().mapToLong(Round::replicatesEnd).max().orElse(0);
  }

  String fingerprint(String design) {
    CanonicalHash hash = new CanonicalHash("gradsweep-rounds-1").part(design);
    for (Round round : rounds) {
      hash.part("round");
      round.addTo(hash);
    }
    return hash.hex().substring(0, 32);
  }
}
