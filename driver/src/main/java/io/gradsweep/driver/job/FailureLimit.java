package io.gradsweep.driver.job;

import io.gradsweep.driver.study.StopMark;
import io.gradsweep.driver.study.Study;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Ends a run after so many failures: no further segment is started, and started ones are run to
 * their end. A mark in the study informs the tasks; those in a JVM that has itself had too many
 * failures need none.
 */
final class FailureLimit implements AutoCloseable {

  private final OptionalLong most;
  private final StopMark mark;
  private long earlier;
  private boolean more;
  private boolean passed;
  private long passedAt = Long.MAX_VALUE;

  private FailureLimit(OptionalLong most, StopMark mark) {
    this.most = most;
    this.mark = mark;
  }

  /**
   * @param most allowed failures; empty for any number
   */
  static FailureLimit of(Study study, OptionalLong most) {
    return new FailureLimit(most, StopMark.of(study));
  }

  /** Whether too many had failed at more than one look, or at the end of the run. */
  boolean isPassed() {
    return passed;
  }

  /** The moment since which no task begins a segment; the largest number if they do. */
  long passedAt() {
    return passedAt;
  }

  OptionalLong most() {
    return most;
  }

  /** Name of this run's mark. */
  String run() {
    return mark.run();
  }

  /**
   * Takes the number of failures. Two looks are needed, since a task that has just ended can count
   * twice at one.
   */
  void look(long failures) throws IOException {
    boolean before = more;
    more = most.isPresent() && earlier + failures > most.getAsLong();
    if (before && more && !passed) {
      passed = true;
      mark.leave();
      passedAt = System.currentTimeMillis();
    }
  }

  /** Takes the exact number of failures of a job that has ended. */
  void end(long failures) {
    passed |= most.isPresent() && earlier + failures > most.getAsLong();
  }

  /** Counts the failures of a step of the run that has ended to those of the next one. */
  void goOn(long failures) {
    earlier += failures;
  }

  @Override
  public void close() throws IOException {
    mark.takeAway();
  }
}
