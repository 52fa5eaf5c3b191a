package io.gradsweep.driver.job;

import io.gradsweep.results.trial.Trial;
import java.util.Optional;

/** The expected time of trials on one core, by which a generation is cut into segments. */
interface TrialCost {

  /** Expected time of a trial, in seconds. */
  double seconds(Trial trial);

  /** The lower end of the time. */
  double leastSeconds(Trial trial);

  /** The upper end of the time. */
  double mostSeconds(Trial trial);

  /** The reason why the time of trials is not known; empty if some of them ran. */
  Optional<String> unknown();

  /** Whether one of the trials seen failed. */
  boolean isFailing();
}
