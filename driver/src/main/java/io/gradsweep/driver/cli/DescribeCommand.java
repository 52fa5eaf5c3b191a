package io.gradsweep.driver.cli;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.Simulations;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "describe",
    description = "Shows the parameters of a simulation, what it measures and what it records.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "SIMULATION",
      description = "name of the simulation, as 'gradsweep list' shows it")
  private String simulation;

  @Mixin private Output output;
  @Mixin private CodeOption code;

  @Override
  public Integer call() {
    code.load();
    Simulation found = Simulations.find(simulation);
    SimulationSpec spec = found.spec();
    output.heading("%s, version %d: %s".formatted(spec.name(), spec.version(), spec.about()));
    output.heading(spec.paper() + "\n");
    found.missing().ifPresent(lack -> output.heading(lack + "\n"));
    List<List<Object>> rows = new ArrayList<>();
    spec.parameters().forEach(p -> rows.add(row(p)));
    spec.measurements().forEach(m -> rows.add(row(m)));
    spec.metrics().forEach(m -> rows.add(row(m)));
    output.print(new Answer(List.of("kind", "name", "values", "default", "unit", "meaning"), rows));
    return Exit.DONE;
  }

  private static List<Object> row(ParameterSpec parameter) {
    return List.of(
        "parameter",
        parameter.name(),
        parameter.words(),
        parameter.defaultValue().map(ParamValue::text).orElse("required"),
        parameter.unit(),
        parameter.about());
  }

  private static List<Object> row(MeasurementSpec measurement) {
    return List.of(
        "measurement",
        measurement.name(),
        measurement.type().words(),
        "",
        measurement.unit(),
        measurement.about());
  }

  private static List<Object> row(MetricSpec metric) {
    return List.of("metric", metric.name(), "real number", "", metric.unit(), metric.about());
  }
}
