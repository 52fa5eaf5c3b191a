package io.gradsweep.driver.study;

import io.gradsweep.results.trial.Counted;

/**
 * A trial that ran at several consecutive ends of its processes, for unknown reasons. It is put
 * last, and has no row yet.
 *
 * @param ends number of these ends
 */
public record LostTrial(PartName segment, String trialId, int ends) {

  /** Describes the trial, and what to do. */
  public String words() {
    return ("trial %s ran when its processes ended, %s in a row, for an unknown reason;"
            + " it runs last, alone, and has no row yet (give it more memory, or a --time-limit;"
            + " or have on_failure: {lost: N} in the sweep file give it a failed row after N such"
            + " ends)")
        .formatted(trialId, Counted.of(ends, "time"));
  }
}
