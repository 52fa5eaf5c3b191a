package io.gradsweep.driver.cli;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.workers.run.Simulations;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = "Lists the simulations that a sweep file can name.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

  @Mixin private Output output;
  @Mixin private CodeOption code;

  @Override
  public Integer call() {
    code.load();
    output.print(
        new Answer(
            List.of("simulation", "version", "about"),
            Simulations.all().stream().map(s -> row(s.spec())).toList()));
    return Exit.DONE;
  }

  private static List<Object> row(SimulationSpec spec) {
    return List.of(spec.name(), spec.version(), spec.about());
  }
}
