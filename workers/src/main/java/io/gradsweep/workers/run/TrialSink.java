package io.gradsweep.workers.run;

import java.io.IOException;

/** Takes runs one after the other, each before the next begins. */
public interface TrialSink {
  void accept(TrialRun run) throws IOException;
}
