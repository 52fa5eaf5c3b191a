package io.gradsweep.workers.program;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that speaks the protocol of JSON lines, and the way to start it.
 *
 * @param name as messages name it
 * @param command its first words; a further one states the task
 * @param folder in which it runs
 */
public record Program(String name, List<String> command, Path folder) {

  private static final String DESCRIBE = "describe";
  private static final String WORK = "work";

  /**
   * A shell makes the program the head of a separate process group, if the system can do so, the
   * first process that the system kills if memory runs out, and one that leaves no core dumps.
   */
  private static final String SHELL =
      "ulimit -c 0; { echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null;"
          + " command -v setsid >/dev/null 2>&1 && exec setsid \"$@\"; exec \"$@\"";

  /** Libraries that would take every core of the machine for one trial. */
  private static final List<String> THREADS =
      List.of(
          "OMP_NUM_THREADS",
          "OPENBLAS_NUM_THREADS",
          "MKL_NUM_THREADS",
          "BLIS_NUM_THREADS",
          "VECLIB_MAXIMUM_THREADS",
          "NUMEXPR_NUM_THREADS");

  /**
   * Variables that make the order of sets and dictionaries, and the decimal point, independent of
   * the machine.
   */
  private static final Map<String, String> PINNED =
      Map.of("PYTHONHASHSEED", "0", "LC_ALL", "C.UTF-8");

  public Program {
    requireNonNull(name, "name is null");
    command = List.copyOf(command);
    requireNonNull(folder, "folder is null");
  }

  ProcessBuilder describing() {
    return process(DESCRIBE, 1);
  }

  /**
   * @param threads cores that a trial has
   */
  ProcessBuilder working(int threads) {
    return process(WORK, threads);
  }

  /**
   * The reason why the system cannot run a script by itself; empty if there is none, or no script.
   */
  Optional<String> firstLineFault() {
    return command.size() == 1 ? FirstLine.fault(Path.of(command.get(0))) : Optional.empty();
  }

  private ProcessBuilder process(String word, int threads) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "sh"));
    words.addAll(command);
    words.add(word);
    ProcessBuilder process = new ProcessBuilder(words).directory(folder.toFile());
    Map<String, String> environment = process.environment();
    environment.remove("_SPARK_AUTH_SECRET");
    environment.putAll(PINNED);
    THREADS.forEach(name -> environment.put(name, Integer.toString(threads)));
    return process;
  }
}
