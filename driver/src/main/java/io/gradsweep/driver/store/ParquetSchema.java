package io.gradsweep.driver.store;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.NullRule;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Columns as Parquet types: plain ones, which every reader knows. */
final class ParquetSchema {

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
}
