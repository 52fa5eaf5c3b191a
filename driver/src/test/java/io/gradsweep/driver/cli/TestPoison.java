package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.query;
import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.store.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trials that take their JVM with them become rows; what runs beside them is unharmed. */
class TestPoison {

  private static final String NEIGHBOURS = "max_steps: [5, 50]";

  @TempDir private Path folder;

  private Path study(String name) {
    return folder.resolve(name);
  }

  private Path sweep(String poison, String... more) throws IOException {
    String[] lines = {
      "sweep: s",
      "simulation: poison",
      "grid:",
      "  - {poison: none, step_size: 'linspace(0, 2, 10)', " + NEIGHBOURS + "}",
      poison.isEmpty() ? "" : "  - {poison: " + poison + "}",
      "replicates: 4",
      "record: {points: 8}"
    };
    return write(folder, Stream.concat(Stream.of(lines), Stream.of(more)).toArray(String[]::new));
  }

  private String[] command(Path sweep, String name, String... options) {
    String[] always = {
      "run",
      sweep.toString(),
      "--out",
      study(name).toString(),
      "-q",
      "--segment-trials",
      "8",
      "--master",
      "local[2]"
    };
    return Stream.concat(Stream.of(always), Stream.of(options)).toArray(String[]::new);
  }

  private int runInProcess(String... command) throws Exception {
    Process process = DriverProcess.startInHeap(folder.resolve("log"), 512, command);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
    return process.exitValue();
  }

  private void requireNeighboursAsIfAlone(String name) throws IOException, SQLException {
    assertThat(run(command(sweep(""), "alone")).exit()).isZero();
    assertThat(trials(study(name)).stream().filter(row -> row.contains(" | none | ")))
        .hasSize(80)
        .isEqualTo(trials(study("alone")));
    assertThat(
            query(
                "SELECT s.* FROM read_parquet('%s/trajectories/*') s JOIN read_parquet('%s/trials/*')"
                        .formatted(study(name), study(name))
                    + " t USING (trial_id) WHERE poison = 'none' ORDER BY ALL"))
        .isEqualTo(Gradsweep.trajectories(study("alone")));
  }

  @ParameterizedTest
  @CsvSource({"exit", "crash"})
  void a(String poison) throws Exception {
    Path sweep = sweep(poison);
    int first = runInProcess(command(sweep, "a"));
    System.out.println(first + "\n" + Files.readString(folder.resolve("log")));
    int second = runInProcess(command(sweep, "a"));
    System.out.println(second + "\n" + Files.readString(folder.resolve("log")));
    requireNeighboursAsIfAlone("a");
  }
}
