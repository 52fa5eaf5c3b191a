package io.gradsweep.workers.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.InlineRunner;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The fields of a class as its declaration, and the steps of its trials. */
class TestOwnSimulation {

  private static TrialRun run(Simulation simulation, Map<String, ParamValue> values)
      throws IOException {
    return run(simulation, values, Optional.empty());
  }

  private static TrialRun run(
      Simulation simulation, Map<String, ParamValue> values, Optional<Duration> limit)
      throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    Trial trial = new Trial(simulation.spec().resolve(values), 18, 3);
    RunSettings settings = new RunSettings(new Recording(8, Recording.Spacing.LOG), limit);
    new InlineRunner(simulation, settings).run(List.of(trial).iterator(), runs::add);
    return runs.get(0);
  }

  private static Outcome outcome(Simulation simulation) throws IOException {
    return run(simulation, Map.of()).outcome();
  }

  @Test
  void fieldsAreTheDeclaration() {
    SimulationSpec spec = new OwnDescent().spec();
    assertThat(spec.toString()).isEqualTo("annotated-descent 1");
    assertThat(spec.parameters())
        .containsExactly(
            ParameterSpec.real("step_size", "length of a step").above(0).atMost(10).defaultsTo(0.1),
            ParameterSpec.whole("width", "").atLeast(1).atMost(100).defaultsTo(8),
            ParameterSpec.whole("max_steps", "").atLeast(0).atMost(1_000_000).defaultsTo(500),
            ParameterSpec.flag("noisy", "").defaultsTo(false),
            ParameterSpec.choice("start", "", "near", "far_off").defaultsTo("near"),
            ParameterSpec.choice("measure", "", "l2", "max").defaultsTo("l2"),
            ParameterSpec.real("shift", "").unsetByDefault());
    assertThat(spec.measurements().toString())
        .contains("gap", "unit=m", "passes", "WHOLE", "ever_rose", "FLAG", "from", "TEXT");
    assertThat(spec.metrics()).extracting(MetricSpec::name).containsExactly("error", "loss");
    assertThat(spec.metrics().get(0).fitted()).isTrue();
  }

  @Test
  void everyKindOfFieldGetsItsValue() throws IOException {
    Outcome near = outcome(new OwnDescent());
    assertThat(near.status()).isEqualTo(Status.CONVERGED);
    assertThat(near.stepsToTarget()).hasValue(near.steps());
    assertThat(near.finalError()).isLessThan(1e-9).isEqualTo(near.measurements()[0]);
    assertThat(near.measurements()).contains(near.steps(), false, "near");
    assertThat(near.rate().rate()).isBetween(0.1, 0.11);
    Map<String, ParamValue> changes =
        Map.of(
            "start", ParamValue.of("far_off"),
            "measure", ParamValue.of("max"),
            "shift", ParamValue.of(5.0),
            "width", ParamValue.of(2),
            "max_steps", ParamValue.of(3));
    Outcome far = run(new OwnDescent(), changes).outcome();
    assertThat(far.status()).isEqualTo(Status.NOT_CONVERGED);
    assertThat(far.steps()).isEqualTo(3);
    assertThat(far.measurements()).containsExactly(null, 3L, false, "far_off");
    assertThat(far.stepsToTarget()).isEmpty();
  }

  @Test
  void threeErrorsThatAreNotFiniteEndATrial() throws IOException {
    TrialRun run =
        run(
            new OwnDescent(),
            Map.of("step_size", ParamValue.of(10.0), "max_steps", ParamValue.of(1000)));
    assertThat(run.outcome().status()).isEqualTo(Status.DIVERGED);
    assertThat(run.outcome().reason()).hasValue("the error is not finite");
    // 79^82 is the first whose square is above all doubles
    assertThat(run.outcome().steps()).isEqualTo(82 + 2);
    assertThat(run.outcome().finalError()).isNaN();
    assertThat(run.trajectory().step(run.trajectory().size() - 1)).isEqualTo(run.outcome().steps());
  }

  /** The recording does not affect the rate. */
  @Test
  void theRateIsAFunctionOfTheTrial() throws IOException {
    Simulation simulation = new OwnDescent();
    Trial trial = new Trial(simulation.spec().resolve(Map.of()), 18, 3);
    List<TrialRun> runs = new ArrayList<>();
    for (int points : new int[] {0, 2, 500}) {
      RunSettings settings =
          new RunSettings(new Recording(points, Recording.Spacing.LINEAR), Optional.empty());
      new InlineRunner(simulation, settings).run(List.of(trial).iterator(), runs::add);
    }
    assertThat(runs).extracting(TrialRun::outcome).containsOnly(runs.get(0).outcome());
  }

  /** A trial whose steps never end by themselves. */
  @Declared(name = "endless")
  public static class Endless extends OwnSimulation {
    @Override
    public void run(Steps steps) {
      while (steps.next(Long.MAX_VALUE)) {
        steps.error(1);
      }
    }
  }

  @Test
  void theTimeLimitHolds() throws IOException {
    Outcome outcome = run(new Endless(), Map.of(), Optional.of(Duration.ofMillis(50))).outcome();
    assertThat(outcome.status()).isEqualTo(Status.TIMED_OUT);
  }

  /** Measures in all ways in which a field can be left. */
  @Declared(name = "leaves")
  public static class Leaves extends OwnSimulation {
    @Parameter(choices = {"nothing", "sum", "zero", "nan"})
    String how = "nothing";

    @Measured double value;
    @Measured double best = Double.MAX_VALUE;

    @Override
    public void run(Steps steps) {
      steps.error(1);
      switch (how) {
        case "sum" -> value += 1;
        case "zero" -> value = 0;
        case "nan" -> value = Double.NaN;
        default -> best = Math.min(best, 2);
      }
    }
  }

  private static Outcome leaves(String how) throws IOException {
    return run(new Leaves(), Map.of("how", ParamValue.of(how))).outcome();
  }

  @Test
  void whatNoTrialAssignsIsNull() throws IOException {
    assertThat(leaves("nothing").measurements()).containsExactly(null, 2.0);
    assertThat(leaves("zero").measurements()).containsExactly(0.0, Double.MAX_VALUE);
    assertThat(leaves("nan").reason()).hasValue("simulation returned NaN for value");
    assertThat(leaves("sum").reason()).hasValue("simulation returned NaN for value");
  }

  /** Not annotated. */
  public static class Bare extends Endless {}

  /** Faulty fields, each in a class of its own. */
  static final class Faulty {

    @Declared(name = "a")
    public static class OutOfRange extends Endless {
      @Parameter(above = 1)
      double stepSize = 0.5;
    }

    @Declared(name = "a")
    public static class Final extends Endless {
      @Parameter final double stepSize = Math.random();
    }

    @Declared(name = "a")
    public static class Static extends Endless {
      @Measured static double gap;
    }

    @Declared(name = "a")
    public static class Twice extends Endless {
      @Measured @Parameter double gap;
    }

    @Declared(name = "a")
    public static class Unknown extends Endless {
      @Parameter List<String> names = List.of();
    }

    @Declared(name = "a")
    public static class NoMetric extends Endless {
      @Metric int loss;
    }

    @Declared(name = "a")
    public static class Named extends Endless {
      @Parameter double größe = 1;
    }

    @Declared(name = "a")
    public static class Clash extends Endless {
      @Metric double error;
    }

    @Declared(name = "a")
    public static class Empty extends Endless {
      @Parameter(least = 2, most = 1)
      double x = 1;
    }

    @Declared(name = "a")
    public static class NoChoice extends Endless {
      @Parameter(choices = {"a", "b"})
      String how = "c";
    }

    @Declared(name = "a")
    public static class RangedText extends Endless {
      @Parameter(above = 0)
      String how = "c";
    }

    @Declared(name = "a")
    public static class UnsetEnum extends Endless {
      @Parameter Status how;
    }
  }

  private static void isFaulty(Simulation simulation, String message) {
    assertThatThrownBy(simulation::spec)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void faultsOfADeclarationNameTheField() {
    isFaulty(new Bare(), "Cannot declare it: no annotation (must have @Declared(name = \"…\"))");
    isFaulty(
        new Faulty.OutOfRange(),
        "field stepSize: Cannot use step_size: 0.5 (must be a real number above 1)");
    isFaulty(
        new Faulty.Final(),
        "Cannot declare field stepSize of type double (must not be final: it gets a value in each"
            + " trial)");
    isFaulty(
        new Faulty.Static(),
        "Cannot declare field gap of type double (must not be static: each trial has its own)");
    isFaulty(
        new Faulty.Twice(),
        "Cannot declare field gap of type double (must be one of @Parameter, @Measured and"
            + " @Metric)");
    isFaulty(
        new Faulty.Unknown(),
        "Cannot declare field names of type List (must be double, int, long, boolean, String or an"
            + " enum)");
    isFaulty(
        new Faulty.NoMetric(),
        "Cannot declare field loss of type int (must be a double, as every @Metric)");
    isFaulty(
        new Faulty.Named(),
        "field größe: Cannot use name: 'größe' (must be snake_case, at most 63 characters)");
    isFaulty(new Faulty.Clash(), "Cannot declare simulation 'a': 'error' (declared twice)");
    isFaulty(new Faulty.Empty(), "field x: Cannot use range: from 2.0 to 1.0 (must not be empty)");
    isFaulty(
        new Faulty.NoChoice(),
        "field how: Cannot use how: c (must be one of a, b) (did you mean 'a'?)");
    isFaulty(
        new Faulty.RangedText(),
        "Cannot declare field how of type String (must be a number if it has a range)");
    isFaulty(
        new Faulty.UnsetEnum(),
        "field how: Cannot use how: null (must have an initial value, its default)");
  }
}
