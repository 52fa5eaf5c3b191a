package io.gradsweep.driver.rows;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.RowCells;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import shaded.parquet.org.apache.thrift.TException;

/**
 * Writes rows of a table to one Parquet file. Closing after an exception leaves a file that is too
 * short or no file at all, so a file is published only by {@code SegmentFiles}, which counts its
 * rows.
 */
public final class RowWriter implements AutoCloseable {

  /** Far below Parquet's 128 MB: several tasks of one small executor write at once. */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  /** A row that puts its cells. */
  public interface Row {
    void putInto(RowCells cells);
  }

  private final MessageType schema;
  private final Seal.SealedOutput sealed;
  private final ParquetFileWriter file;
  private final CompressionCodecFactory codecs =
      new CodecFactory(new PlainParquetConfiguration(), ParquetProperties.DEFAULT_PAGE_SIZE);
  private final ColumnBuffer[] batch;
  private final Map<String, String> metadata = new HashMap<>();
  private final RowCells cells = new BatchCells();

  /** Rows in the batch. */
  private int filled;

  /** Null until a batch is full. */
  private RowGroup group;

  private long rows;
  private boolean failed;
  private boolean closed;

  /** The cells of the row that is written, behind the batch's last one. */
  private final class BatchCells implements RowCells {
    @Override
    public void put(int column, long value) {
      batch[column].put(filled, value);
    }

    @Override
    public void put(int column, double value) {
      batch[column].put(filled, Double.doubleToRawLongBits(value));
    }

    @Override
    public void put(int column, boolean value) {
      batch[column].put(filled, value ? 1 : 0);
    }

    @Override
    public void put(int column, String value) {
      if (value != null) {
        batch[column].put(filled, value);
      }
    }
  }

  public RowWriter(OutputFile output, String table, List<Column> columns) throws IOException {
    schema = ParquetSchema.of(table, columns);
    batch = columns.stream().map(ColumnBuffer::new).toArray(ColumnBuffer[]::new);
    sealed = new Seal.SealedOutput(output);
    metadata.put(Seal.KEY, Seal.BLANK);
    file =
        new ParquetFileWriter(
            sealed,
            schema,
            ParquetFileWriter.Mode.CREATE,
            ROW_GROUP_BYTES,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
    try {
      file.start();
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Writes a row of an Integer, Long, Double, String, Boolean or null per column. */
  public void write(Object[] row) throws IOException {
    write(
        target -> {
          for (int i = 0; i < row.length; i++) {
            target.putObject(i, row[i]);
          }
        });
  }

  /**
   * Writes a row, after checking required values: without one, Parquet writes a file that nobody
   * can read.
   */
  public void write(Row row) throws IOException {
    boolean whole = false;
    try {
      row.putInto(cells);
      requireValues();
      whole = true;
    } finally {
      if (!whole) {
        clear(filled, filled + 1);
      }
    }
    filled++;
    rows++;
    if (filled == RowGroup.BATCH_ROWS) {
      endBatch();
    }
  }

  private void requireValues() throws IOException {
    for (ColumnBuffer column : batch) {
      if (column.isRequired() && !column.isPresent(filled)) {
        throw new IOException(
            "Cannot write row: %s is null (must have a value)".formatted(column.column().name()));
      }
    }
  }

  private void clear(int from, int to) {
    for (ColumnBuffer column : batch) {
      column.clear(from, to);
    }
  }

  private void endBatch() throws IOException {
    if (filled == 0) {
      return;
    }
    if (group == null) {
      group = new RowGroup(schema, codecs.getCompressor(CompressionCodecName.ZSTD), batch, filled);
    }
    group.add(batch, filled);
    clear(0, filled);
    filled = 0;
    if (group.bytes() >= ROW_GROUP_BYTES) {
      endGroup();
    }
  }

  private void endGroup() throws IOException {
    if (group != null) {
      RowGroup full = group;
      group = null;
      failed = true;
      try {
        full.writeTo(file);
      } catch (IOException e) {
        throw saidByDisk(e);
      }
      failed = false;
    }
  }

  /**
   * Copies the row groups of a file of the same columns as they are, with their pages, sums and
   * indices, behind the rows written so far. {@link Checksums#requirePages} finds what has changed
   * on the way.
   */
  public void append(InputFile source) throws IOException {
    endBatch();
    endGroup();
    failed = true;
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader = ParquetFileReader.open(source, options);
        SeekableInputStream in = source.newStream()) {
      if (!reader.getFileMetaData().getSchema().equals(schema)) {
        throw new IOException("Cannot copy row groups: the columns of their file are others");
      }
      for (BlockMetaData block : reader.getRowGroups()) {
        append(block, reader, in);
      }
    } catch (IOException e) {
      throw saidByDisk(e);
    }
    failed = false;
  }

  private void append(BlockMetaData block, ParquetFileReader reader, SeekableInputStream in)
      throws IOException {
    file.startBlock(block.getRowCount());
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      file.appendColumnChunk(
          schema.getColumnDescription(chunk.getPath().toArray()),
          in,
          chunk,
          null,
          reader.readColumnIndex(chunk),
          reader.readOffsetIndex(chunk));
    }
    file.endBlock();
    rows += block.getRowCount();
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
    if (closed) {
      return;
    }
    closed = true;
    try (file) {
      if (!failed) {
        endBatch();
        endGroup();
        sealed.beginEnd();
        file.end(metadata);
      }
    } catch (IOException e) {
      throw saidByDisk(e);
    } finally {
      codecs.release();
    }
  }
}
