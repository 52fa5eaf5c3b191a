package io.gradsweep.workers.run;

import io.gradsweep.results.trial.Trial;
import java.io.IOException;
import java.util.Iterator;

/** Runs trials one after the other. */
public interface TrialRunner {

  /**
   * Runs every trial and hands it to the sink, in order. The sink and the iterator are called by
   * one thread at a time; a trial is requested when the one before it has been handed over.
   *
   * @throws IOException if the sink threw it; the trials after it have not run
   */
  void run(Iterator<Trial> trials, TrialSink sink) throws IOException;
}
