package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.TrialId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A trial named by its id, or by enough of its first digits to be unique in the study. */
record TrialPrefix(String digits) {

  private static final int DIGITS = 32;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{1,%d}".formatted(DIGITS));

  /**
   * @throws RequestException if these are not digits of an id
   */
  static TrialPrefix parse(String text) {
    String digits = text.toLowerCase(Locale.ROOT);
    if (!FORM.matcher(digits).matches()) {
      throw new RequestException(
          "Cannot read trial id: '%s' (must be 32 hexadecimal digits, or the first ones)"
              .formatted(Shown.briefly(text)));
    }
    return new TrialPrefix(digits);
  }

  /**
   * The id of the trial in a study.
   *
   * @param purpose what is done with it, such as "replay"
   * @throws RequestException if no trial or several trials begin with the digits
   */
  TrialId in(StudyTables tables, String purpose) {
    List<Object> found =
        tables
            .ask(
                "SELECT count(*) AS n, min(trial_id) AS id FROM all_trials WHERE trial_id LIKE '"
                    + digits
                    + "%'")
            .rows()
            .get(0);
    long count = ((Number) found.get(0)).longValue();
    if (count == 0) {
      throw new RequestException(
          "Cannot %s %s (no such trial in the study)".formatted(purpose, digits));
    }
    if (count > 1) {
      throw new RequestException(
          "Cannot %s %s: %d trials begin so (give more digits)".formatted(purpose, digits, count));
    }
    return TrialId.parse((String) found.get(1));
  }
}
