package io.gradsweep.driver.study;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradsweep.driver.rows.Environment;
import io.gradsweep.sweeps.plan.Plan;
import java.util.List;
import java.util.Map;

/**
 * Describes a study and its progress: for people, and for tools that read it without gradsweep.
 *
 * @param counts published trials per status
 * @param finishedAt null until every trial of the plan has a row
 */
public record Manifest(
    int schemaVersion,
    @JsonUnwrapped Subject subject,
    Map<String, Long> counts,
    @JsonUnwrapped Software software,
    String startedAt,
    String finishedAt) {

  /**
   * The plan of the study's rows.
   *
   * @param trials -1 if a filter's share is only estimated
   */
  public record Subject(
      String sweep, String simulation, int simulationVersion, String fingerprint, long trials) {

    /**
     * @param simulationVersion the version that made the rows
     */
    public static Subject of(Plan plan, int simulationVersion, long trials) {
      return new Subject(
          plan.sweep().name(),
          plan.simulation().name(),
          simulationVersion,
          plan.fingerprint(),
          trials);
    }
  }

  /**
   * The software that ran.
   *
   * @param code the hash of the archive that holds the simulation
   * @param sameNumbers hashes of user's code that somebody has declared to give the same numbers as
   *     the rows that existed; null if there are none
   * @param environments the kinds of machines on which rows were computed; null in studies of 0.1
   */
  public record Software(
      String gradsweepVersion,
      String sparkVersion,
      String javaVersion,
      String code,
      @JsonInclude(Include.NON_NULL) List<String> sameNumbers,
      @JsonInclude(Include.NON_EMPTY) List<Environment> environments) {}
}
