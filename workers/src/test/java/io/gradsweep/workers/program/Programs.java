package io.gradsweep.workers.program;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
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

  static Program python(String name) {
    Path file = file(name);
    return new Program(name, List.of("python3", file.toString()), file.getParent());
  }

  static Program shell(String name, Path folder, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, String.join("\n", lines) + "\n");
    return new Program(name, List.of("/bin/sh", file.toString()), folder);
  }

  static ProgramSimulation simulation(Program program) {
    return new ProgramSimulation(program, Description.of(program));
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
