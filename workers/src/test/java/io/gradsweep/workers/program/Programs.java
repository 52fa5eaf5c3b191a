package io.gradsweep.workers.program;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs of the tests' own. */
final class Programs {

  static final long SEED = 18;

  private Programs() {}

  static Path file(String name) {
    URL url = Programs.class.getResource("/programs/" + name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A program of the tests, in Python. */
  static ProgramSimulation python(String name) throws IOException {
    return simulation(name, Files.readString(file(name)), "python3");
  }

  /** A program of some lines. */
  static ProgramSimulation simulation(String name, String text, String... interpreter)
      throws IOException {
    ProgramFolder folder = ProgramFolder.of(Map.of());
    PythonHelper.writeInto(folder.path());
    folder.add(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    PackedProgram packed =
        PackedProgram.described(folder.path(), name, List.of(interpreter), "hash of " + name);
    return new ProgramSimulation(packed, () -> packed.in(folder.path()));
  }

  static Trial trial(ProgramSimulation simulation, long replicate, Map<String, ParamValue> values) {
    return new Trial(simulation.spec().resolve(values), SEED, replicate);
  }

  static RunSettings settings(long limitMillis) {
    return new RunSettings(
        Recording.DEFAULT,
        limitMillis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(limitMillis)));
  }

  static List<TrialRun> run(ProgramSimulation simulation, List<Trial> trials, long limitMillis)
      throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    simulation
        .runner(settings(limitMillis), false)
        .run(
            trials.iterator(),
            run -> {
              String details = run.words().details().get(); // whoever asks later asks of another
              String printed = run.words().printed().get();
              runs.add(
                  TrialRun.elsewhere(
                      run.trial(),
                      run.outcome(),
                      run.trajectory(),
                      run.startedAt(),
                      run.wallNanos(),
                      () -> details,
                      () -> printed));
            });
    return runs;
  }
}
