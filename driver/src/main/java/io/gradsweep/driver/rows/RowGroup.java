package io.gradsweep.driver.rows;

import io.gradsweep.results.columns.ColumnType;
import java.io.IOException;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.impl.ColumnWriteStoreV1;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/**
 * A row group while it is filled, batch by batch, each column of a batch after the other. Pages end
 * where batches do: Parquet would count rows wrong in a page that ends within a batch.
 */
final class RowGroup {

  /** Rows of a batch: ten make a page. */
  static final int BATCH_ROWS = 2000;

  private final ColumnChunkPageWriteStore pages;
  private final ColumnWriteStore store;
  private final ColumnWriter[] writers;
  private long rows;

  /**
   * @param first the first batch, which decides the columns that get a dictionary: the others
   *     seldom repeat a value, and looking each up would save nothing
   */
  RowGroup(
      MessageType schema, BytesInputCompressor compressor, ColumnBuffer[] first, int firstRows) {
    ParquetProperties.Builder properties =
        ParquetProperties.builder()
            .withMinRowCountForPageSizeCheck(BATCH_ROWS)
            .estimateRowCountForPageSizeCheck(false)
            .withSizeStatisticsEnabled(false); // no reader of ours takes them
    for (ColumnBuffer buffer : first) {
      properties.withDictionaryEncoding(
          buffer.column().name(),
          buffer.column().type() != ColumnType.BOOLEAN && buffer.repeats(firstRows));
    }
    ParquetProperties chosen = properties.build();
    pages =
        new ColumnChunkPageWriteStore(
            compressor,
            schema,
            chosen.getAllocator(),
            chosen.getColumnIndexTruncateLength(),
            chosen.getPageWriteChecksumEnabled());
    store = new ColumnWriteStoreV1(schema, pages, chosen);
    writers = schema.getColumns().stream().map(store::getColumnWriter).toArray(ColumnWriter[]::new);
  }

  void add(ColumnBuffer[] batch, int batchRows) {
    for (int i = 0; i < batch.length; i++) {
      batch[i].writeTo(writers[i], batchRows);
    }
    for (int row = 0; row < batchRows; row++) {
      store.endRecord();
    }
    rows += batchRows;
  }

  /** Bytes in memory. */
  long bytes() {
    return store.getBufferedSize();
  }

  void writeTo(ParquetFileWriter file) throws IOException {
    try {
      file.startBlock(rows);
      store.flush();
      pages.flushToFileWriter(file);
      file.endBlock();
    } finally {
      store.close();
      pages.close();
    }
  }
}
