package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.job.Deadline;
import io.gradsweep.driver.job.RunRequest;
import io.gradsweep.driver.job.RunRequest.Consent;
import io.gradsweep.driver.job.RunRequest.Limits;
import io.gradsweep.driver.job.RunRequest.Shard;
import io.gradsweep.driver.job.Turn;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.workers.run.RunSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options for running a plan that 'plan' and 'run' share. */
final class RunLimits {

  private static final Pattern SHARD = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  @Option(names = "--extend", description = "keep trials of the study that are not in the sweep")
  private boolean extend;

  @Option(
      names = "--same-numbers",
      description =
          "accept changed code of your own: it gives the same numbers; noted in the manifest")
  private boolean sameNumbers;

  @Option(
      names = "--rerun",
      split = ",",
      paramLabel = "STATUS",
      description = "run trials of these statuses again, such as timed_out,failed")
  private List<String> rerun = List.of();

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description =
          "run only the segments whose number is I modulo N (I from 0); N processes share a study")
  private String shard = "0/1";

  @Option(
      names = "--segment-trials",
      paramLabel = "N",
      hidden = true,
      description = "trials per segment, instead of the pilot's choice")
  private Long segmentTrials;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      description =
          "begin no more segments once more than N trials have failed (default: no limit)")
  private Long maxFailures;

  RunRequest request(Plan plan) {
    return request(plan, Deadline.NONE);
  }

  RunRequest request(Plan plan, Deadline deadline) {
    Matcher parts = SHARD.matcher(shard);
    int shards = parts.matches() ? Integer.parseInt(parts.group(2)) : 0;
    int number = parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
    if (number >= shards) {
      throw new RequestException(
          "Cannot take shard: '%s' (must be I/N with I from 0 to N-1)".formatted(shard));
    }
    if (segmentTrials != null && segmentTrials < 1) {
      throw new RequestException(
          "Cannot cut segments of: %d trials (must be at least 1)".formatted(segmentTrials));
    }
    if (maxFailures != null && maxFailures < 0) {
      throw new RequestException(
          "Cannot allow failures: %d (must be at least 0)".formatted(maxFailures));
    }
    return new RunRequest(
        plan,
        new RunSettings(
            plan.sweep().execution().recording(),
            plan.sweep().execution().timeLimit(),
            Optional.empty(),
            plan.sweep().execution().resources().threads()),
        new Consent(extend, sameNumbers),
        statuses(),
        new Shard(number, shards),
        new Limits(
            segmentTrials == null ? OptionalLong.empty() : OptionalLong.of(segmentTrials),
            maxFailures(plan),
            deadline),
        Version.TEXT,
        Turn.FIRST);
  }

  /** The message for a run stopped by its failures. */
  String stopped(Plan plan) {
    return "stopped: more than %s failed (%s); %s"
        .formatted(
            Counted.of(maxFailures(plan).orElseThrow(), "trial"),
            maxFailures == null ? "on_failure in the sweep file" : "--max-failures",
            rerun.isEmpty()
                ? "what was not begun has no row yet, and the same command goes on with it"
                : "what was not begun is as it was");
  }

  private OptionalLong maxFailures(Plan plan) {
    return maxFailures == null
        ? plan.sweep().execution().onFailure().max()
        : OptionalLong.of(maxFailures);
  }

  private Set<Status> statuses() {
    Set<Status> statuses = EnumSet.noneOf(Status.class);
    for (String word : rerun) {
      try {
        statuses.add(Status.of(word));
      } catch (IllegalArgumentException e) {
        throw new RequestException(e.getMessage());
      }
    }
    return statuses;
  }

  boolean isSharded() {
    return !shard.equals("0/1");
  }
}
