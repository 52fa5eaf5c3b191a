package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.ClaimBinding;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepReader.Reading;
import io.gradsweep.sweeps.read.SweepText;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.SweepProblems;
import io.gradsweep.workers.run.Simulations;
import io.gradsweep.workers.run.UnknownSimulation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** A sweep file named on the command line. */
record SweepFile(Path file) {

  /** Far above any sweep that a person writes; the parser already refuses smaller ones. */
  private static final int MOST_BYTES = 4 << 20;

  /**
   * The plan of the file, with everything checked that can be checked before anything runs: the
   * sweep, also with its {@code quick} values, its claims, and the needs of its simulation.
   *
   * @param overrides values instead of the file's, as {@code NAME=VALUES}
   * @throws RequestException if the file cannot be read
   * @throws SweepProblems with all of its problems
   */
  Plan plan(List<String> overrides, boolean quick) throws IOException {
    SweepText text = parsed();
    List<Problem> problems = new ArrayList<>();
    Reading reading = text.read(overrides, quick);
    Optional<Plan> plan = plan(reading, problems);
    if (!quick) {
      problems.addAll(ofQuick(text));
    }
    Optional<Plan> claimed = plan.or(() -> Plans.withoutTrials(reading));
    if (claimed.isPresent()) {
      missing(claimed.get().simulation().name())
          .map(lack -> new Problem(claimed.get().sweep().position(), "simulation: " + lack))
          .ifPresent(problems::add);
      problems.addAll(Problem.elsewhere(reading.problems(), ClaimBinding.problems(claimed.get())));
    }
    if (!problems.isEmpty()) {
      throw new SweepProblems(file.toString(), problems);
    }
    return plan.orElseThrow();
  }

  /** The problems that the file has with its quick values, and not without them. */
  private static List<Problem> ofQuick(SweepText text) {
    List<Problem> problems = new ArrayList<>();
    List<Problem> otherwise = new ArrayList<>();
    if (plan(text.read(List.of(), true), problems).isEmpty()) {
      plan(text.read(List.of(), false), otherwise);
      problems.removeAll(otherwise);
    }
    return problems.stream()
        .map(problem -> new Problem(problem.position(), problem.message() + " (with --quick)"))
        .toList();
  }

  private SweepText parsed() {
    return parsed(this::beside);
  }

  private SweepText parsed(Function<String, Optional<String>> include) {
    return SweepText.parse(text(file), file.toString(), include);
  }

  private static Optional<Plan> plan(Reading reading, List<Problem> problems) {
    try {
      return Optional.of(Plans.of(reading));
    } catch (SweepProblems e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  /** The file, and those that it extends. */
  Set<Path> whole() {
    Set<Path> read = new LinkedHashSet<>(List.of(file));
    parsed(
        name -> {
          read.add(file.resolveSibling(name));
          return beside(name);
        });
    return read;
  }

  /** The plan by a known declaration, so that the simulation need not be available. */
  Plan plan(SimulationSpec declared, boolean quick) {
    return Plan.of(parsed().read(List.of(), quick), Map.of(declared.name(), declared));
  }

  /**
   * @throws RequestException if the plan's simulation is not available, or this machine lacks
   *     something that it needs
   */
  static void requireRunnable(Plan plan) {
    String simulation = plan.sweep().simulation();
    missing(simulation)
        .ifPresent(
            lack -> {
              throw new RequestException("Cannot run %s: %s".formatted(simulation, lack));
            });
  }

  /** Names what this machine lacks to run a simulation. */
  static Optional<String> missing(String simulation) {
    try {
      return Simulations.find(simulation).missing();
    } catch (UnknownSimulation e) {
      return Optional.of("its code is not here (give it with --code FILE)");
    }
  }

  private static String text(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new RequestException("Cannot read %s (a folder, not a sweep file)".formatted(file));
      }
      byte[] bytes = beginning(file);
      if (bytes.length > MOST_BYTES) {
        throw new RequestException(
            "Cannot read %s: more than %d bytes (a sweep file has at most 1 MiB)"
                .formatted(file, MOST_BYTES));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new RequestException("Cannot read %s (no such file)".formatted(file));
    } catch (CharacterCodingException e) {
      throw new RequestException("Cannot read %s (not UTF-8 text)".formatted(file));
    } catch (AccessDeniedException e) {
      throw new RequestException("Cannot read %s (permission denied)".formatted(file));
    } catch (IOException e) {
      throw new RequestException("Cannot read %s (%s)".formatted(file, e.getMessage()));
    }
  }

  /** Reads at most one byte more than allowed, since a device has no end and no size. */
  private static byte[] beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES + 1);
    }
  }

  /**
   * Whether a folder is in a cache of YARN for this run or its user, from which each file that was
   * sent with the driver is linked into the working folder.
   */
  static boolean isSentByYarn(Path folder, Map<String, String> environment) {
    String ofRun = environment.getOrDefault("LOCAL_DIRS", "");
    return environment.containsKey("CONTAINER_ID")
        && Stream.of(ofRun.split(","))
            .map(Path::of)
            .flatMap(run -> Stream.of(run, run.resolve("../..").normalize())) // the user's own
            .anyMatch(caches -> folder.startsWith(caches.resolve("filecache")));
  }

  /** The text of a file that this one extends; a link to another folder is not accepted. */
  private Optional<String> beside(String name) {
    Path other = file.resolveSibling(name);
    if (!Files.isRegularFile(other)) {
      return Optional.empty();
    }
    try {
      Path folder = other.toRealPath().getParent();
      boolean beside =
          folder.equals(file.toAbsolutePath().getParent().toRealPath())
              || folder.equals(file.toRealPath().getParent())
              || isSentByYarn(folder, System.getenv());
      if (!beside) {
        throw new RequestException(
            "Cannot read %s (a link to another folder; a sweep extends files beside it)"
                .formatted(other));
      }
    } catch (IOException e) {
      throw new RequestException("Cannot read %s (%s)".formatted(other, e.getMessage()));
    }
    return Optional.of(text(other));
  }
}
