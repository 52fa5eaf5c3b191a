package io.gradsweep.workers.run;

import io.gradsweep.results.trial.Trial;
import java.io.IOException;
import java.util.List;

/** Trials that are handed over in their order, in whatever order they end. */
final class LaneBatch {

  private final List<Trial> trials;
  private final TrialSink sink;
  private final TrialRunner alone;

  /** Null for a trial that has not run, or is to run alone. */
  private final TrialRun[] runs;

  /** Trials that are handed over. */
  private int over;

  LaneBatch(List<Trial> trials, TrialSink sink, TrialRunner alone) {
    this.trials = trials;
    this.sink = sink;
    this.alone = alone;
    runs = new TrialRun[trials.size()];
  }

  Trial trial(int place) {
    return trials.get(place);
  }

  void ended(int place, TrialRun run) {
    runs[place] = run;
  }

  /** Hands over the trials that have ended and have none before them that has not. */
  void handOver() throws IOException {
    while (over < runs.length && runs[over] != null) {
      sink.accept(runs[over]);
      runs[over++] = null;
    }
  }

  /** Runs the trials that have not run, and hands over all. */
  void end() throws IOException {
    handOver();
    while (over < runs.length) {
      int from = over;
      while (over < runs.length && runs[over] == null) {
        over++;
      }
      alone.run(trials.subList(from, over).iterator(), sink);
      handOver();
    }
  }
}
