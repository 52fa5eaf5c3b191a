package io.gradsweep.driver.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two rows of one trial: of one sweep or of two, from before a parameter was added and after. */
class TestRowDifference {

  private static final SimulationSpec SPEC =
      new SimulationSpec(
          "toy",
          1,
          "Does nothing.",
          "",
          List.of(
              ParameterSpec.whole("size", "how large").defaultsTo(7),
              ParameterSpec.real("noise", "how much").defaultsTo(0.5).addedLater()),
          List.of(MeasurementSpec.real("height", "how high")),
          List.of());
  private static final List<Column> COLUMNS = TrialTable.of(SPEC).columns();
  private static final Set<String> ALL =
      COLUMNS.stream().map(Column::name).collect(Collectors.toSet());

  private final RowDifference difference = new RowDifference(COLUMNS, ALL, SPEC);

  private static Object[] row() {
    Object[] row = new Object[COLUMNS.size()];
    set(row, "trial_id", "a");
    set(row, "sweep", "s");
    set(row, "size", 7L);
    set(row, "noise", 0.5);
    set(row, "steps", 0L);
    set(row, "height", 2.5);
    set(row, "host", "here");
    return row;
  }

  private static Object[] row(String column, Object value) {
    Object[] row = row();
    set(row, column, value);
    return row;
  }

  private static void set(Object[] row, String column, Object value) {
    row[COLUMNS.stream().map(Column::name).toList().indexOf(column)] = value;
  }

  private void requireEqual(Object[] one, Object[] other) {
    assertThat(difference.differences(one, other)).isEmpty();
    assertThat(difference.digest(one)).isEqualTo(difference.digest(other));
  }

  private void requireDifferent(Object[] one, Object[] other, String words) {
    assertThat(difference.differences(one, other)).containsExactly(words);
    assertThat(difference.digest(one)).isNotEqualTo(difference.digest(other));
  }

  @Test
  void provenanceAndTheNameOfTheSweepMayDiffer() {
    requireEqual(row(), row("sweep", "other"));
    requireEqual(row(), row("host", "there"));
    requireEqual(row(), row("attempt", 3));
  }

  @Test
  void aValueAndAnotherOrNoneAreDifferent() {
    requireDifferent(row(), row("steps", 7L), "steps 0 and 7");
    requireDifferent(row(), row("steps", null), "steps 0 and null");
    requireDifferent(row(), row("height", null), "height 2.5 and null");
    requireDifferent(row("height", 0.0), row("height", -0.0), "height 0.0 and -0.0");
  }

  @Test
  void aRowFromBeforeAParameterHasItsIdentityDefault() {
    requireEqual(row(), row("noise", null));
    requireDifferent(row("noise", 0.25), row("noise", null), "noise 0.25 and 0.5");
    requireDifferent(row("size", 7L), row("size", null), "size 7 and null");
  }

  /** A file of an earlier version lacks a measurement: it contradicts nothing. */
  @Test
  void whatSomeFileHasNotIsNotCompared() {
    Set<String> everywhere = new HashSet<>(ALL);
    everywhere.removeAll(Set.of("height", "noise"));
    RowDifference some = new RowDifference(COLUMNS, everywhere, SPEC);
    assertThat(some.differences(row("height", null), row("height", 3.0))).isEmpty();
    assertThat(some.differences(row("noise", null), row("noise", 1.0)))
        .containsExactly("noise 0.5 and 1.0");
  }
}
