package io.gradsweep.driver.job;

import io.gradsweep.driver.study.AttemptMarker;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.PublishedSegment;
import io.gradsweep.results.outcome.FailureKind;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The trials of a range that have to be run. On the way, kept trials are copied, trials that were
 * lost too often get their row, and trials that are put last are set aside.
 */
final class SegmentTrials implements Iterator<Trial> {

  /** A row of a trial that does not run. */
  private interface PassingRow {
    void write() throws IOException;
  }

  private final GenerationPlan plan;
  private final Plan current;
  private final long end;
  private final Optional<PublishedSegment> kept;
  private final AttemptMarker mark;
  private final SegmentRowWriter rows;
  private final long mostLostEnds;
  private final List<Trial> putLast = new ArrayList<>();

  /** Of each trial under way, the rows that come behind its own: several may be under way. */
  private final Deque<List<PassingRow>> behind = new ArrayDeque<>();

  private long index;
  private long seen;
  private Trial next;

  /**
   * @param current the plan whose trials are repeated
   */
  SegmentTrials(
      GenerationPlan plan,
      Plan current,
      long from,
      long end,
      Optional<PublishedSegment> kept,
      AttemptMarker mark,
      SegmentRowWriter rows,
      long mostLostEnds) {
    this.plan = plan;
    this.current = current;
    this.index = from;
    this.end = end;
    this.kept = kept;
    this.mark = mark;
    this.rows = rows;
    this.mostLostEnds = mostLostEnds;
  }

  /** Number of trials of the range, up to the last one returned. */
  long seen() {
    return seen;
  }

  /** Trials to be run after all others; complete once there is no next one. */
  List<Trial> putLast() {
    return putLast;
  }

  @Override
  public boolean hasNext() {
    while (next == null && index < end) {
      Optional<Trial> trial = plan.trial(index++);
      if (trial.isPresent()) {
        seen++;
        next = settle(trial.get()) ? null : trial.get();
      }
    }
    return next != null;
  }

  /**
   * Copies the row of a trial that is kept, writes that of one that was lost too often, and sets
   * aside one that is put last.
   *
   * @return whether one of these was done, so that the trial does not run now
   */
  private boolean settle(Trial trial) {
    if (kept.isEmpty() && !mark.namesTrials()) {
      return false;
    }
    String id = trial.id().toString();
    try {
      if (kept.isPresent() && isKept(kept.get(), trial, id)) {
        pass(() -> rows.copy(kept.get(), id));
        return true;
      }
      if (mark.ends(id) >= mostLostEnds) {
        pass(() -> rows.write(lost(trial)));
        return true;
      }
      if (mark.putsLast(id)) {
        putLast.add(trial);
        return true;
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pass(PassingRow row) throws IOException {
    if (behind.isEmpty()) {
      row.write();
    } else {
      behind.getLast().add(row);
    }
  }

  /** The row of the oldest trial under way is written: those behind it follow. */
  void handedOver() throws IOException {
    List<PassingRow> following = behind.isEmpty() ? List.of() : behind.remove();
    for (PassingRow row : following) {
      row.write();
    }
  }

  private TrialRun lost(Trial trial) {
    String reason =
        FailureKind.LOST.reason(
            "its processes ended %s in a row, for an unknown reason (on_failure)"
                .formatted(Counted.of(mostLostEnds, "time")));
    return TrialRun.cutOff(trial, Status.FAILED, reason, Instant.now(), 0);
  }

  /**
   * Whether a trial is kept; those that the current plan does not contain are not repeated,
   * whatever their status.
   */
  private boolean isKept(PublishedSegment published, Trial trial, String id) {
    return published.keeps(id) || published.has(id) && !current.contains(trial);
  }

  @Override
  public Trial next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Trial trial = next;
    next = null;
    behind.add(new ArrayList<>());
    if (mark.namesTrials()) {
      try {
        mark.name(trial.id().toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return trial;
  }
}
