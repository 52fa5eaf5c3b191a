package io.gradsweep.driver.rows;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Compares two rows of one trial: all columns except provenance and the sweep's name must be equal,
 * as far as every file has them, or a row from before a parameter was added has a value of it.
 */
public final class RowDifference {

  private final List<Column> columns;
  private final List<Integer> compared = new ArrayList<>();
  private final Map<Integer, Object> earlier = new HashMap<>();

  /**
   * @param columns of the rows
   * @param everywhere names of columns that every file has
   */
  public RowDifference(List<Column> columns, Set<String> everywhere, SimulationSpec simulation) {
    this.columns = columns;
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      Optional<ParameterSpec> addedLater =
          simulation.parameter(name).filter(p -> p.identityDefault().isPresent());
      boolean mayDiffer = TrialTable.provenanceNames().contains(name) || name.equals("sweep");
      if (!mayDiffer && (everywhere.contains(name) || addedLater.isPresent())) {
        compared.add(i);
      }
      if (addedLater.isPresent()) {
        earlier.put(i, addedLater.get().ofColumn(null).column());
      }
    }
  }

  private Object value(Object[] row, int column) {
    return row[column] == null ? earlier.get(column) : row[column];
  }

  /** Two rows with the same digest are equal, except with probability 2^-64. */
  public long digest(Object[] row) {
    long hash = 0;
    for (int column : compared) {
      Object value = value(row, column);
      hash = mixed(hash + column);
      if (value instanceof String text) {
        for (int i = 0; i < text.length(); i++) {
          hash = mixed(hash ^ text.charAt(i));
        }
      } else if (value != null) {
        hash = mixed(hash ^ bits(value));
      }
    }
    return hash;
  }

  private static long bits(Object value) {
    if (value instanceof Double real) {
      return Double.doubleToLongBits(real);
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 2;
    }
    return ((Number) value).longValue() ^ 0x5555555555555555L; // null and 0 differ
  }

  /** Stafford's mix 13, a bijection of good avalanche. */
  private static long mixed(long z) {
    long once = (z + 0x9e3779b97f4a7c15L ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    long twice = (once ^ once >>> 27) * 0x94d049bb133111ebL;
    return twice ^ twice >>> 31;
  }

  /** The columns in which two rows differ, with both values. */
  public List<String> differences(Object[] first, Object[] second) {
    List<String> differences = new ArrayList<>();
    for (int column : compared) {
      Object one = value(first, column);
      Object other = value(second, column);
      if (!Objects.equals(one, other)) {
        differences.add("%s %s and %s".formatted(columns.get(column).name(), one, other));
      }
    }
    return differences;
  }
}
