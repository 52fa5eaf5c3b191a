package io.gradsweep.workers.simulations.gradientautoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.Streams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Oracle P19, and the words about files that are not what they should be. */
class TestImages {

  @TempDir private Path folder;

  private static byte[] synthetic(int count, int classes, int side) {
    return new SyntheticImages(classes, side, Streams.ofSweep(5, "templates"))
        .write(count, 2.5, Streams.ofSweep(5, "images"));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    byte[] records = synthetic(50, 20, 16);
    assertThat(records).hasSize(50 * 770);
    ImageRecords images = ImageRecords.read(new ByteArrayInputStream(records), "test", 16, 4, 20);
    assertThat(images.count()).isEqualTo(50);
    for (int i = 0; i < 50; i++) {
      assertThat(images.label(i)).isEqualTo(i % 20);
      assertThat(images.coarseLabel(i)).isEqualTo(i % 20 / 5);
    }
    assertThat(images.bytes()).isEqualTo(records);
    assertThat(synthetic(50, 20, 16)).isEqualTo(records);
    ImageRecords some = images.first(7, 3);
    assertThat(some.count()).isEqualTo(7);
    assertThat(some.label(3)).isZero(); // image 20
    assertThat(some.bytes()[some.pixels(3)]).isEqualTo(records[images.pixels(20)]);
  }

  /**
   * Pixels have mean 128 and about the deviation of the formula: of 150 000 noise pixels the mean
   * strays by 0.11 a standard error; what the templates add is bounded by the tolerance.
   */
  @Test
  void syntheticPixelsAreCentredWithTheDeclaredDeviation() {
    byte[] records = synthetic(200, 20, 16);
    ImageRecords images = new ImageRecords(records, 16, ImageRecords.Format.COLOURS);
    double sum = 0;
    double squares = 0;
    int n = 0;
    for (int i = 0; i < images.count(); i++) {
      for (int p = images.pixels(i); p < images.pixels(i) + 768; p++) {
        double x = (records[p] & 0xff) - 128;
        sum += x;
        squares += x * x;
        n++;
      }
    }
    assertThat(sum / n).isCloseTo(0, within(5.0));
    assertThat(Math.sqrt(squares / n)).isCloseTo(42, within(3.0));
  }

  private void write(String file, byte[] bytes) throws IOException {
    Files.write(folder.resolve(file), bytes);
  }

  @Test
  void cifarFilesAreReadFromAPathOrAUrl() throws IOException {
    write("train.bin", synthetic(200, 100, 32));
    write("test.bin", synthetic(100, 100, 32));
    assertThat(CifarFiles.train(folder.toString()).count()).isEqualTo(200);
    assertThat(CifarFiles.test(folder.toUri().toString()).count()).isEqualTo(100);
  }

  @Test
  void missingFilesAreNamed() {
    assertThatThrownBy(() -> CifarFiles.train(folder + "/nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere/train.bin")
        .hasMessageContaining("data_dir must hold train.bin and test.bin");
  }

  @Test
  void damagedFilesAreRefusedWithWhatIsWrong() throws IOException {
    byte[] records = synthetic(100, 100, 32);
    write("train.bin", Arrays.copyOf(records, records.length - 1));
    assertThatThrownBy(() -> CifarFiles.train(folder.toString()))
        .hasMessageContaining("307399 bytes (must be records of 3074 bytes)");
    records[3074 * 4 + 1] = 100;
    write("train.bin", records);
    assertThatThrownBy(() -> CifarFiles.train(folder.toString()))
        .hasMessageContaining("image 4")
        .hasMessageContaining("fine label 100 (must be below 100; the file is damaged)");
  }

  @Test
  void genuineFilesAreHeldAgainstTheirClasses() {
    byte[] records = synthetic(200, 100, 32);
    ImageRecords images = new ImageRecords(records, 32, ImageRecords.Format.COLOURS);
    CifarFiles.requireClasses(images, "test.bin");
    records[3074 * 7 + 1] = 8; // image 7 becomes another of class 8, in coarse class 1 as before
    assertThatThrownBy(() -> CifarFiles.requireClasses(images, "test.bin"))
        .hasMessage(
            "Cannot use images of test.bin: 1 images of class 7 (must be 2; the file is damaged)");
    records[3074 * 7 + 1] = 7;
    records[3074 * 107] = 9;
    assertThatThrownBy(() -> CifarFiles.requireClasses(images, "test.bin"))
        .hasMessageContaining("coarse label 9 of class 7 (must be 1 as before");
  }

  @Test
  void genuineFilesAreHeldAgainstTheMeanAndDeviationOfEachChannel() {
    byte[] records = new byte[100 * 3074];
    for (int channel = 0; channel < 3; channel++) {
      fill(records, channel, CifarFiles.CHANNEL_MEANS[channel], CifarFiles.CHANNEL_STDS[channel]);
    }
    ImageRecords images = new ImageRecords(records, 32, ImageRecords.Format.COLOURS);
    CifarFiles.requireMoments(images, "train.bin");
    fill(records, 1, CifarFiles.CHANNEL_MEANS[1] + 0.001, CifarFiles.CHANNEL_STDS[1]);
    assertThatThrownBy(() -> CifarFiles.requireMoments(images, "train.bin"))
        .hasMessage(
            "Cannot use images of train.bin: mean 0.4877, deviation 0.2565 of channel 1"
                + " (must be 0.4867, 0.2565; the file is damaged)");
  }

  /** Pixels of 0, 127 and 255 in the shares that give a channel this mean and deviation. */
  private static void fill(byte[] records, int channel, double mean, double std) {
    double first = 255 * mean - 127; // = -127 low + 128 high
    double second = 255 * 255 * (mean * mean + std * std) - 127 * 127; // of the squares
    double high = (second - 127 * first) / (255.0 * 255 - 127 * 127 - 127 * 128);
    double low = (128 * high - first) / 127;
    int pixels = records.length / 3074 * 1024;
    for (int k = 0; k < pixels; k++) {
      int value = k < low * pixels ? 0 : k < (1 - high) * pixels ? 127 : 255;
      records[k / 1024 * 3074 + 2 + channel * 1024 + k % 1024] = (byte) value;
    }
  }

  /** SHA-256 of "abc" by FIPS 180-4. */
  @Test
  void theChecksumIsSha256() {
    assertThat(ImageSet.checksum(new byte[] {'a'}, new byte[] {'b', 'c'}))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
