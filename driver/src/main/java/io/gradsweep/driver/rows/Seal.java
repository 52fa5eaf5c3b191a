package io.gradsweep.driver.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * The checksums that a data file carries in its own footer: of all bytes before the footer, and of
 * the footer. Parquet has checksums of pages only. The second is computed with zeros in its own
 * place.
 */
final class Seal {

  static final String KEY = "gradsweep.seal";

  private static final String WORD = "crc32c ";
  private static final int DIGITS = 8;

  /** Placeholder that a writer puts into the footer; the sums are written over it. */
  static final String BLANK = WORD + "0".repeat(2 * DIGITS);

  /** A footer's length and Parquet's mark, at the end of every file. */
  static final int END_BYTES = 8;

  /** A key and its value are separated by a field's header and a length, of one byte each. */
  private static final byte[] BEGINNING = (KEY + "??" + WORD).getBytes(StandardCharsets.US_ASCII);

  /** Most changed bytes in its beginning with which a seal is still recognised. */
  private static final int MOST_CHANGES = 7;

  private Seal() {}

  /** Offset of the sums in a footer; -1 if it is not sealed. */
  private static int place(byte[] bytes, int from) {
    for (int i = from; i <= bytes.length - BEGINNING.length - 2 * DIGITS; i++) {
      if (isBeginning(bytes, i)) {
        return i + BEGINNING.length;
      }
    }
    return -1;
  }

  private static boolean isBeginning(byte[] bytes, int at) {
    for (int k = 0; k < BEGINNING.length; k++) {
      if (BEGINNING[k] != '?' && BEGINNING[k] != bytes[at + k]) {
        return false;
      }
    }
    return true;
  }

  /** Number of bytes that differ from a seal's beginning. */
  private static int changes(byte[] bytes, int at) {
    int changes = 0;
    for (int k = 0; k < BEGINNING.length; k++) {
      changes += BEGINNING[k] != '?' && BEGINNING[k] != bytes[at + k] ? 1 : 0;
    }
    return changes;
  }

  /** Whether there is a seal with some changed bytes in its beginning. */
  private static boolean isBroken(byte[] end) {
    return IntStream.rangeClosed(0, end.length - BEGINNING.length)
        .anyMatch(at -> changes(end, at) <= MOST_CHANGES);
  }

  /**
   * Whether the end of a file, which begins with its footer, is as it was written; true if it is
   * not sealed, as in files of 0.1.
   */
  static boolean isIntact(byte[] end) {
    int place = place(end, 0);
    if (place < 0) {
      return !isBroken(end);
    }
    byte[] blank = end.clone();
    Arrays.fill(blank, place + DIGITS, place + 2 * DIGITS, (byte) '0');
    return hex(sum(blank, 0, blank.length)).equals(text(end, place + DIGITS));
  }

  /** The sum of the bytes before the footer, in hexadecimal digits; null if there is none. */
  static String ofBody(String value) {
    return value == null || value.length() != BLANK.length()
        ? null
        : value.substring(WORD.length(), WORD.length() + DIGITS);
  }

  private static String text(byte[] bytes, int place) {
    return new String(bytes, place, DIGITS, StandardCharsets.US_ASCII);
  }

  static String hex(CRC32C sum) {
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  private static CRC32C sum(byte[] bytes, int from, int to) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, to - from);
    return sum;
  }

  /** A file that is sealed while it is written, on any storage, without writing anything twice. */
  static final class SealedOutput implements OutputFile {
    private final OutputFile file;
    private SealedStream stream;

    SealedOutput(OutputFile file) {
      this.file = file;
    }

    /** Begins the file's last bytes, with the footer and the structures to which it points. */
    void beginEnd() {
      stream.end = new ByteArrayOutputStream();
    }

    @Override
    public PositionOutputStream create(long blockSize) throws IOException {
      stream = new SealedStream(file.create(blockSize));
      return stream;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
      stream = new SealedStream(file.createOrOverwrite(blockSize));
      return stream;
    }

    @Override
    public boolean supportsBlockSize() {
      return file.supportsBlockSize();
    }

    @Override
    public long defaultBlockSize() {
      return file.defaultBlockSize();
    }

    @Override
    public String getPath() {
      return file.getPath();
    }
  }

  private static final class SealedStream extends PositionOutputStream {
    private final PositionOutputStream out;
    private final CRC32C body = new CRC32C();
    private ByteArrayOutputStream end;

    SealedStream(PositionOutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos() + (end == null ? 0 : end.size());
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (end != null) {
        end.write(bytes, from, length);
      } else {
        body.update(bytes, from, length);
        out.write(bytes, from, length);
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      try (out) {
        if (end != null) {
          byte[] bytes = end.toByteArray();
          end = null;
          seal(bytes);
          out.write(bytes);
        }
      }
    }

    /** Seals the bytes; a file that a failure cut off has no footer, and stays as it is. */
    private void seal(byte[] bytes) {
      int footer = Footer.begin(bytes);
      int place = footer < 0 ? -1 : place(bytes, footer);
      if (place >= 0) {
        body.update(bytes, 0, footer);
        put(hex(body), bytes, place);
        put(hex(sum(bytes, footer, bytes.length)), bytes, place + DIGITS);
      }
    }

    private static void put(String digits, byte[] bytes, int place) {
      System.arraycopy(digits.getBytes(StandardCharsets.US_ASCII), 0, bytes, place, DIGITS);
    }
  }
}
