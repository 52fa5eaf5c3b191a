package io.gradsweep.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicates until precise, by the command line. */
class TestRounds {

  @TempDir private Path folder;

  private Result run(String rule, String out, String... more) throws Exception {
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: draws",
            "grid: {law: [normal, exponential], spread: [0.1, 1], study: [0, 1, 2]}",
            "replicates: " + rule);
    String[] command =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "run", sweep.toString(), "--out", folder.resolve(out).toString()),
                java.util.stream.Stream.of(more))
            .toArray(String[]::new);
    return Gradsweep.run(command);
  }

  @Test
  void cellsGoOnUntilTheyArePrecise() throws Exception {
    Result result =
        run(
            "{until: 'half_width(mean(draw)) <= 20%', min: 10, max: 100}",
            "a", "--master", "local[2]");
    System.out.println(result.err() + result.out());
    assertThat(result.exit()).isZero();
    Result again =
        run(
            "{until: 'half_width(mean(draw)) <= 20%', min: 10, max: 100}",
            "a", "--master", "local[2]");
    System.out.println(again.err());
    System.out.println(Gradsweep.run("status", folder.resolve("a").toString()).out());
    Result tight =
        run(
            "{until: 'half_width(mean(draw)) <= 10%', min: 10, max: 200}",
            "a", "--master", "local[2]");
    System.out.println(tight.err());
    Result fresh =
        run(
            "{until: 'half_width(mean(draw)) <= 10%', min: 10, max: 200}",
            "b", "--master", "local[2]");
    System.out.println(fresh.err());
    assertThat(ids("a")).isEqualTo(ids("b"));
  }

  private String ids(String out) {
    return Gradsweep.run(
            "query", folder.resolve(out).toString(), "SELECT trial_id FROM trials ORDER BY 1")
        .out();
  }
}
