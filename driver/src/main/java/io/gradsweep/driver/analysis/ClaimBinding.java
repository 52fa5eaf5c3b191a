package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.TemporaryFolder;
import io.gradsweep.driver.query.CurrentPlan;
import io.gradsweep.driver.query.StudyDatabase;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.study.Study;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Checks the claims of a sweep before any trial has run, against empty tables with the declared
 * columns, views included.
 */
public final class ClaimBinding {

  /** DuckDB's types of numbers, of truth values, and of the null value. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*|BOOLEAN|\"NULL\"");

  private ClaimBinding() {}

  /** The problems of claims that could not be answered even if every trial had a row. */
  public static List<Problem> problems(Plan plan) throws IOException {
    List<Problem> problems = new ArrayList<>();
    if (plan.sweep().claims().isEmpty()) {
      return problems;
    }
    String nowhere = "gradsweep-no-study-" + UUID.randomUUID();
    Study none = Study.at(TemporaryFolder.path().resolve(nowhere).toUri());
    try (StudyTables tables = StudyDatabase.open(none, new CurrentPlan(plan, true))) {
      Refits.addTo(tables, plan);
      for (ClaimSpec claim : plan.sweep().claims()) {
        try {
          Claims.requireAnswerable(tables, claim);
          requireNumbers(tables, claim);
        } catch (RequestException e) {
          problems.add(
              new Problem(
                  claim.position(), "claims.sql of '%s': %s".formatted(claim.claim(), said(e))));
        }
      }
    }
    return problems;
  }

  /** Requires numbers by type, since without rows there is no value to examine. */
  private static void requireNumbers(StudyTables tables, ClaimSpec claim) {
    for (List<Object> column : tables.ask("DESCRIBE " + claim.sql()).rows()) {
      String type = column.get(1).toString();
      if (!NUMBER.matcher(type).matches()) {
        throw new RequestException("%s is %s (must be a number)".formatted(column.get(0), type));
      }
    }
  }

  /** The engine's message; it shows the place in the query below it. */
  private static String said(RequestException e) {
    return e.getMessage().replaceFirst("^Cannot answer query: ", "").indent(4).strip();
  }
}
