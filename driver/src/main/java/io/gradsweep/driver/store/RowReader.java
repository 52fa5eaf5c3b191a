package io.gradsweep.driver.store;

import io.gradsweep.results.columns.Column;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;

/** Reads the rows of a part back, in the order in which they were written. */
final class RowReader implements AutoCloseable {

  private final List<Column> columns;
  private final ParquetReader<Group> reader;

  RowReader(InputFile file, List<Column> columns) throws IOException {
    this.columns = columns;
    reader = new Builder(file).withConf(new PlainParquetConfiguration()).build();
  }

  /** The next row as {@link RowWriter} takes it; a column that the file lacks is null. */
  Optional<Object[]> next() throws IOException {
    Group group = reader.read();
    if (group == null) {
      return Optional.empty();
    }
    Object[] row = new Object[columns.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(group, columns.get(i));
    }
    return Optional.of(row);
  }

  private static Object value(Group group, Column column) {
    String name = column.name();
    if (!group.getType().containsField(name) || group.getFieldRepetitionCount(name) == 0) {
      return null;
    }
    return switch (column.type()) {
      case INT32 -> group.getInteger(name, 0);
      case INT64, TIMESTAMP -> group.getLong(name, 0);
      case DOUBLE -> group.getDouble(name, 0);
      case BOOLEAN -> group.getBoolean(name, 0);
      case STRING -> group.getString(name, 0);
    };
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
