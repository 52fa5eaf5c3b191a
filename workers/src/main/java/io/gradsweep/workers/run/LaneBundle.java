package io.gradsweep.workers.run;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.LaneSimulation;
import io.gradsweep.workers.api.Lanes;
import io.gradsweep.workers.api.TrialStopped;
import io.gradsweep.workers.run.TrialRun.Harm;
import io.gradsweep.workers.run.TrialRun.Words;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;

/**
 * Runs trials of one shape side by side. A lane whose trial has ended is filled with the next one.
 *
 * <p>One clock counts the steps of all lanes. Between two events (a step that a recorder wants, the
 * end of a budget, a look at the time) the simulation advances without being asked. The time that
 * has passed is shared by the trials that were running, so that a trial's wall time, and its time
 * limit, mean what they mean alone.
 */
final class LaneBundle {

  /** Steps between two looks at the time grow until a look comes about this often. */
  private static final long LOOK_EVERY_NANOS = 2_000_000;

  private static final long MOST_STRIDE = 1L << 40;

  /** A lane with its trial, if it has one. */
  private static final class TrialLane {
    private final TrialRecorder recorder;
    private boolean live;
    private int place;
    private Trial trial;
    private Instant startedAt;
    private long startClock;

    /** Shares that had been given out when the trial began, less the time that its start took. */
    private long sharesBefore;

    TrialLane(TrialRecorder recorder) {
      this.recorder = recorder;
    }
  }

  private final LaneSimulation simulation;
  private final RunSettings settings;
  private final Object shape;
  private final OutcomeCheck check;
  private final long limitNanos;
  private final TrialLane[] slots;

  private Iterator<Integer> places;
  private LaneBatch batch;
  private Lanes lanes;
  private int live;
  private long clock;
  private long stride = 1;

  /** Time that a trial would have taken that had been running since the beginning. */
  private long shares;

  private long lastLookNanos;

  LaneBundle(LaneSimulation simulation, RunSettings settings, Object shape, int count) {
    this.simulation = simulation;
    this.settings = settings;
    this.shape = shape;
    check = new OutcomeCheck(simulation.spec());
    limitNanos = settings.timeLimit().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    slots = new TrialLane[count];
    for (int i = 0; i < count; i++) {
      slots[i] = new TrialLane(TrialRecorder.withoutLimit(settings.recording(), simulation.spec()));
    }
  }

  /**
   * Runs the trials at some places of a batch. A trial that was in a lane when the lanes threw has
   * not run afterwards, nor have those that came after lanes could no longer be made.
   *
   * @throws IOException if the batch's sink threw it
   */
  void run(Iterator<Integer> ofBatch, LaneBatch trials) throws IOException {
    places = ofBatch;
    batch = trials;
    while (places.hasNext() && isDone(() -> lanes = simulation.lanes(shape, slots.length))) {
      live = 0;
      for (TrialLane slot : slots) {
        slot.live = false;
      }
      lastLookNanos = System.nanoTime();
      boolean usable = isDone(this::fillAll);
      while (usable && live > 0) {
        usable = isDone(this::advance);
        batch.handOver();
        usable = usable && isDone(this::fillAll);
      }
    }
  }

  /** Whether the lanes did something without throwing. */
  private static boolean isDone(Runnable something) {
    try {
      something.run();
      return true;
    } catch (RuntimeException | Error e) {
      return false; // alone, the trials tell why
    }
  }

  private void advance() {
    long made = lanes.advance(stepsToNextEvent());
    clock += made;
    look(made);
    for (int lane = 0; lane < slots.length; lane++) {
      if (slots[lane].live && !goesOn(lane)) {
        leave(lane);
      }
    }
  }

  private long stepsToNextEvent() {
    long steps = stride;
    for (TrialLane slot : slots) {
      if (slot.live) {
        steps = Math.min(steps, slot.startClock + slot.recorder.nextDue() - clock);
      }
    }
    return steps;
  }

  /** Shares the time that has passed since the last look, in which so many steps were made. */
  private void look(long made) {
    long now = System.nanoTime();
    long elapsed = now - lastLookNanos;
    lastLookNanos = now;
    shares += elapsed / Math.max(1, live);
    if (elapsed < LOOK_EVERY_NANOS / 2 && made == stride) {
      stride = Math.min(stride * 2, MOST_STRIDE);
    } else if (elapsed > 2 * LOOK_EVERY_NANOS) {
      stride = Math.max(1, Math.min(stride, made) / 4);
    }
  }

  private void fillAll() {
    for (int lane = 0; lane < slots.length && places.hasNext(); lane++) {
      while (!slots[lane].live && places.hasNext()) {
        fill(lane, places.next());
      }
    }
  }

  /** Fills a lane, which stays free if the trial has ended at once, or runs alone. */
  private void fill(int lane, int place) {
    TrialLane slot = slots[lane];
    slot.place = place;
    slot.trial = batch.trial(place);
    slot.startedAt = Instant.now();
    slot.startClock = clock;
    slot.recorder.reset();
    slot.recorder.keepIn(() -> settings.scratch(slot.trial));
    long start = System.nanoTime();
    try {
      lanes.fill(lane, slot.trial, Streams.of(slot.trial), slot.recorder);
    } catch (RuntimeException | Error e) {
      slot.recorder.end();
      return;
    } finally {
      long took = System.nanoTime() - start;
      lastLookNanos += took; // it is the trial's own, and shared with none
      slot.sharesBefore = shares - took;
    }
    slot.live = true;
    live++;
    if (!goesOn(lane)) {
      leave(lane);
    }
  }

  /** Takes notice of the step at which a trial is, as its recorder does alone. */
  private boolean goesOn(int lane) {
    TrialLane slot = slots[lane];
    try {
      boolean wanted = slot.recorder.step(clock - slot.startClock);
      if (lanes.hasEnded(lane)) {
        end(slot, check.checked(lanes.outcome(lane), slot.recorder.current()));
        return false;
      }
      if (wanted) {
        lanes.record(lane);
      }
      if (shares - slot.sharesBefore > limitNanos) {
        throw new TrialStopped(Status.TIMED_OUT, settings.limitUsedUp());
      }
      return true;
    } catch (TrialStopped stopped) {
      end(slot, TrialCall.stopped(stopped, slot.recorder.current(), simulation.spec()));
      return false;
    }
  }

  private void end(TrialLane slot, Outcome outcome) {
    slot.recorder.end();
    TrialRun run =
        new TrialRun(
            slot.trial,
            outcome,
            slot.recorder.trajectory(),
            slot.startedAt,
            shares - slot.sharesBefore,
            slot.recorder.budget(),
            Harm.NONE,
            Words.NONE);
    batch.ended(slot.place, run);
  }

  private void leave(int lane) {
    lanes.clear(lane);
    slots[lane].live = false;
    live--;
  }
}
