package io.gradsweep.driver.job;

import io.gradsweep.driver.study.StopMark;
import io.gradsweep.driver.study.Study;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Ends a run after so many failures: no segment is begun any more, and those that have begun are
 * run to their end. Tasks are told by a mark in the study; those in a JVM that has seen too many
 * failures need none.
 */
final class FailureLimit implements AutoCloseable {

  private final OptionalLong most;
  private final StopMark mark;
  private boolean more;
  private boolean passed;

  private FailureLimit(OptionalLong most, StopMark mark) {
    this.most = most;
    this.mark = mark;
  }

  /**
   * @param most failures that are allowed; empty for any number
   */
  static FailureLimit of(Study study, OptionalLong most) {
    return new FailureLimit(most, StopMark.of(study));
  }

  /** Whether there was more than one look at which too many had failed, or the run has ended so. */
  boolean isPassed() {
    return passed;
  }

  OptionalLong most() {
    return most;
  }

  /** Name of this run's mark. */
  String run() {
    return mark.run();
  }

  /** Hears of failures; at two looks, since a task that has just ended can count twice at one. */
  void look(long failures) throws IOException {
    boolean before = more;
    more = most.isPresent() && failures > most.getAsLong();
    if (before && more && !passed) {
      passed = true;
      mark.leave();
    }
  }

  /** Hears of the failures of a job that has ended, which are exact. */
  void end(long failures) {
    passed |= most.isPresent() && failures > most.getAsLong();
  }

  @Override
  public void close() throws IOException {
    mark.takeAway();
  }
}
