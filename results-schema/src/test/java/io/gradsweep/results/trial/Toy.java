package io.gradsweep.results.trial;

import java.util.List;
import java.util.Map;

/** A small declaration for tests, with a parameter of every type. */
public final class Toy {

  public static final SimulationSpec SPEC =
      spec(
          List.of(
              ParameterSpec.whole("size", "how large").atLeast(1).atMost(1000).defaultsTo(7),
              ParameterSpec.real("step", "how far").above(0).defaultsTo(0.1),
              ParameterSpec.flag("on", "whether").defaultsTo(true),
              ParameterSpec.text("label", "what").defaultsTo("a:b"),
              ParameterSpec.real("extra", "may be off").unsetByDefault()));

  private Toy() {}

  public static SimulationSpec spec(List<ParameterSpec> parameters) {
    return new SimulationSpec(
        "toy",
        2,
        "Does nothing.",
        "No paper",
        parameters,
        List.of(MeasurementSpec.real("height", "how high")),
        List.of(MetricSpec.of("loss", "how bad")));
  }

  public static Trial trial(long seed, long replicate) {
    return new Trial(SPEC.resolve(Map.of()), seed, replicate);
  }
}
