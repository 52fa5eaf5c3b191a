package io.gradsweep.results.columns;

import static io.gradsweep.results.columns.FixedColumns.IDENTITY;
import static io.gradsweep.results.columns.FixedColumns.OUTCOME;
import static io.gradsweep.results.columns.FixedColumns.PROVENANCE;
import static io.gradsweep.results.columns.NullRule.NEVER;
import static io.gradsweep.results.columns.NullRule.WHERE_ABSENT;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Provenance;
import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.RateNote;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of outcomes of one simulation: fixed columns (SPEC.md) around the declared ones. Turns
 * a trial and its outcome into a row.
 */
public final class TrialTable {

  /** Version of the fixed columns. */
  public static final int SCHEMA_VERSION = 2;

  /** Beginning of the versions of gradsweep that wrote the first version of the columns. */
  private static final String FIRST = "0.1.";

  private final SimulationSpec simulation;
  private final List<Column> columns;

  private TrialTable(SimulationSpec simulation, List<Column> columns) {
    this.simulation = simulation;
    this.columns = columns;
  }

  /**
   * @throws IllegalArgumentException if the simulation declares a name that a fixed column has
   */
  public static TrialTable of(SimulationSpec simulation) {
    List<Column> columns = new ArrayList<>(IDENTITY);
    for (ParameterSpec parameter : simulation.parameters()) {
      NullRule rule = parameter.canBeUnset() ? WHERE_ABSENT : NEVER;
      columns.add(
          declared(
              parameter.name(),
              ColumnType.of(parameter.type()),
              parameter.unit(),
              rule,
              parameter.about()));
    }
    columns.addAll(OUTCOME);
    for (MeasurementSpec measurement : simulation.measurements()) {
      columns.add(
          declared(
              measurement.name(),
              ColumnType.of(measurement.type()),
              measurement.unit(),
              WHERE_ABSENT,
              measurement.about()));
    }
    columns.addAll(PROVENANCE);
    requireDistinct(simulation, columns);
    return new TrialTable(simulation, List.copyOf(columns));
  }

  private static Column declared(
      String name, ColumnType type, String unit, NullRule rule, String about) {
    return new Column(0, name, type, unit, rule, 1, about);
  }

  private static void requireDistinct(SimulationSpec simulation, List<Column> columns) {
    Set<String> seen = new HashSet<>();
    for (Column column : columns) {
      if (!seen.add(column.name())) {
        throw new IllegalArgumentException(
            "Cannot declare simulation '%s': '%s' (a column of every trials table)"
                .formatted(simulation.name(), column.name()));
      }
    }
  }

  /** The fixed columns, which have an id. */
  public static List<Column> fixedColumns() {
    return Stream.of(IDENTITY, OUTCOME, PROVENANCE).flatMap(List::stream).toList();
  }

  public static Set<String> fixedNames() {
    return fixedColumns().stream().map(Column::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Names of the columns that say which trial a row is of, besides its parameters. */
  public static Set<String> identityNames() {
    return IDENTITY.stream().map(Column::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Names of the columns that may differ between two runs of one trial. */
  public static Set<String> provenanceNames() {
    return PROVENANCE.stream().map(Column::name).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a row may lack a fixed column, since it is from before the column.
   *
   * @param version of gradsweep, as the row says
   */
  public static boolean isOlderThan(Column column, String version) {
    return version.startsWith(FIRST) && column.since() > 1;
  }

  public SimulationSpec simulation() {
    return simulation;
  }

  public List<Column> columns() {
    return columns;
  }

  /**
   * Cost of runs, read from one of their columns; empty for a column that holds no step count or
   * time. A parameter is an input, not a cost.
   */
  public Optional<RunningCost> runningCost(String name) {
    return simulation.parameter(name).isPresent()
        ? Optional.empty()
        : columns.stream()
            .filter(column -> column.name().equals(name))
            .findFirst()
            .flatMap(RunningCost::of);
  }

  /**
   * The row of one trial: an Integer, Long, Double, String or Boolean per column, timestamps as a
   * Long of microseconds, null if there is no value.
   *
   * @throws IllegalStateException if a value is missing where its column must have one
   */
  public Object[] row(String sweep, Trial trial, Outcome outcome, Provenance provenance) {
    RowObjects cells = new RowObjects(columns);
    write(cells, sweep, trial, trial.id().toString(), outcome, provenance);
    requireValues(cells.row());
    return cells.row();
  }

  /**
   * Writes one row. Whoever takes it checks that no value is missing whose column always has one.
   *
   * @param id of the trial
   * @throws IllegalStateException if a trial that was cut off has no reason
   */
  public void write(
      RowCells row, String sweep, Trial trial, String id, Outcome outcome, Provenance provenance) {
    int i = 0;
    row.put(i++, id);
    row.put(i++, sweep);
    row.put(i++, simulation.name());
    row.put(i++, simulation.version());
    row.put(i++, trial.replicate());
    row.put(i++, trial.seed());
    for (int p = 0; p < simulation.parameters().size(); p++) {
      put(row, i++, trial.params().value(p));
    }
    i = outcome(row, i, outcome);
    for (Object measurement : outcome.measurements()) {
      row.putObject(i++, measurement);
    }
    row.put(i++, micros(provenance.startedAt()));
    row.put(i++, provenance.wallTimeNanos());
    row.put(i++, provenance.host());
    row.put(i++, provenance.attempt());
    row.put(i, provenance.version());
  }

  private static void put(RowCells row, int column, ParamValue value) {
    if (value instanceof ParamValue.Real real) {
      row.put(column, real.value());
    } else if (value instanceof ParamValue.Whole whole) {
      row.put(column, whole.value());
    } else {
      row.putObject(column, value.column());
    }
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  private static int outcome(RowCells row, int start, Outcome outcome) {
    Status status = outcome.status();
    RateEstimate rate = outcome.rate();
    int i = start;
    row.put(i++, status.word());
    if (outcome.reason().isEmpty() && !status.decidedByMathematics()) {
      throw new IllegalStateException(
          "Cannot write row: reason is null (must have a value where status is %s)"
              .formatted(status.word()));
    }
    row.put(i++, outcome.reason().orElse(null));
    row.put(i++, outcome.steps());
    if (outcome.stepsToTarget().isPresent()) {
      row.put(i, outcome.stepsToTarget().getAsLong());
    }
    i++;
    row.putIfFinite(i++, outcome.time());
    row.putIfFinite(i++, outcome.finalLoss());
    row.putIfFinite(i++, outcome.finalError());
    row.putIfFinite(i++, rate.rate());
    row.putIfFinite(i++, rate.stderr());
    row.putIfFinite(i++, rate.r2());
    if (rate.isPresent()) {
      row.put(i, rate.points());
    }
    i++;
    row.putIfFinite(i++, rate.from());
    row.putIfFinite(i++, rate.to());
    row.put(i++, rate.note().map(RateNote::word).orElse(null));
    row.putIfFinite(i++, outcome.predictedRate());
    return i;
  }

  private void requireValues(Object[] row) {
    for (int i = 0; i < row.length; i++) {
      if (row[i] == null && columns.get(i).nullRule() == NEVER) {
        throw new IllegalStateException(
            "Cannot write row: %s is null (must have a value)".formatted(columns.get(i).name()));
      }
    }
  }
}
