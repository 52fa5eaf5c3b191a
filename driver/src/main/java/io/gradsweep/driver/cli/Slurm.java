package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands of a SLURM, as far as gradsweep asks them. */
final class Slurm {

  private static final Pattern MAX_ARRAY_SIZE = Pattern.compile("(?m)^MaxArraySize\\s*=\\s*(\\d+)");
  private static final Pattern JOB = Pattern.compile("(?m)^(\\d+)(;.*)?$");
  private static final Pattern UNREACHABLE =
      Pattern.compile("(?i)unable to contact|timed out|connection refused|communication");

  private Slurm() {}

  /**
   * Result of a command.
   *
   * @param said on both outputs
   */
  private record Printout(int exit, String said) {}

  /** The largest number of tasks that an array from 0 may have; empty if SLURM does not tell. */
  static OptionalInt mostTasks() throws IOException {
    return run("", "scontrol", "show", "config")
        .said()
        .lines()
        .flatMap(line -> MAX_ARRAY_SIZE.matcher(line).results())
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .findFirst();
  }

  /**
   * Submits a script, and returns the number of its job.
   *
   * @throws RequestException if SLURM does not take it
   */
  static String submit(String script) throws IOException {
    Printout result = run(script, "sbatch", "--parsable");
    if (result.exit() == 0) {
      return JOB.matcher(result.said())
          .results()
          .map((MatchResult found) -> found.group(1))
          .findFirst()
          .orElseThrow(() -> refused(result));
    }
    throw refused(result);
  }

  private static RuntimeException refused(Printout result) {
    String reason = result.said().strip().lines().collect(Collectors.joining("; "));
    String message = "Cannot submit to SLURM: " + reason;
    return UNREACHABLE.matcher(reason).find()
        ? new SystemFailure(message + " (is SLURM's controller up?)")
        : new RequestException(message);
  }

  /** The time that SLURM leaves to a job, as {@code squeue} writes it; empty if it does not say. */
  static String timeLeft(String job) throws IOException {
    Printout result = run("", "squeue", "--noheader", "--jobs=" + job, "--format=%L");
    return result.exit() == 0 ? result.said().strip() : "";
  }

  private static Printout run(String input, String... command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new RequestException(
          "Cannot ask SLURM: %s (must be on PATH, on a machine from which jobs are submitted; --print shows the script)"
              .formatted(command[0]));
    }
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException notRead) {
      // the command has ended, and says why
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Printout(process.waitFor(), said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + command[0]);
    }
  }
}
