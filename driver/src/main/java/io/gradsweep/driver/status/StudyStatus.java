package io.gradsweep.driver.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradsweep.driver.study.StudyState;
import java.util.List;
import java.util.Map;

/**
 * The progress of a study, as {@code status --format json} prints it: docs/clusters.md describes
 * the fields; fields may be added, but do not change. Times are ISO 8601 in UTC; unknown values are
 * null.
 *
 * @param version of this form
 * @param writers the processes that hold the study's locks, or held them when they died
 */
public record StudyStatus(
    int version,
    String at,
    @JsonUnwrapped StudyTitle title,
    @JsonUnwrapped TrialTotals counts,
    @JsonUnwrapped Composition work,
    @JsonUnwrapped Outlook outlook,
    @JsonUnwrapped Troubles troubles,
    List<Writer> writers) {

  public static final int VERSION = 1;

  public StudyStatus {
    writers = List.copyOf(writers);
  }

  /**
   * The study's names and dates.
   *
   * @param state the word of a {@link StudyState}
   */
  public record StudyTitle(
      String study,
      String sweep,
      String simulation,
      int simulationVersion,
      String state,
      String startedAt,
      String finishedAt) {}

  /**
   * Numbers of trials and segments.
   *
   * @param trials those of all generations; {@code done} counts rows of published segments
   * @param unpublished trials that live runs have done in segments that they have not published
   * @param planTrials trials of the current plan alone; all if the study was merged
   */
  public record TrialTotals(
      Progress trials, Progress segments, long unpublished, long planTrials) {}

  /**
   * The parts of the study's work.
   *
   * @param mergedFrom folders of the studies that were merged to this one, which has no generations
   * @param statuses published trials per status, all statuses
   * @param design the progress of a rule that decides which trials are run; null if the sweep
   *     states them
   */
  public record Composition(
      List<String> mergedFrom,
      Map<String, Long> statuses,
      List<GenerationStatus> generations,
      DesignStatus design) {

    public Composition {
      mergedFrom = List.copyOf(mergedFrom);
      generations = List.copyOf(generations);
    }
  }

  /**
   * The expected end of what runs.
   *
   * @param rate null if nothing runs, or too little is published
   * @param eta null if nothing runs, or nothing is known
   */
  public record Outlook(Rate rate, Eta eta) {}

  /**
   * Reasons to look into the study.
   *
   * @param failures causes, the most frequent first, twenty at most
   * @param putLast trials that ran at three or more consecutive ends of processes for unknown
   *     reasons
   * @param stragglers segments that are being run for much longer than expected
   * @param notes files that are gone, and files that are not gradsweep's
   */
  public record Troubles(
      List<Cause> failures, List<PutLast> putLast, List<Straggler> stragglers, List<String> notes) {

    public Troubles {
      failures = List.copyOf(failures);
      putLast = List.copyOf(putLast);
      stragglers = List.copyOf(stragglers);
    }
  }

  /**
   * @param estimated whether {@code total} is estimated, because counting would be too expensive
   */
  public record Progress(long done, long total, boolean estimated) {}

  /**
   * @param retired segments that a later generation has retired: their trials are run under that
   *     one, as far as its plan contains them, and otherwise not at all
   * @param runnable false if the simulation has another version now, so that missing trials stay
   *     missing
   */
  public record GenerationStatus(
      int generation, Progress trials, Progress segments, int retired, boolean runnable) {}

  /**
   * Progress of a rule of replicates.
   *
   * @param round the newest one, from 0
   * @param look replicates of open cells with it
   * @param ended whether no round follows
   * @param expectedTrials trials that are expected to be needed in all; null before the first look
   */
  public record DesignStatus(
      int round,
      long look,
      boolean ended,
      @JsonUnwrapped CellCounts cells,
      @JsonUnwrapped ClaimCounts claims,
      Long expectedTrials) {}

  /**
   * @param preciseCells cells that were closed because they are precise enough
   * @param exhaustedCells cells that have the most replicates, and are not
   * @param openNames the first twenty of the open ones
   */
  public record CellCounts(
      int openCells, long preciseCells, long exhaustedCells, List<String> openNames) {

    public CellCounts {
      openNames = List.copyOf(openNames);
    }
  }

  /**
   * @param decidedClaims claims whose interval has left its bound's edge; null if claims do not
   *     decide
   * @param exhaustedClaims claims whose grid points have the most replicates, and that are not
   *     decided; null if claims do not decide
   * @param openClaims sentences of the first twenty of the others
   */
  public record ClaimCounts(Long decidedClaims, Long exhaustedClaims, List<String> openClaims) {

    public ClaimCounts {
      openClaims = List.copyOf(openClaims);
    }
  }

  /**
   * Rate of recent publications.
   *
   * @param perSecond trials
   * @param overSeconds the span of time, up to now
   */
  public record Rate(double perSecond, long trials, long segments, double overSeconds) {}

  /**
   * @param basis the basis of the estimate
   */
  public record Eta(double seconds, String at, String basis) {}

  /**
   * @param replay the command that runs one such trial again
   */
  public record Cause(String status, String reason, long count, String trialId, String replay) {}

  /**
   * @param ends number of consecutive ends at which it ran @param words what is known of it, and
   *     what to do
   */
  public record PutLast(String trialId, int ends, String words) {}

  /**
   * @param expectedSeconds time of a segment of this cost at the pace of the others
   */
  public record Straggler(
      String segment,
      String host,
      int attempt,
      String since,
      double seconds,
      double expectedSeconds) {}

  /** A process, and what it has reported of its run. */
  public record Writer(@JsonUnwrapped Holder holder, @JsonUnwrapped RunReport run) {}

  /**
   * A process that holds a lock, or held it when it died.
   *
   * @param lock {@code study}, or {@code shard I of N}
   * @param live whether it is known to live, or gave a sign within two minutes
   * @param seen whether its process is visible from here; else {@code live} relies on clocks
   * @param touchedAt when it last touched its lock, by the storage's clock
   */
  public record Holder(
      String lock,
      String host,
      long process,
      String since,
      boolean live,
      boolean seen,
      String touchedAt) {}

  /**
   * The report of a run; all null if it has reported nothing yet, as during a pilot.
   *
   * @param heardAt when it reported
   * @param webPage Spark's own page; null if there is none, as in local mode
   * @param trials trials that its run has to do
   * @param done finished trials of its run, including unpublished ones
   */
  public record RunReport(
      String heardAt,
      String master,
      Integer slots,
      String webPage,
      Integer segmentsInFlight,
      Long trials,
      Long done) {

    static final RunReport NONE = new RunReport(null, null, null, null, null, null, null);
  }
}
