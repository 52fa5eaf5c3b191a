package io.gradsweep.sweeps;

import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.sweeps.read.SweepReader.Reading;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A declaration to write sweeps for, and short ways to read and plan them. */
public final class Descent {

  public static final SimulationSpec SPEC = spec(List.of());

  private Descent() {}

  public static SimulationSpec spec(List<ParameterSpec> more) {
    List<ParameterSpec> parameters =
        new ArrayList<>(
            List.of(
                ParameterSpec.choice("optimizer", "which", "gradient", "natural")
                    .defaultsTo("gradient"),
                ParameterSpec.real("step_size", "α").atLeast(0).defaultsTo(0.1),
                ParameterSpec.whole("width", "neurons").atLeast(1).defaultsTo(8),
                ParameterSpec.real("noise", "σ").atLeast(0).unsetByDefault(),
                ParameterSpec.flag("momentum", "whether").defaultsTo(false)));
    parameters.addAll(more);
    return new SimulationSpec(
        "descent",
        1,
        "Descends.",
        "none",
        parameters,
        List.of(MeasurementSpec.real("height", "how high")),
        List.of());
  }

  public static Reading parse(String text, String... overrides) {
    return SweepReader.parse(text, "s.yaml", name -> Optional.empty(), List.of(overrides), false);
  }

  public static Plan plan(String text, String... overrides) {
    return Plan.of(parse(text, overrides), Map.of(SPEC.name(), SPEC));
  }

  /** A sweep with the two lines that every sweep has. */
  public static String sweep(String... lines) {
    return "sweep: s\nsimulation: descent\n" + String.join("\n", lines) + "\n";
  }

  /** The message of all that is wrong with a sweep, or "none". */
  public static String problems(String text, String... overrides) {
    try {
      plan(text, overrides);
      return "none";
    } catch (SweepProblems e) {
      return e.getMessage();
    }
  }
}
