package io.gradsweep.driver.status;

import java.util.List;
import java.util.Map;

/**
 * How far a study is, as {@code status --format json} prints it: docs/clusters.md describes the
 * fields, which may become more but do not change. Times are ISO 8601 in UTC; what is not known is
 * null.
 *
 * @param version of this form
 * @param state finished, running or interrupted; incomplete where unfinished studies were merged
 * @param trials those of all generations; {@code done} counts rows of published segments
 * @param unpublished trials that live runs have done in segments that they have not published
 * @param planTrials trials of the current plan alone; all where the study was merged
 * @param mergedFrom folders of the studies that were merged to this one, which has no generations
 * @param statuses published trials per status, all statuses
 * @param rate null where nothing runs, or too little is published to tell
 * @param eta null where nothing runs, or nothing is known
 * @param failures causes, the most frequent first, twenty at most
 * @param putLast trials that ran at three ends of processes in a row or more, none of them seen
 * @param stragglers segments that are being run for much longer than expected
 * @param notes files that are gone, and files that are not gradsweep's
 * @param writers who holds the study's locks, or held them when it died
 */
public record StudyStatus(
    int version,
    String at,
    String study,
    String sweep,
    String simulation,
    int simulationVersion,
    String state,
    String startedAt,
    String finishedAt,
    Progress trials,
    Progress segments,
    long unpublished,
    long planTrials,
    List<String> mergedFrom,
    Map<String, Long> statuses,
    List<GenerationStatus> generations,
    Rate rate,
    Eta eta,
    List<Cause> failures,
    List<PutLast> putLast,
    List<Straggler> stragglers,
    List<String> notes,
    List<Writer> writers) {

  public static final int VERSION = 1;

  public StudyStatus {
    mergedFrom = List.copyOf(mergedFrom);
    generations = List.copyOf(generations);
    failures = List.copyOf(failures);
    putLast = List.copyOf(putLast);
    stragglers = List.copyOf(stragglers);
    writers = List.copyOf(writers);
  }

  /**
   * @param estimated whether {@code total} is, being too dear to count
   */
  public record Progress(long done, long total, boolean estimated) {}

  /**
   * @param retired segments that a later generation has retired: their trials are run under that
   *     one, as far as its plan holds them, and else not at all
   * @param runnable false where the simulation has another version today: what is missing stays so
   */
  public record GenerationStatus(
      int generation, Progress trials, Progress segments, int retired, boolean runnable) {}

  /**
   * Rate of recent publications.
   *
   * @param perSecond trials
   * @param overSeconds the span of time that was looked at, up to now
   */
  public record Rate(double perSecond, long trials, long segments, double overSeconds) {}

  /**
   * @param basis what the time rests on
   */
  public record Eta(double seconds, String at, String basis) {}

  /**
   * @param replay the command that runs one such trial again
   */
  public record Cause(String status, String reason, long count, String trialId, String replay) {}

  /**
   * @param ends at how many ends in a row it ran
   * @param words what there is to know of it, and what helps
   */
  public record PutLast(String trialId, int ends, String words) {}

  /**
   * @param expectedSeconds what a segment of this cost would take at the pace of the others
   */
  public record Straggler(
      String segment,
      String host,
      int attempt,
      String since,
      double seconds,
      double expectedSeconds) {}

  /**
   * @param lock {@code study}, or {@code shard I of N}
   * @param live whether it is known to live, or was heard of within two minutes
   * @param seen whether its process is seen from here; else {@code live} rests on clocks
   * @param touchedAt when it last touched its lock, by the storage's clock
   * @param heardAt when it said what follows; null where it said nothing yet, as in a pilot
   * @param webPage Spark's own page; null where there is none, as in local mode
   * @param trials trials that its run has to do
   * @param done trials that its run has done, unpublished ones included
   */
  public record Writer(
      String lock,
      String host,
      long process,
      String since,
      boolean live,
      boolean seen,
      String touchedAt,
      String heardAt,
      String master,
      Integer slots,
      String webPage,
      Integer segmentsInFlight,
      Long trials,
      Long done) {}
}
