package io.gradsweep.driver.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file in memory, on a disk with room for so many bytes. */
final class MemoryFile extends PositionOutputStream implements OutputFile {

  private static final int FIRST_BUFFER = 1 << 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BUFFER);
  private final int room;

  MemoryFile(int room) {
    this.room = room;
  }

  int size() {
    return bytes.size();
  }

  @Override
  public PositionOutputStream create(long blockSize) {
    return this;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSize) {
    return this;
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public long getPos() {
    return bytes.size();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b});
  }

  @Override
  public void write(byte[] b, int offset, int length) throws IOException {
    if (bytes.size() + length > room) {
      throw new IOException("No space left on device");
    }
    bytes.write(b, offset, length);
  }
}
