package io.gradsweep.results.columns;

import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.RateNote;
import java.util.Arrays;
import java.util.List;

/**
 * The additional columns of {@code trials} when rates are refitted over recorded steps. No stored
 * part of a study has them.
 */
public final class RefitTable {

  public static final List<Column> COLUMNS =
      List.of(
          column("refit_rate", ColumnType.DOUBLE, "1/time or 1/step", "rate on another window"),
          column("refit_stderr", ColumnType.DOUBLE, "1/time or 1/step", "its standard error"),
          column("refit_points", ColumnType.INT64, "1", "number of recorded steps it is fitted on"),
          column("refit_note", ColumnType.STRING, "-", "why there is none, or why it is doubtful"));

  private RefitTable() {}

  private static Column column(String name, ColumnType type, String unit, String about) {
    return new Column(0, name, type, unit, NullRule.WHERE_ABSENT, 2, about);
  }

  /** The values of the columns, in their order. */
  public static List<Object> values(RateEstimate rate) {
    return Arrays.asList(
        rate.isPresent() ? rate.rate() : null,
        Double.isFinite(rate.stderr()) ? rate.stderr() : null,
        (long) rate.points(),
        rate.note().map(RateNote::word).orElse(null));
  }
}
