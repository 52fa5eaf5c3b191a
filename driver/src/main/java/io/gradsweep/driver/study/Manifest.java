package io.gradsweep.driver.study;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.gradsweep.driver.rows.Environment;
import java.util.List;
import java.util.Map;

/**
 * Describes a study and its progress: for people, and for tools that read it without gradsweep.
 *
 * @param counts published trials per status
 * @param trials trials of the current plan; -1 if a filter's share is only estimated
 * @param code the code that ran: the hash of the archive that holds the simulation
 * @param sameNumbers hashes of user's code that somebody has declared to give the same numbers as
 *     the rows that existed; null if there are none
 * @param environments the kinds of machines on which rows were computed; null in studies of 0.1
 * @param finishedAt null until every trial of the plan has a row
 */
public record Manifest(
    int schemaVersion,
    String sweep,
    String simulation,
    int simulationVersion,
    String fingerprint,
    long trials,
    Map<String, Long> counts,
    String gradsweepVersion,
    String sparkVersion,
    String javaVersion,
    String code,
    @JsonInclude(Include.NON_NULL) List<String> sameNumbers,
    @JsonInclude(Include.NON_EMPTY) List<Environment> environments,
    String startedAt,
    String finishedAt) {}
