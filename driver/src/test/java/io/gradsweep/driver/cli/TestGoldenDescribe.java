package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.workers.run.Simulations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seals what each simulation declares: a change of a name, a range, a default or a meaning is a
 * change of the golden file, which a reviewer sees.
 */
class TestGoldenDescribe {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/describe");

  /** Those that gradsweep ships: a new one is found without being named here. */
  static List<String> shipped() {
    return Simulations.all().stream()
        .filter(Simulations::isOurs)
        .map(simulation -> simulation.spec().name())
        .toList();
  }

  @Test
  void thereAreSimulations() {
    assertThat(shipped()).hasSizeGreaterThanOrEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void theDeclarationOfThePresentVersionIsSealed(String simulation) throws IOException {
    SimulationSpec spec = Simulations.find(simulation).spec();
    Path golden = GOLDEN.resolve("%s-%d.csv".formatted(simulation, spec.version()));
    String now = Gradsweep.run("describe", simulation, "--format", "csv").out();
    assertThat(golden).as("%s (write it):\n%s", golden, now).exists();
    assertThat(golden).hasContent(now);
  }
}
