package io.gradsweep.workers.simulations.gradientautoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Runs;
import io.gradsweep.workers.torch.NeedsTorch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format of MNIST, and the words about files that are not what they should be. */
class TestIdxFiles {

  /** The place to which Debian's package dataset-fashion-mnist installs it. */
  private static final Path FASHION = Path.of("/usr/share/datasets/fashion-mnist");

  private static final int PIXELS = 28 * 28;
  private static final int CLASSES = 3;
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    write(TRAIN_IMAGES, images(60));
    write(TRAIN_LABELS, labels(60));
    write(TEST_IMAGES, images(30));
    write(TEST_LABELS, labels(30));
  }

  private void write(String file, byte[] bytes) throws IOException {
    Files.write(folder.resolve(file), bytes);
  }

  /** Image i is bright in row i modulo 3, whose number is its class. */
  private static byte[] images(int count) {
    ByteBuffer file = ByteBuffer.allocate(16 + count * PIXELS);
    file.putInt(0x803).putInt(count).putInt(28).putInt(28);
    for (int i = 0; i < count; i++) {
      for (int p = 0; p < PIXELS; p++) {
        file.put((byte) (p / 28 == i % CLASSES ? 250 : i));
      }
    }
    return file.array();
  }

  private static byte[] labels(int count) {
    ByteBuffer file = ByteBuffer.allocate(8 + count);
    file.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      file.put((byte) (i % CLASSES));
    }
    return file.array();
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private IdxFiles read() {
    return IdxFiles.read(folder.toString());
  }

  @Test
  void imagesAndTheirLabelsAreReadInOrder() {
    IdxFiles files = read();
    assertThat(files.train().count()).isEqualTo(60);
    assertThat(files.test().count()).isEqualTo(30);
    assertThat(files.classes()).isEqualTo(CLASSES);
    ImageRecords train = files.train();
    assertThat(train.label(4)).isEqualTo(1);
    assertThat(train.bytes()[train.pixels(4) + 28]).isEqualTo((byte) 250);
    assertThat(train.bytes()[train.pixels(59)]).isEqualTo((byte) 59);
    assertThat(train.first(10, 2).count()).isEqualTo(10);
    assertThat(train.first(10, 2).label(2)).isZero(); // image 3
  }

  /** Packed, each under its name with .gz or without: the same images, the same checksum. */
  @Test
  void filesMayBePackedAndLieUnderAUrl() throws IOException {
    IdxFiles plain = read();
    for (String file : new String[] {TRAIN_IMAGES, TEST_LABELS}) {
      write(file + ".gz", packed(Files.readAllBytes(folder.resolve(file))));
      Files.delete(folder.resolve(file));
    }
    write(TRAIN_LABELS, packed(labels(60)));
    IdxFiles packed = IdxFiles.read(folder.toUri().toString());
    assertThat(packed.checksum()).isEqualTo(plain.checksum()).matches("[0-9a-f]{64}");
    assertThat(packed.train().bytes()).isEqualTo(plain.train().bytes());
    assertThat(packed.test().bytes()).isEqualTo(plain.test().bytes());
  }

  private void requireRefusal(String file, byte[] bytes, String... words) throws IOException {
    byte[] right = Files.readAllBytes(folder.resolve(file));
    write(file, bytes);
    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/" + file)
        .hasMessageContainingAll(words);
    write(file, right);
  }

  private static byte[] with(byte[] bytes, int at, int number) {
    ByteBuffer.wrap(bytes).putInt(at, number);
    return bytes;
  }

  @Test
  void damagedAndShortFilesAreNamedWithTheirFault() throws IOException {
    byte[] images = images(60);
    requireRefusal(
        TRAIN_IMAGES,
        Arrays.copyOf(images, images.length - 1),
        "47055 bytes for a count of 60 (must be 47056; the file is damaged)");
    requireRefusal(TRAIN_IMAGES, Arrays.copyOf(images, 15), "15 bytes (must begin with a header");
    requireRefusal(TRAIN_IMAGES, new byte[0], "0 bytes (must begin with a header of 16");
    requireRefusal(
        TEST_IMAGES, with(images(30), 0, 0xd03), "magic number 0x00000d03 (must be 0x00000803");
    requireRefusal(TEST_IMAGES, labels(30), "magic number 0x00000801");
    requireRefusal(TEST_IMAGES, with(images(30), 12, 32), "a side of 32 pixels (must be 28)");
    requireRefusal(TRAIN_IMAGES, with(images(60), 4, -1), "a count of -1");
    requireRefusal(TRAIN_IMAGES, with(images(60), 4, 0x7fffffff), "a count of 2147483647");
    requireRefusal(TRAIN_LABELS, labels(59), "59 labels (must be 60, one for each image");
    requireRefusal(TEST_LABELS, with(labels(30), 4, 31), "38 bytes for a count of 31 (must be 39");
    byte[] packed = packed(images);
    requireRefusal(
        TRAIN_IMAGES, Arrays.copyOf(packed, packed.length / 2), "cannot be unpacked", "whole gzip");
    packed[packed.length - 6] ^= 1; // in the checksum
    requireRefusal(TRAIN_IMAGES, packed, "cannot be unpacked");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(folder.resolve(TEST_LABELS));
    assertThatThrownBy(this::read)
        .hasMessageContaining("/t10k-labels-idx1-ubyte")
        .hasMessageContaining("data_dir must hold t10k-labels-idx1-ubyte, plain or with .gz");
  }

  private Runs runs(int classes) {
    return new Runs(
        new GradientAutoscaling(),
        1,
        "dataset",
        "idx_files",
        "data_dir",
        folder.toString(),
        "num_classes",
        classes,
        "batch_size",
        10,
        "epochs",
        4,
        "method",
        "none",
        "augmentation",
        "crop_flip");
  }

  /** Rows of brightness can be told from each other, shifted and mirrored or not. */
  @Test
  @NeedsTorch
  void aNetworkOfOneChannelTrainsOnThem() {
    assertThat(runs(CLASSES).run(0).finalLoss()).isLessThan(StrictMath.log(CLASSES));
  }

  @Test
  @NeedsTorch
  void moreClassesThanTheFilesHaveAreRefused() {
    assertThatThrownBy(() -> runs(4).run(0))
        .hasMessageContaining("num_classes")
        .hasMessageContaining("must be at most 3, as many as the files have");
  }

  /** All pixels have mean 0 and deviation 1 to the network. */
  @Test
  void pixelsAreStandardisedByTheTrainingImages() {
    Trial trial = runs(CLASSES).trial(0);
    ImageSet set = ImageSet.of(trial.params(), Streams.of(trial));
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < set.train().count(); i++) {
      for (int p = set.train().pixels(i); p < set.train().pixels(i) + PIXELS; p++) {
        double x = set.values()[0][set.train().bytes()[p] & 0xff];
        sum += x;
        squares += x * x;
      }
    }
    double n = 60.0 * PIXELS;
    assertThat(sum / n).isCloseTo(0, within(1e-6));
    assertThat(squares / n).isCloseTo(1, within(1e-6));
  }

  /**
   * Fashion-MNIST as it is documented: 60 000 and 10 000 examples of ten classes (its README), as
   * many of each (Xiao, Rasul and Vollgraf 2017), pixels of mean 0.2860 and deviation 0.3530.
   */
  @Test
  void fashionMnistIsAsItIsDocumented() {
    boolean there = Files.isDirectory(FASHION);
    if (Boolean.getBoolean("fashion.required")) {
      assertThat(there).as("%s", FASHION).isTrue();
    }
    assumeTrue(there, "skipped: it takes Debian's dataset-fashion-mnist");
    IdxFiles fashion = IdxFiles.read(FASHION.toString());
    assertThat(counts(fashion.train())).hasSize(10).containsOnly(6000);
    assertThat(counts(fashion.test())).hasSize(10).containsOnly(1000);
    double mean = fashion.train().moment(0, 0, 1);
    assertThat(mean / 255).isCloseTo(0.2860, within(5e-5));
    assertThat(Math.sqrt(fashion.train().moment(0, mean, 2)) / 255).isCloseTo(0.3530, within(5e-5));
  }

  private static int[] counts(ImageRecords images) {
    int[] counts = new int[10];
    for (int i = 0; i < images.count(); i++) {
      counts[images.label(i)]++;
    }
    return counts;
  }
}
