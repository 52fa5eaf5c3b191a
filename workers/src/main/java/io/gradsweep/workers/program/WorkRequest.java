package io.gradsweep.workers.program;

import io.gradsweep.results.trial.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * A request for one trial, or for those of a batch.
 *
 * @param firstId of the trials, which are numbered on from there
 * @param care which other requests may be under way
 * @param bytes a line of the protocol
 * @param firstAttempt a line on the attempt before this one; empty for none
 */
record WorkRequest(List<Trial> trials, long firstId, Care care, byte[] bytes, String firstAttempt) {

  /** The requests that may be under way beside one. */
  enum Care {
    /** Others before and behind it are under way. */
    NONE,
    /** No other one is under way: it was in a failed batch. */
    ONE_BY_ONE,
    /** Nor has the process answered any: one like it has died. */
    ALONE
  }

  WorkRequest(List<Trial> trials, long firstId, Care care, RequestWriter writer) {
    this(trials, firstId, care, writer.line(trials, firstId), "");
  }

  /**
   * The same, for a fresh process.
   *
   * @param why the reason
   */
  WorkRequest alone(String why) {
    String line = "Run again, alone in a fresh process: %s%n".formatted(why);
    return new WorkRequest(trials, firstId, Care.ALONE, bytes, line);
  }

  /** Its trials, to be run one by one. */
  List<WorkRequest> split(RequestWriter writer) {
    List<WorkRequest> single = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      single.add(new WorkRequest(List.of(trials.get(i)), firstId + i, Care.ONE_BY_ONE, writer));
    }
    return single;
  }

  int length() {
    return trials.size();
  }

  /** Whether the answers have its ids, in their order. */
  boolean isAnsweredBy(List<ProgramAnswer> answers) {
    for (int i = 0; i < answers.size(); i++) {
      Long id = answers.get(i).id;
      if (id == null || id != firstId + i) {
        return false;
      }
    }
    return true;
  }

  boolean has(long id) {
    return id >= firstId && id < firstId + trials.size();
  }
}
