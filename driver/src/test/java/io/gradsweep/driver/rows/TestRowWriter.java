package io.gradsweep.driver.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.NullRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.junit.jupiter.api.Test;

class TestRowWriter {

  private static final List<Column> COLUMNS =
      List.of(
          new Column(1, "trial_id", ColumnType.STRING, "", NullRule.NEVER, 1, ""),
          new Column(2, "error", ColumnType.DOUBLE, "", NullRule.NEVER, 1, ""));

  /** A disk with room for so many bytes. */
  private static final class Disk extends PositionOutputStream implements OutputFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int room;

    Disk(int room) {
      this.room = room;
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

  private static int write(Disk disk) throws IOException {
    try (RowWriter writer = new RowWriter(disk, "trials", COLUMNS)) {
      for (int i = 0; i < 20; i++) {
        writer.write(new Object[] {"trial " + i, 1.0 / (1 + i)});
      }
    }
    return disk.bytes.size();
  }

  @Test
  void whereverTheDiskIsFullItsOwnWordsAreTheMessage() throws IOException {
    int whole = write(new Disk(Integer.MAX_VALUE));
    assertThat(write(new Disk(whole))).isEqualTo(whole);
    for (int room = 0; room < whole; room++) {
      Disk disk = new Disk(room);
      assertThatThrownBy(() -> write(disk))
          .as("%d bytes of %d", room, whole)
          .isInstanceOf(IOException.class)
          .hasMessage("No space left on device");
    }
  }
}
