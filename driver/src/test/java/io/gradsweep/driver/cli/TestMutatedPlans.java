package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.sweeps.ShippedSweeps;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.Mutations;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shipped files, changed, against what the simulations really declare. {@code -Dseed=…} and {@code
 * -Dmutations=…} ask for other files, and for more of them.
 */
class TestMutatedPlans {

  private static final long SEED = Long.getLong("seed", 20_260_102);
  private static final int MUTATIONS = Integer.getInteger("mutations", 200);
  private static final int COMMAND_EVERY = 4;

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void aMutatedFileIsPlannedOrRefusedInAFewLines() throws IOException {
    List<Path> files = ShippedSweeps.files(Path.of("../sweeps"));
    for (int i = 0; i < MUTATIONS; i++) {
      Path file = files.get(i % files.size());
      byte[] bytes =
          Mutations.of(Files.readString(file), SEED + i).getBytes(StandardCharsets.UTF_8);
      String text = new String(bytes, StandardCharsets.UTF_8); // half a character is lost by then
      try {
        boolean right = isRight(file, text);
        if (!right && i % COMMAND_EVERY == 0) {
          isRefused(text);
        }
      } catch (AssertionError | RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "mvn test -DfailIfNoTests=false -Dtest=TestMutatedPlans -Dmutations=1 -Dseed=%d\n%s:\n%s"
                .formatted(SEED + i, file, text),
            e);
      }
    }
  }

  private static boolean isRight(Path file, String text) {
    try {
      Plan plan =
          Plans.of(
              SweepReader.parse(
                  text, "s.yaml", other -> ShippedSweeps.beside(file, other), List.of(), true));
      assertThat(plan.size()).isPositive();
      return true;
    } catch (SweepProblems e) {
      assertThat(e.problems()).isNotEmpty();
      return false;
    }
  }

  /** Refused plans end in status 2; a valid plan would be tried out, which takes time. */
  private void isRefused(String text) throws IOException {
    Path sweep = Files.write(folder.resolve("s.yaml"), text.getBytes(StandardCharsets.UTF_8));
    Result result = run("plan", sweep.toString(), "--quick");
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("Cannot ")
        .doesNotContain("\tat ", "Exception", "io.gradsweep", "fault of gradsweep's own")
        .doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]");
  }
}
