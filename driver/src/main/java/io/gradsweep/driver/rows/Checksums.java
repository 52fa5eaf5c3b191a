package io.gradsweep.driver.rows;

import io.gradsweep.driver.rows.Footer.Unreadable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.zip.CRC32C;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import shaded.parquet.org.apache.thrift.TException;

/**
 * Compares the bytes of a data file with the sums that were taken when it was written: with its
 * seal, or in a file of 0.1 with the sum in the header of each page. Nothing is decoded.
 */
public final class Checksums {

  private static final int BUFFER_BYTES = 1 << 18;
  private static final String CHANGED = "its bytes have changed";

  /** No sum of a file: it was cut off while it was read. */
  private static final String CUT_OFF = "";

  private Checksums() {}

  /**
   * @param local whether the file is on a disk of this machine, so that no network can make it
   *     unreachable
   * @throws Unreadable if a byte has changed
   * @throws IOException if the file cannot be reached
   */
  public static void require(InputFile file, boolean local) throws IOException, Unreadable {
    Footer footer = Footer.read(file);
    String sealed = Seal.ofBody(footer.notes().get(Seal.KEY));
    if (sealed == null) {
      requirePages(file, local);
    } else if (!sum(file, footer.begin()).equals(sealed)) {
      throw new Unreadable(CHANGED);
    }
  }

  private static String sum(InputFile file, long bytes) throws IOException {
    CRC32C sum = new CRC32C();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (SeekableInputStream in = file.newStream()) {
      for (long left = bytes; left > 0; left -= buffer.length) {
        int length = (int) Math.min(left, buffer.length);
        in.readFully(buffer, 0, length);
        sum.update(buffer, 0, length);
      }
    } catch (EOFException e) {
      return CUT_OFF;
    }
    return Seal.hex(sum);
  }

  /**
   * The same by the sum in the header of each page: Parquet compares them as it reads the
   * compressed pages.
   */
  public static void requirePages(InputFile file, boolean local) throws IOException, Unreadable {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .usePageChecksumVerification()
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(file, options)) {
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        pages.close();
      }
    } catch (FileSystemException | FileNotFoundException e) {
      throw e; // gone, or not readable for us: the file itself may be intact
    } catch (IOException | RuntimeException e) {
      requireReachable(e, local);
      throw new Unreadable(CHANGED);
    }
  }

  /**
   * Rethrows failures of a network: a file that cannot be read now may be intact, and nobody should
   * delete it. Failures that Parquet finds in the bytes themselves, here or inside, are the file's
   * fault.
   *
   * @throws IOException if the study is on another machine, and the failure is one of reaching it
   */
  static void requireReachable(Exception e, boolean local) throws IOException {
    if (!local
        && !(e.getCause() instanceof TException)
        && (e instanceof IOException ? e : e.getCause()) instanceof IOException network) {
      throw network;
    }
  }
}
