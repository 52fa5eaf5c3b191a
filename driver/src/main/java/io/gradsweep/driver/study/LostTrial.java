package io.gradsweep.driver.study;

/**
 * A trial that ran at several ends in a row of the processes around it, none of which anybody saw.
 * It is put last, and its row is still to come.
 *
 * @param ends how many of them there were
 */
public record LostTrial(PartName segment, String trialId, int ends) {

  /** Describes the trial, and what helps. */
  public String words() {
    return ("trial %s ran when its processes ended, %d times in a row, and nobody saw why; it runs"
            + " last, alone, and has no row yet (give it more memory, or a --time-limit; or have"
            + " on_failure: {lost: N} in the sweep file give it a failed row after N such ends)")
        .formatted(trialId, ends);
  }
}
