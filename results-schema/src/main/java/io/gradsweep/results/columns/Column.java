package io.gradsweep.results.columns;

import static java.util.Objects.requireNonNull;

/**
 * One column of a table that others read.
 *
 * @param id number of a fixed column, never used again for another; 0 for a declared column, which
 *     goes by its name
 * @param since first version of the schema that has the column
 */
public record Column(
    int id, String name, ColumnType type, String unit, NullRule nullRule, int since, String about) {

  public Column {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(unit, "unit is null");
    requireNonNull(nullRule, "nullRule is null");
    requireNonNull(about, "about is null");
  }
}
