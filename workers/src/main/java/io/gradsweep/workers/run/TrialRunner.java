package io.gradsweep.workers.run;

import io.gradsweep.results.trial.Trial;
import java.io.IOException;
import java.util.Iterator;

/** Runs trials, and hands them over one after the other. */
public interface TrialRunner extends AutoCloseable {

  /**
   * Runs every trial and hands it to the sink, in order. The sink and the iterator are called by
   * one thread at a time. A trial may be requested before those in front of it are handed over.
   *
   * @throws IOException if the sink threw it; the trials after it have not run
   */
  void run(Iterator<Trial> trials, TrialSink sink) throws IOException;

  /**
   * Ends the processes in which trials run, if they are not this one. The next run starts others.
   */
  @Override
  default void close() {}
}
