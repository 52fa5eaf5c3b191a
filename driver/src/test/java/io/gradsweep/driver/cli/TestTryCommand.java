package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestTryCommand {

  private static final String WALK =
      """
      import io.gradsweep.results.outcome.*;
      import io.gradsweep.results.random.*;
      import io.gradsweep.results.trial.*;
      import io.gradsweep.workers.api.*;
      import java.util.List;

      public class Walk implements Simulation {
        static final SimulationSpec SPEC = new SimulationSpec("tried-walk", 1, "A walk.", "none",
            List.of(ParameterSpec.real("scale", "of a step").above(0).defaultsTo(1.0),
                    ParameterSpec.whole("max_steps", "length").atLeast(1).atMost(1000).defaultsTo(20)),
            List.of(MeasurementSpec.real("place", "at the end")), List.of(MetricSpec.of("place_now", "on the way")));
        static int trials;
        public SimulationSpec spec() { return SPEC; }
        public double cost(Params params) { return 1; }
        public Outcome run(Trial trial, Streams streams, Recorder recorder) {
          long budget = trial.params().whole("max_steps");
          double scale = trial.params().real("scale");
          RandomStream random = streams.perReplicate("steps");
          double x = 0;
          recorder.begin(budget);
          for (long k = 0; k <= budget; k++) {
            if (recorder.step(k) || k == budget) recorder.record(Double.NaN, x);
            x += scale * random.nextGaussian();
          }
          FAULT
          return new OutcomeBuilder(SPEC).steps(budget).finalError(Math.abs(x)).measure("place", x).build();
        }
      }
      """;

  @TempDir private Path folder;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void forgetTheCode() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private Result tried(String fault, String... values) throws IOException {
    Path file = Files.writeString(folder.resolve("Walk.java"), WALK.replace("FAULT", fault));
    List<String> arguments = new ArrayList<>(List.of("try", file.toString()));
    arguments.addAll(List.of(values));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void aSimulationThatKeepsTheContractIsToldSoLineByLine() throws IOException {
    Result result = tried("");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .startsWith("tried-walk, version 1")
        .contains("ok      a trial gives the same bits twice in one process: 8 trials")
        .contains("200 sets: 200 ended, 0 refused, 0 cut off after 1 s")
        .doesNotContain("BROKEN");
  }

  @Test
  void aSimulationThatRemembersIsShownTheFirstDifference() throws IOException {
    Result result = tried("x += 1e-9 * ++trials;");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out())
        .containsPattern(
            "BROKEN  a trial gives the same bits twice in one process: replicate=0 seed=18:"
                + " final_error is \\S+, then \\S+");
  }

  @Test
  void anExceptionIsShownWithItsTrace() throws IOException {
    Result result = tried("if (budget > 0) throw new IllegalStateException(\"of the code\");");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out())
        .contains("BROKEN  a trial with the defaults ends")
        .contains("java.lang.IllegalStateException: of the code")
        .contains("at Walk.run(Walk.java:");
  }

  @Test
  void oneTrialIsShownWithWhatItPrints() throws IOException {
    Result result =
        tried("System.out.println(\"at \" + x);", "scale=2", "max_steps=3", "replicate=1");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out())
        .containsPattern("replicate +\\| 1 ")
        .containsPattern("scale +\\| 2.0 ")
        .containsPattern("steps +\\| 3 ")
        .containsPattern("place +\\| -?\\d")
        .containsPattern("recorded steps +\\| 4 ");
    assertThat(result.err()).startsWith("at ");
    forgetTheCode();
    Result json = tried("", "scale=2", "max_steps=3", "replicate=1", "--format", "json");
    assertThat(json.out()).contains("\"max_steps\"");
  }

  @Test
  void aTrialThatFailsShowsItsTrace() throws IOException {
    Result result = tried("if (budget > 0) throw new IllegalStateException(\"no\");", "scale=2");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).containsPattern("status +\\| failed");
    assertThat(result.err()).contains("IllegalStateException: no").contains("at Walk.run");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scale=0        | scale: 0 (must be a real number above 0)",
        "scael=1        | did you mean 'scale'",
        "scale=1,2      | Cannot try 2 trials: scale=1,2 (must be one value a parameter)",
        "replicate=-1   | Cannot use replicate: -1 (must be a whole number at least 0)",
        "seed=x         | Cannot use seed: x (must be a whole number",
        "scale          | scale"
      })
  void aWrongValueIsOneMessage(String value, String message) throws IOException {
    Result result = tried("", value);
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
    assertThat(result.err()).startsWith("Cannot ").contains(message).doesNotContain("\tat ");
  }

  @Test
  void aFileThatIsNotThereIsOneMessage() {
    Result result = run("try", folder.resolve("no.java").toString());
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).startsWith("Cannot read code: ");
  }
}
