package io.gradsweep.workers;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.LaneSimulation;
import io.gradsweep.workers.api.Lanes;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.RateFit;
import io.gradsweep.workers.api.Recorder;
import java.util.Optional;

/**
 * {@link Quadratic} in lanes, with the shapes "small" and "large" by its step size; counts what ran
 * where.
 */
public final class QuadraticInLanes implements LaneSimulation {

  /** Something that lanes do beside their work. */
  public interface Mischief {
    /**
     * @param clock steps made by these lanes
     */
    void before(long clock);
  }

  private final Quadratic alone = new Quadratic();
  private final Mischief mischief;
  private int ranAlone;
  private int ranInLanes;
  private int made;

  public QuadraticInLanes(Mischief mischief) {
    this.mischief = mischief;
  }

  public int ranAlone() {
    return ranAlone;
  }

  public int ranInLanes() {
    return ranInLanes;
  }

  /** Number of times that lanes were made. */
  public int made() {
    return made;
  }

  @Override
  public SimulationSpec spec() {
    return alone.spec();
  }

  @Override
  public double cost(Params params) {
    return alone.cost(params);
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    ranAlone++;
    return alone.run(trial, streams, recorder);
  }

  @Override
  public Optional<?> shape(Trial trial) {
    return trial.params().text("fault").equals("loops")
        ? Optional.empty()
        : Optional.of(trial.params().real("step_size") > 5 ? "large" : "small");
  }

  @Override
  public Lanes lanes(Object shape, int count) {
    made++;
    return new Side(count);
  }

  private final class Side implements Lanes {
    private final Lane[] lanes;
    private long clock;

    Side(int count) {
      lanes = new Lane[count];
    }

    @Override
    public void fill(int lane, Trial trial, Streams streams, Recorder recorder) {
      if (trial.params().text("fault").equals("throws")) {
        throw new IllegalStateException("in a lane");
      }
      lanes[lane] = new Lane(trial, streams.perReplicate("init").nextGaussian(), recorder);
      recorder.begin(trial.params().whole("max_steps"));
      lanes[lane].observe();
    }

    @Override
    public long advance(long most) {
      for (long k = 1; ; k++) {
        mischief.before(clock++);
        boolean ends = false;
        for (Lane lane : lanes) {
          ends |= lane != null && lane.step();
        }
        if (ends || k == most) {
          return k;
        }
      }
    }

    @Override
    public boolean hasEnded(int lane) {
      return lanes[lane].ended;
    }

    @Override
    public void record(int lane) {
      lanes[lane].record();
    }

    @Override
    public Outcome outcome(int lane) {
      ranInLanes++;
      return lanes[lane].outcome();
    }

    @Override
    public void clear(int lane) {
      lanes[lane] = null;
    }
  }

  private static final class Lane {
    private final Trial trial;
    private final double start;
    private final Recorder recorder;
    private final RateFit fit = RateFit.whole();
    private double x;
    private long k;
    private boolean ended;

    Lane(Trial trial, double start, Recorder recorder) {
      this.trial = trial;
      this.start = start;
      this.recorder = recorder;
      x = start;
    }

    boolean step() {
      x -= trial.params().real("step_size") * x;
      k++;
      observe();
      return ended;
    }

    void observe() {
      if (fit.wants(k)) {
        fit.add(k, x * x / 2);
      }
      ended =
          !trial.params().text("fault").equals("overruns")
              && (k == trial.params().whole("max_steps") || !(Math.abs(x) < 1e100));
    }

    void record() {
      recorder.record(Double.NaN, x * x / 2);
    }

    Outcome outcome() {
      record();
      return new OutcomeBuilder(trial.simulation())
          .measure("start", start)
          .status(!(Math.abs(x) < 1e100) ? Status.DIVERGED : Status.CONVERGED)
          .steps(k)
          .finalError(Math.abs(x))
          .rate(fit.estimate())
          .build();
    }
  }
}
