package io.gradsweep.results.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Provenance;
import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Toy;
import io.gradsweep.results.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestTables {

  private static final Provenance HERE =
      new Provenance(Instant.ofEpochSecond(1, 5_000), 42, "here", 0, "0.1.0");

  private static Outcome outcome(Status status, Optional<String> reason) {
    return new Outcome(
        status,
        reason,
        Outcome.Length.of(10),
        1.5,
        Double.POSITIVE_INFINITY,
        RateEstimate.NONE,
        Double.NaN,
        new Object[] {2.5});
  }

  @Test
  void aRowHasAValueOrNullPerColumn() {
    TrialTable table = TrialTable.of(Toy.SPEC);
    Trial trial = Toy.trial(18, 3);
    Object[] row = table.row("s", trial, outcome(Status.DIVERGED, Optional.empty()), HERE);
    List<String> names = table.columns().stream().map(Column::name).toList();
    assertThat(row).hasSize(names.size());
    assertThat(row[names.indexOf("trial_id")]).isEqualTo(trial.id().toString());
    assertThat(row[names.indexOf("size")]).isEqualTo(7L);
    assertThat(row[names.indexOf("extra")]).isNull();
    assertThat(row[names.indexOf("status")]).isEqualTo("diverged");
    assertThat(row[names.indexOf("final_loss")]).isEqualTo(1.5);
    assertThat(row[names.indexOf("final_error")]).isNull();
    assertThat(row[names.indexOf("rate_points")]).isNull();
    assertThat(row[names.indexOf("height")]).isEqualTo(2.5);
    assertThat(row[names.indexOf("started_at")]).isEqualTo(1_000_005L);
  }

  @Test
  void aFailureWithoutAReasonIsNoRow() {
    assertThatThrownBy(
            () ->
                TrialTable.of(Toy.SPEC)
                    .row("s", Toy.trial(1, 1), outcome(Status.FAILED, Optional.empty()), HERE))
        .hasMessage("Cannot write row: reason is null (must have a value where status is failed)");
  }

  @Test
  void aSimulationCannotDeclareAFixedColumn() {
    SimulationSpec clash = Toy.spec(List.of(ParameterSpec.real("rate", "clashes").defaultsTo(1.0)));
    assertThatThrownBy(() -> TrialTable.of(clash))
        .hasMessage("Cannot declare simulation 'toy': 'rate' (a column of every trials table)");
  }

  @Test
  void idsOfFixedColumnsAreDistinct() {
    assertThat(TrialTable.fixedColumns()).extracting(Column::id).doesNotHaveDuplicates();
  }

  /** SPEC.md is what others read: a column that the code changes alone fails here. */
  @Test
  void specificationListsEveryFixedColumn() throws IOException {
    String spec = Files.readString(Path.of("SPEC.md"));
    for (Column column : TrialTable.fixedColumns()) {
      assertThat(spec).contains(specLine(column));
    }
    for (Column column : TrajectoryTable.FIXED) {
      assertThat(spec).contains(specLine(column));
    }
  }

  private static String specLine(Column column) {
    return "| %d | `%s` | %s | %s | %s | %d | %s |"
        .formatted(
            column.id(),
            column.name(),
            column.type().name().toLowerCase(Locale.ROOT),
            column.unit(),
            column.nullRule().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            column.since(),
            column.about());
  }
}
