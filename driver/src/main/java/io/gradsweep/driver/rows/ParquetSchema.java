package io.gradsweep.driver.rows;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.NullRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Columns as Parquet types: plain types, which every reader knows. */
public final class ParquetSchema {

  private ParquetSchema() {}

  static MessageType of(String table, List<Column> columns) {
    return new MessageType(table, columns.stream().map(ParquetSchema::field).toList());
  }

  private static Type field(Column column) {
    Repetition repetition =
        column.nullRule() == NullRule.NEVER ? Repetition.REQUIRED : Repetition.OPTIONAL;
    Types.PrimitiveBuilder<PrimitiveType> type =
        switch (column.type()) {
          case INT32 -> Types.primitive(INT32, repetition);
          case INT64 -> Types.primitive(INT64, repetition);
          case DOUBLE -> Types.primitive(DOUBLE, repetition);
          case BOOLEAN -> Types.primitive(BOOLEAN, repetition);
          case STRING -> Types.primitive(BINARY, repetition).as(LogicalTypeAnnotation.stringType());
          case TIMESTAMP ->
              Types.primitive(INT64, repetition)
                  .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));
        };
    if (column.id() > 0) {
      type = type.id(column.id());
    }
    return type.named(column.name());
  }

  /**
   * The columns of a file of any writer.
   *
   * @throws IOException if one has a type that no column of ours has
   */
  public static List<Column> columns(MessageType schema) throws IOException {
    List<Column> columns = new ArrayList<>();
    for (Type field : schema.getFields()) {
      if (!field.isPrimitive() || field.isRepetition(Repetition.REPEATED)) {
        throw new IOException("Cannot copy column: %s (not one value)".formatted(field));
      }
      NullRule rule =
          field.isRepetition(Repetition.REQUIRED) ? NullRule.NEVER : NullRule.WHERE_ABSENT;
      int id = field.getId() == null ? 0 : field.getId().intValue();
      columns.add(new Column(id, field.getName(), type(field.asPrimitiveType()), "", rule, 1, ""));
    }
    return List.copyOf(columns);
  }

  private static ColumnType type(PrimitiveType type) throws IOException {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> ColumnType.INT32;
      case INT64 ->
          type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation
              ? ColumnType.TIMESTAMP
              : ColumnType.INT64;
      case DOUBLE -> ColumnType.DOUBLE;
      case BOOLEAN -> ColumnType.BOOLEAN;
      case BINARY -> ColumnType.STRING;
      default ->
          throw new IOException("Cannot copy column: %s (of no type of ours)".formatted(type));
    };
  }

  /**
   * The columns of two tables together, by name: those of the first, then the additional ones of
   * the second. Empty if a name has two types.
   */
  public static Optional<List<Column>> union(List<Column> first, List<Column> second) {
    Map<String, Column> others = new HashMap<>();
    second.forEach(column -> others.put(column.name(), column));
    List<Column> union = new ArrayList<>();
    for (Column column : first) {
      Column other = others.remove(column.name());
      if (other != null && other.type() != column.type()) {
        return Optional.empty();
      }
      union.add(other == null || other.nullRule() != NullRule.NEVER ? optional(column) : column);
    }
    second.stream()
        .filter(column -> others.containsKey(column.name()))
        .forEach(column -> union.add(optional(column)));
    return Optional.of(List.copyOf(union));
  }

  private static Column optional(Column c) {
    return new Column(
        c.id(), c.name(), c.type(), c.unit(), NullRule.WHERE_ABSENT, c.since(), c.about());
  }
}
