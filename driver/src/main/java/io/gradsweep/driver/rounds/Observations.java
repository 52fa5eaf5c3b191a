package io.gradsweep.driver.rounds;

import io.gradsweep.driver.query.CurrentPlan;
import io.gradsweep.driver.rows.RowReader;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rows of a study that belong to a design, in the order of their combination and replicate,
 * whatever files they are in.
 */
public final class Observations {

  private static final String WALL_TIME = "wall_time_ns";

  /**
   * A row.
   *
   * @param combination number of its grid point among the grid's combinations; of a trial between
   *     grid points, of the one beside it
   * @param values of the columns that were asked for
   */
  public record Observation(int combination, long replicate, long wallNanos, Object[] values) {}

  private final List<Observation> all = new ArrayList<>();
  private final List<String> columns;

  private Observations(List<String> columns) {
    this.columns = columns;
  }

  /**
   * Reads the rows of a study.
   *
   * @param plan a design with its rounds; rows of other trials are left out
   * @param columns names of the columns that are needed
   */
  public static Observations read(Study study, Plan plan, Collection<String> columns)
      throws IOException {
    return study.consistently(
        () -> {
          Observations found = new Observations(List.copyOf(columns));
          for (DataFile file : study.files().files()) {
            found.read(study, file, plan, found.columns);
          }
          found.all.sort(
              Comparator.comparingInt(Observation::combination)
                  .thenComparingLong(Observation::replicate));
          return found;
        });
  }

  private void read(Study study, DataFile file, Plan plan, List<String> needed) throws IOException {
    CurrentPlan current = new CurrentPlan(plan, false);
    List<String> names =
        Stream.of(current.columns().stream(), Stream.of(WALL_TIME), needed.stream())
            .flatMap(some -> some)
            .distinct()
            .toList();
    List<Column> columns = names.stream().map(name -> column(plan, name)).toList();
    int[] places = needed.stream().mapToInt(names::indexOf).toArray();
    try (RowReader rows = Parts.reader(study, file.trials(), columns)) {
      for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
        Object[] values = row.get();
        Optional<Trial> trial =
            current.trial(Arrays.asList(values).subList(0, current.columns().size()));
        if (trial.isPresent()) {
          all.add(
              new Observation(
                  Math.toIntExact(plan.gridPoint(trial.get()).orElseThrow()),
                  trial.get().replicate(),
                  ((Number) values[names.indexOf(WALL_TIME)]).longValue(),
                  Arrays.stream(places).mapToObj(place -> values[place]).toArray()));
        }
      }
    }
  }

  private static Column column(Plan plan, String name) {
    return TrialTable.of(plan.simulation()).columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The place of a column among the values of each. */
  int place(String column) {
    return columns.indexOf(column);
  }

  /** All of them, ascending by combination, then by replicate. */
  public List<Observation> all() {
    return List.copyOf(all);
  }
}
