package io.gradsweep.driver.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A local file that is read in as large pieces as are asked for. Parquet's own {@code
 * LocalInputFile} makes a system call for each byte when it copies row groups.
 */
record LocalInput(Path file) implements InputFile {

  @Override
  public long getLength() throws IOException {
    return Files.size(file);
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r");
    return new DelegatingSeekableInputStream(new Bytes(opened)) {
      @Override
      public long getPos() throws IOException {
        return opened.getFilePointer();
      }

      @Override
      public void seek(long position) throws IOException {
        opened.seek(position);
      }
    };
  }

  @Override
  public String toString() {
    return file.toString();
  }

  private static final class Bytes extends InputStream {
    private final RandomAccessFile file;

    Bytes(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      return file.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return file.read(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
