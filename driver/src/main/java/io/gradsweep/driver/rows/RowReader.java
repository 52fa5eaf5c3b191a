package io.gradsweep.driver.rows;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.storage.Storage;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads the rows of a part back, in the order in which they were written. */
public final class RowReader implements AutoCloseable {

  private final ParquetReader<Object[]> reader;
  private final boolean local;
  private final Damage damage;

  /** Makes the message that a file is not as it was written, and what to do. */
  public interface Damage {
    RequestException of(String what) throws IOException;
  }

  /**
   * @param columns the columns to read; nothing else of the file is read
   */
  public RowReader(Storage storage, String path, List<Column> columns, Damage damage)
      throws IOException {
    this.local = storage.isLocal();
    this.damage = damage;
    reader =
        new Builder(storage.input(path), columns)
            .withConf(new PlainParquetConfiguration())
            .usePageChecksumVerification()
            .build();
  }

  /**
   * The next row as {@link RowWriter} takes it; a column that the file lacks is null.
   *
   * @throws RequestException if the file's bytes are not those that were written; names the file
   */
  public Optional<Object[]> next() throws IOException {
    try {
      return Optional.ofNullable(reader.read());
    } catch (FileSystemException | FileNotFoundException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      Checksums.requireReachable(e, local);
      throw damage.of("its bytes have changed");
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static final class Builder extends ParquetReader.Builder<Object[]> {
    private final List<Column> columns;

    Builder(InputFile file, List<Column> columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected ReadSupport<Object[]> getReadSupport() {
      return new RowReadSupport(columns);
    }
  }

  private static final class RowReadSupport extends ReadSupport<Object[]> {
    private final List<Column> columns;

    RowReadSupport(List<Column> columns) {
      this.columns = columns;
    }

    @Override
    public ReadContext init(InitContext context) {
      MessageType file = context.getFileSchema();
      List<Type> wanted =
          columns.stream()
              .filter(column -> file.containsField(column.name()))
              .map(column -> file.getType(column.name()))
              .toList();
      return new ReadContext(new MessageType(file.getName(), wanted));
    }

    @Override
    public RecordMaterializer<Object[]> prepareForRead(
        ParquetConfiguration configuration,
        Map<String, String> metadata,
        MessageType fileSchema,
        ReadContext context) {
      return new RowMaterializer(columns, context.getRequestedSchema());
    }

    @Override
    @Deprecated
    public RecordMaterializer<Object[]> prepareForRead(
        Configuration configuration,
        Map<String, String> metadata,
        MessageType fileSchema,
        ReadContext context) {
      return new RowMaterializer(columns, context.getRequestedSchema());
    }
  }

  /** The row that is being read. */
  private static final class RowMaterializer extends RecordMaterializer<Object[]> {
    private final Converter[] cells;
    private final int width;
    private Object[] row;

    RowMaterializer(List<Column> columns, MessageType read) {
      width = columns.size();
      Map<String, Integer> places = new HashMap<>();
      for (int i = 0; i < width; i++) {
        places.put(columns.get(i).name(), i);
      }
      cells = new Converter[read.getFieldCount()];
      for (int i = 0; i < cells.length; i++) {
        int place = places.get(read.getFieldName(i));
        cells[i] =
            columns.get(place).type() == ColumnType.STRING
                ? new TextConverter(place)
                : new NumberConverter(place);
      }
    }

    private final GroupConverter root =
        new GroupConverter() {
          @Override
          public Converter getConverter(int field) {
            return cells[field];
          }

          @Override
          public void start() {
            row = new Object[width];
          }

          @Override
          public void end() {
            // the row is whole
          }
        };

    @Override
    public Object[] getCurrentRecord() {
      return row;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }

    /** A number or a flag. */
    private final class NumberConverter extends PrimitiveConverter {
      private final int place;

      NumberConverter(int place) {
        this.place = place;
      }

      @Override
      public void addInt(int value) {
        row[place] = value;
      }

      @Override
      public void addLong(long value) {
        row[place] = value;
      }

      @Override
      public void addDouble(double value) {
        row[place] = value;
      }

      @Override
      public void addBoolean(boolean value) {
        row[place] = value;
      }
    }

    /** Most texts are the same in row after row, and are decoded once. */
    private final class TextConverter extends PrimitiveConverter {
      private final int place;
      private String[] dictionary;
      private Binary last;
      private String text;

      TextConverter(int place) {
        this.place = place;
      }

      @Override
      public boolean hasDictionarySupport() {
        return true;
      }

      @Override
      public void setDictionary(Dictionary values) {
        dictionary = new String[values.getMaxId() + 1];
        for (int i = 0; i < dictionary.length; i++) {
          dictionary[i] = values.decodeToBinary(i).toStringUsingUTF8();
        }
      }

      @Override
      public void addValueFromDictionary(int id) {
        row[place] = dictionary[id];
      }

      @Override
      public void addBinary(Binary value) {
        if (!value.equals(last)) {
          last = value.copy();
          text = value.toStringUsingUTF8();
        }
        row[place] = text;
      }
    }
  }
}
