package io.gradsweep.driver.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradsweep.driver.storage.Json;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.outcome.StatusCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The facts in a part's footer, so that counting a study reads no rows.
 *
 * @param counts trials per status
 * @param failures trials that failed or timed out, grouped by cause, the most frequent first
 * @param steps rows of the file of the same name in {@code trajectories}, which exists unless there
 *     are none; null in a part of 0.1, which does not say
 * @param environments environments in which its trials ran, each once; none in a part of 0.1
 */
public record PartFooter(
    int schemaVersion,
    Map<String, Long> counts,
    List<Failure> failures,
    Long steps,
    List<Environment> environments) {

  public static final String KEY = "gradsweep.part";
  private static final int MOST_CAUSES = 20;
  private static final Pattern TRIAL_ID = Pattern.compile("[0-9a-f]{32}");

  /** Sums over all parts that a study can have stay below 2^63. */
  private static final long MOST_TRIALS = 1L << 42;

  /**
   * One cause of failure: how often, and one trial that can be replayed.
   *
   * @param log the file of the study with details of that trial; null if there are none
   */
  public record Failure(String status, String reason, long count, String trialId, String log) {
    public Failure plus(Failure other) {
      Failure told = log == null && other.log != null ? other : this;
      return new Failure(status, reason, count + other.count, told.trialId, told.log);
    }

    public Failure withoutLog() {
      return new Failure(status, reason, count, trialId, null);
    }
  }

  public PartFooter {
    environments = environments == null ? List.of() : List.copyOf(environments);
  }

  public long trials() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether these facts fit a part with so many recorded steps. */
  public boolean fits(long rows) {
    return steps == null || steps == rows;
  }

  public static PartFooter none() {
    return new PartFooter(TrialTable.SCHEMA_VERSION, Map.of(), List.of(), 0L, List.of());
  }

  /**
   * @param failures each cause once; the most frequent are kept
   */
  public static PartFooter of(
      StatusCounts counts,
      Collection<Failure> failures,
      long steps,
      List<Environment> environments) {
    List<Failure> causes = byCount(failures);
    return new PartFooter(
        TrialTable.SCHEMA_VERSION, counts.occurring(), mostFrequent(causes), steps, environments);
  }

  public PartFooter plus(PartFooter other) {
    Map<String, Long> sum = new LinkedHashMap<>();
    for (String status : Status.words()) {
      long count = counts.getOrDefault(status, 0L) + other.counts.getOrDefault(status, 0L);
      if (count > 0) {
        sum.put(status, count);
      }
    }
    Map<List<String>, Failure> causes = new LinkedHashMap<>();
    Stream.concat(failures.stream(), other.failures.stream())
        .forEach(f -> causes.merge(List.of(f.status(), f.reason()), f, Failure::plus));
    Long all = steps == null || other.steps == null ? null : Long.valueOf(steps + other.steps);
    return new PartFooter(
        schemaVersion,
        sum,
        byCount(causes.values()),
        all,
        Environment.union(environments, other.environments));
  }

  /** Whether no cause of failure was left out, so that those of several files can be added. */
  public boolean hasAllCauses() {
    long failed =
        counts.entrySet().stream()
            .filter(entry -> !Status.of(entry.getKey()).decidedByMathematics())
            .mapToLong(Map.Entry::getValue)
            .sum();
    return failures.stream().mapToLong(Failure::count).sum() == failed;
  }

  /** Files with details of failures, by trial id. */
  public Map<String, String> logs() {
    return failures.stream()
        .filter(failure -> failure.log() != null)
        .collect(Collectors.toMap(Failure::trialId, Failure::log));
  }

  private static List<Failure> byCount(Collection<Failure> causes) {
    return causes.stream().sorted(Comparator.comparingLong(Failure::count).reversed()).toList();
  }

  /** The causes that a person is shown. */
  public List<Failure> mostFrequent() {
    return mostFrequent(failures);
  }

  private static List<Failure> mostFrequent(List<Failure> causes) {
    return causes.subList(0, Math.min(MOST_CAUSES, causes.size()));
  }

  /** Whether gradsweep could have written this; a footer read from a file may contain anything. */
  private boolean isWhole() {
    return counts != null
        && counts.values().stream().allMatch(count -> isCount(count))
        && (steps == null || steps >= 0)
        && failures != null
        && failures.stream()
            .allMatch(
                f ->
                    f != null
                        && f.status() != null
                        && f.reason() != null
                        && isCount(f.count())
                        && TRIAL_ID.matcher(String.valueOf(f.trialId())).matches());
  }

  /**
   * Whether a number is a valid count: not negative, and at most the number of indices of a plan.
   */
  private static boolean isCount(Long count) {
    return count != null && count >= 0 && count <= MOST_TRIALS;
  }

  public String json() {
    return new String(Json.write(this), StandardCharsets.UTF_8);
  }

  /** Reads what {@link #json} has written; empty for anything else. */
  public static Optional<PartFooter> parse(String json) throws IOException {
    try {
      return json == null
          ? Optional.empty()
          : Optional.ofNullable(Json.read(json.getBytes(StandardCharsets.UTF_8), PartFooter.class))
              .filter(PartFooter::isWhole);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The facts of several files together. */
  public static PartFooter sum(Collection<PartFooter> files) {
    PartFooter sum = none();
    for (PartFooter facts : files) {
      sum = sum.plus(facts);
    }
    return sum;
  }
}
