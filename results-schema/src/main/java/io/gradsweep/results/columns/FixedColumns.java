package io.gradsweep.results.columns;

import static io.gradsweep.results.columns.ColumnType.DOUBLE;
import static io.gradsweep.results.columns.ColumnType.INT32;
import static io.gradsweep.results.columns.ColumnType.INT64;
import static io.gradsweep.results.columns.ColumnType.STRING;
import static io.gradsweep.results.columns.ColumnType.TIMESTAMP;
import static io.gradsweep.results.columns.NullRule.NEVER;
import static io.gradsweep.results.columns.NullRule.UNLESS_CUT_OFF;
import static io.gradsweep.results.columns.NullRule.WHERE_ABSENT;

import java.util.List;

/** The columns of every table of outcomes, as SPEC.md numbers them. */
final class FixedColumns {

  static final List<Column> IDENTITY =
      List.of(
          new Column(1, "trial_id", STRING, "-", NEVER, 1, "identity of the trial, 32 hex digits"),
          new Column(2, "sweep", STRING, "-", NEVER, 1, "name of the sweep that ran the trial"),
          new Column(3, "simulation", STRING, "-", NEVER, 1, "name of the simulation"),
          new Column(4, "simulation_version", INT32, "-", NEVER, 1, "the simulation's own version"),
          new Column(5, "replicate", INT64, "-", NEVER, 1, "repetition of the configuration"),
          new Column(6, "seed", INT64, "-", NEVER, 1, "base seed of the sweep"));

  static final List<Column> OUTCOME =
      List.of(
          new Column(
              7,
              "status",
              STRING,
              "-",
              NEVER,
              1,
              "converged, not_converged, diverged, left_domain, timed_out or failed"),
          new Column(
              8, "reason", STRING, "-", UNLESS_CUT_OFF, 1, "finer word or sentence for status"),
          new Column(9, "steps", INT64, "step", NEVER, 1, "steps executed"),
          new Column(
              10,
              "steps_to_target",
              INT64,
              "step",
              WHERE_ABSENT,
              1,
              "first step that meets the target; null = never"),
          new Column(11, "time", DOUBLE, "time", WHERE_ABSENT, 1, "simulated time; flows only"),
          new Column(12, "final_loss", DOUBLE, "loss", WHERE_ABSENT, 1, "loss at the last iterate"),
          new Column(
              13, "final_error", DOUBLE, "error", WHERE_ABSENT, 1, "error at the last iterate"),
          new Column(
              14,
              "rate",
              DOUBLE,
              "1/time or 1/step",
              WHERE_ABSENT,
              1,
              "minus the slope of log error on the window of the fit"),
          new Column(
              15, "rate_stderr", DOUBLE, "1/time or 1/step", WHERE_ABSENT, 1, "its standard error"),
          new Column(16, "rate_r2", DOUBLE, "1", WHERE_ABSENT, 1, "share of variance explained"),
          new Column(17, "rate_points", INT32, "1", WHERE_ABSENT, 1, "number of fitted points"),
          new Column(
              18, "rate_from", DOUBLE, "time or step", WHERE_ABSENT, 1, "where the window opens"),
          new Column(
              19, "rate_to", DOUBLE, "time or step", WHERE_ABSENT, 1, "where the window closes"),
          new Column(
              26,
              "rate_note",
              STRING,
              "-",
              WHERE_ABSENT,
              2,
              "why there is no rate, or why it is to be doubted; null for a rate without doubt"),
          new Column(
              20,
              "predicted_rate",
              DOUBLE,
              "1/time or 1/step",
              WHERE_ABSENT,
              1,
              "the theory's rate; null where it is silent"));

  static final List<Column> PROVENANCE =
      List.of(
          new Column(21, "started_at", TIMESTAMP, "us", NEVER, 1, "when the trial started, UTC"),
          new Column(22, "wall_time_ns", INT64, "ns", NEVER, 1, "time inside the simulation"),
          new Column(23, "host", STRING, "-", NEVER, 1, "machine that ran the trial"),
          new Column(24, "attempt", INT32, "1", NEVER, 1, "0 for the first run of its segment"),
          new Column(25, "version", STRING, "-", NEVER, 1, "version of gradsweep"));

  private FixedColumns() {}
}
