package io.gradsweep.workers.program;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.program.WorkRequest.Care;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The requests still to be made: first those to be made again, then those for further trials. */
final class RequestQueue {

  private final ProgramSimulation simulation;
  private final ProgramSpec spec;
  private final boolean batches;
  private final RequestWriter writer;
  private final Deque<WorkRequest> waiting = new ArrayDeque<>();
  private Iterator<Trial> trials = Collections.emptyIterator();

  /** The trial that did not fit into the last batch; null if there is none. */
  private Trial ahead;

  /**
   * @param batches whether trials are requested together
   */
  RequestQueue(ProgramSimulation simulation, boolean batches, RequestWriter writer) {
    this.simulation = simulation;
    spec = simulation.program();
    this.batches = batches;
    this.writer = writer;
  }

  void add(Iterator<Trial> further) {
    trials = further;
  }

  /** The next request, which stays in the queue; null if there is none. */
  WorkRequest peek() {
    if (waiting.isEmpty()) {
      make();
    }
    return waiting.peek();
  }

  /** Takes the next request out. */
  WorkRequest remove() {
    return waiting.remove();
  }

  /** Puts requests before all others, in their order. */
  void again(List<WorkRequest> requests) {
    for (int i = requests.size() - 1; i >= 0; i--) {
      waiting.addFirst(requests.get(i));
    }
  }

  /** Puts the trials of a batch before all others, to be requested one by one. */
  void split(WorkRequest batch) {
    again(batch.split(writer));
  }

  void clear() {
    waiting.clear();
    trials = Collections.emptyIterator();
    ahead = null;
  }

  private void make() {
    Trial first = ahead == null && trials.hasNext() ? trials.next() : ahead;
    ahead = null;
    if (first == null) {
      return;
    }
    List<Trial> together = new ArrayList<>(List.of(first));
    while (batches && together.size() < spec.batch() && ahead == null && trials.hasNext()) {
      Trial next = trials.next();
      if (isSame(first, next)) {
        together.add(next);
      } else {
        ahead = next;
      }
    }
    long firstId = simulation.takeIds(together.size());
    waiting.add(new WorkRequest(List.copyOf(together), firstId, Care.NONE, writer));
  }

  private boolean isSame(Trial one, Trial other) {
    for (int index : spec.sameInBatch()) {
      if (!one.params().value(index).equals(other.params().value(index))) {
        return false;
      }
    }
    return true;
  }
}
