package io.gradsweep.driver.rows;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.NullRule;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import shaded.parquet.org.apache.thrift.TException;

/**
 * Writes rows of a table to one Parquet file. Closing after an exception leaves a valid file that
 * is too short, so a file is published only by {@code SegmentFiles}, which counts its rows.
 */
public final class RowWriter implements AutoCloseable {

  /** Far below Parquet's 128 MB: several tasks of one small executor write at once. */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private final ParquetWriter<Object[]> writer;
  private final List<Column> columns;
  private final Map<String, String> metadata = new HashMap<>();
  private long rows;

  public RowWriter(OutputFile file, String table, List<Column> columns) throws IOException {
    this.columns = columns;
    MessageType schema = ParquetSchema.of(table, columns);
    Seal.SealedOutput sealed = new Seal.SealedOutput(file);
    metadata.put(Seal.KEY, Seal.BLANK);
    writer =
        new Builder(sealed, new RowWriteSupport(schema, columns, metadata, sealed::beginEnd))
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withDictionaryEncoding("trial_id", false) // as many values as rows
            .build();
  }

  /**
   * Writes a row, after checking required values: without one, Parquet writes a file that nobody
   * can read.
   */
  public void write(Object[] row) throws IOException {
    for (int i = 0; i < row.length; i++) {
      if (row[i] == null && columns.get(i).nullRule() == NullRule.NEVER) {
        throw new IOException(
            "Cannot write row: %s is null (must have a value)".formatted(columns.get(i).name()));
      }
    }
    try {
      writer.write(row);
    } catch (IOException e) {
      throw saidByDisk(e);
    }
    rows++;
  }

  /**
   * Finds the disk's own message: Parquet reports a failure amid its own structures with everything
   * that it was about to write.
   */
  private static IOException saidByDisk(IOException e) {
    return e.getCause() instanceof TException thrift && thrift.getCause() instanceof IOException io
        ? io
        : e;
  }

  public long rows() {
    return rows;
  }

  /** Puts a fact into the file's footer; facts may be put until the file is closed. */
  public void describe(String key, String value) {
    metadata.put(key, value);
  }

  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } catch (IOException e) {
      throw saidByDisk(e);
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
    private final RowWriteSupport rows;

    Builder(OutputFile file, RowWriteSupport rows) {
      super(file);
      this.rows = rows;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
      return rows;
    }

    @Override
    @Deprecated
    protected WriteSupport<Object[]> getWriteSupport(Configuration configuration) {
      return rows;
    }
  }

  private static final class RowWriteSupport extends WriteSupport<Object[]> {
    private final MessageType schema;
    private final String[] names;
    private final ColumnType[] types;
    private final Object[] lastTexts;
    private final Binary[] lastBinaries;
    private final Map<String, String> metadata;
    private final Runnable atEnd;
    private RecordConsumer consumer;

    RowWriteSupport(
        MessageType schema, List<Column> columns, Map<String, String> metadata, Runnable atEnd) {
      this.atEnd = atEnd;
      this.schema = schema;
      this.metadata = metadata;
      names = columns.stream().map(Column::name).toArray(String[]::new);
      types = columns.stream().map(Column::type).toArray(ColumnType[]::new);
      lastTexts = new Object[types.length];
      lastBinaries = new Binary[types.length];
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    @Deprecated
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public FinalizedWriteContext finalizeWrite() {
      atEnd.run();
      return new FinalizedWriteContext(metadata);
    }

    @Override
    public void write(Object[] row) {
      consumer.startMessage();
      for (int i = 0; i < row.length; i++) {
        if (row[i] != null) {
          consumer.startField(names[i], i);
          write(i, row[i]);
          consumer.endField(names[i], i);
        }
      }
      consumer.endMessage();
    }

    private void write(int column, Object value) {
      switch (types[column]) {
        case INT32 -> consumer.addInteger((Integer) value);
        case INT64, TIMESTAMP -> consumer.addLong((Long) value);
        case DOUBLE -> consumer.addDouble((Double) value);
        case BOOLEAN -> consumer.addBoolean((Boolean) value);
        case STRING -> consumer.addBinary(binary(column, (String) value));
      }
    }

    /** Encodes a text; most are the same in row after row: the sweep, the host, the status. */
    private Binary binary(int column, String text) {
      if (lastTexts[column] != text) {
        lastTexts[column] = text;
        lastBinaries[column] = Binary.fromString(text);
      }
      return lastBinaries[column];
    }
  }
}
