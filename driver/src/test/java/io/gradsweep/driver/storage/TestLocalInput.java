package io.gradsweep.driver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestLocalInput {

  @TempDir Path folder;

  @Test
  void readsWhatIsAskedForFromWhereItIs() throws Exception {
    byte[] content = new byte[100_000];
    new Random(18).nextBytes(content);
    Path file = Files.write(folder.resolve("file"), content);
    LocalInput input = new LocalInput(file);
    assertThat(input.getLength()).isEqualTo(content.length);
    try (SeekableInputStream in = input.newStream()) {
      in.seek(70_000);
      byte[] some = new byte[20_000];
      assertThat(in.read(some, 0, some.length)).isEqualTo(some.length);
      assertThat(some).isEqualTo(Arrays.copyOfRange(content, 70_000, 90_000));
      assertThat(in.getPos()).isEqualTo(90_000);
      assertThat(in.read()).isEqualTo(content[90_000] & 0xff);
      ByteBuffer direct = ByteBuffer.allocateDirect(50);
      in.readFully(direct);
      assertThat(in.getPos()).isEqualTo(90_051);
      assertThatThrownBy(() -> in.readFully(some)).isInstanceOf(EOFException.class);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aFileThatIsGoneIsNotFound() {
    assertThatThrownBy(() -> new LocalInput(folder.resolve("none")).newStream())
        .isInstanceOf(FileNotFoundException.class);
  }
}
