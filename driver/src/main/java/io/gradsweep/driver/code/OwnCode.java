package io.gradsweep.driver.code;

import io.gradsweep.driver.RequestException;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.program.ProgramSimulation;
import io.gradsweep.workers.run.Simulations;
import io.gradsweep.workers.run.UnusableSimulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * A user's own simulations, in files that the command line names: loaded by a child of the context
 * class loader, which is used for lookups.
 */
public final class OwnCode {

  private OwnCode() {}

  /**
   * Loads files of any kind.
   *
   * @param beside files and folders that the code takes along
   * @param with what runs Python
   * @return the archives that executors elsewhere need
   * @throws RequestException if a file is of no kind, names no simulation, or one cannot be loaded
   */
  public static List<Path> load(Collection<Path> code, Collection<Path> beside, String with) {
    if (code.isEmpty() && !beside.isEmpty()) {
      throw new RequestException(
          "Cannot use files: %s (they go with --code FILE)".formatted(beside.iterator().next()));
    }
    FilesBeside files = FilesBeside.of(beside);
    List<CodePiece> pieces = new ArrayList<>();
    for (Path file : new LinkedHashSet<>(code)) {
      pieces.add(CodeKind.of(file).prepared(file, files, with));
    }
    if (!pieces.isEmpty()) {
      load(pieces);
    }
    return pieces.stream().flatMap(piece -> piece.archives().stream()).distinct().toList();
  }

  private static void load(List<CodePiece> pieces) {
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    boolean loaded = false;
    try {
      ClassTwins.refuse(pieces);
      current.setContextClassLoader(new CodeLoader(pieces, before));
      Simulations.all();
      loaded = true;
    } catch (IOException | UnusableSimulation e) {
      throw new RequestException(
          "Cannot use code: %s (%s)".formatted(names(pieces), e.getMessage()));
    } finally {
      if (!loaded) {
        current.setContextClassLoader(before);
      }
    }
  }

  private static String names(List<CodePiece> pieces) {
    return String.join(", ", pieces.stream().map(piece -> piece.given().toString()).toList());
  }

  /**
   * Hash of the code of a simulation that a user brought; null for one of gradsweep, which its
   * version identifies.
   */
  public static String hash(Simulation simulation) {
    if (simulation instanceof ProgramSimulation program) {
      return program.hash();
    }
    Class<?> type = simulation.getClass();
    return type.getClassLoader() instanceof CodeLoader own ? own.hash(type) : null;
  }

  /** Versions of what a program runs on, by name; null if it names none, or is no program. */
  public static Map<String, String> environment(Simulation simulation) {
    return simulation instanceof ProgramSimulation program
            && !program.program().environment().isEmpty()
        ? program.program().environment()
        : null;
  }
}
