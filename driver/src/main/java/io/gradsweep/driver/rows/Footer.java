package io.gradsweep.driver.rows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/**
 * Footer of a data file, checked against the file's length and its own seal.
 *
 * @param begin its offset in the file; rows and page headers lie before it
 * @param notes entries that writers have added, by key
 */
public record Footer(
    long begin, MessageType schema, Map<String, String> notes, List<BlockMetaData> blocks) {

  private static final ParquetReadOptions OPTIONS =
      ParquetReadOptions.builder(new PlainParquetConfiguration()).build();

  /** Rows, or bytes, of a large row group. */
  private static final long LARGE_ROWS = 50_000;

  private static final long LARGE_BYTES = 4L << 20;

  private static final byte[] MARK = {'P', 'A', 'R', '1'};

  /** Thrown if the bytes of a file are not those of a completely written file. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String what) {
      super(what);
    }
  }

  /**
   * @throws IOException if the file cannot be reached, so that nothing is known of it
   */
  public static Footer read(InputFile file) throws IOException, Unreadable {
    long length = file.getLength();
    byte[] end;
    try (SeekableInputStream in = file.newStream()) {
      int size = size(length < Seal.END_BYTES ? new byte[0] : last(in, length, Seal.END_BYTES));
      if (size <= 0 || size > length - MARK.length - Seal.END_BYTES) {
        throw new Unreadable("not a whole Parquet file");
      }
      end = last(in, length, size + Seal.END_BYTES);
    }
    if (!Seal.isIntact(end)) {
      throw new Unreadable("its footer has changed");
    }
    return parsed(end, length - end.length);
  }

  private static byte[] last(SeekableInputStream in, long length, int bytes) throws IOException {
    byte[] last = new byte[bytes];
    in.seek(length - bytes);
    in.readFully(last);
    return last;
  }

  /** Length of a footer by the last bytes of a file; -1 if those are not a Parquet file's. */
  private static int size(byte[] end) {
    int at = end.length - Seal.END_BYTES;
    return at >= 0 && Arrays.equals(end, at + 4, end.length, MARK, 0, MARK.length)
        ? ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(at)
        : -1;
  }

  /** Offset of the footer in the last bytes of a file; -1 if they do not contain it. */
  static int begin(byte[] end) {
    int size = size(end);
    return size < 0 ? -1 : end.length - Seal.END_BYTES - size;
  }

  private static Footer parsed(byte[] end, long begin) throws Unreadable {
    Footer footer;
    try {
      ParquetMetadata parsed =
          new ParquetMetadataConverter(OPTIONS)
              .readParquetMetadata(
                  new ByteArrayInputStream(end, 0, end.length - Seal.END_BYTES),
                  ParquetMetadataConverter.NO_FILTER);
      footer =
          new Footer(
              begin,
              parsed.getFileMetaData().getSchema(),
              parsed.getFileMetaData().getKeyValueMetaData(),
              parsed.getBlocks());
    } catch (IOException | RuntimeException e) { // everything is in memory: the bytes are at fault
      throw new Unreadable("not a whole Parquet file");
    }
    if (!footer.fits()) {
      throw new Unreadable("not a whole Parquet file");
    }
    return footer;
  }

  /** Whether everything that it mentions lies in the file, and its columns have the same length. */
  private boolean fits() {
    return blocks.stream()
        .allMatch(
            block ->
                block.getRowCount() >= 0
                    && block.getColumns().stream().allMatch(c -> fits(c, block.getRowCount())));
  }

  private boolean fits(ColumnChunkMetaData column, long rows) {
    long from = column.getStartingPos();
    return from >= MARK.length
        && column.getTotalSize() > 0
        && column.getTotalSize() <= begin - from
        && column.getValueCount() == rows;
  }

  /** Whether its row groups are so large that readers would gain nothing from fewer. */
  public boolean hasLargeGroups() {
    long bytes = blocks.stream().mapToLong(BlockMetaData::getCompressedSize).sum();
    return rows() >= LARGE_ROWS * blocks.size() || bytes >= LARGE_BYTES * blocks.size();
  }

  public long rows() {
    return blocks.stream().mapToLong(BlockMetaData::getRowCount).sum();
  }
}
