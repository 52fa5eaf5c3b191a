package io.gradsweep.workers.simulations.gradientautoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.Runs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On four images of 8 × 8 whose pixels say which image they are of, and where they were. */
class TestBatches {

  private static final int CLASSES = 4;
  private static final int SIDE = 8;
  private static final int PLANE = SIDE * SIDE;
  private static final int LONGEST_SHIFT = 4;

  private static final Runs RUNS =
      new Runs(
          new GradientAutoscaling(),
          3,
          "num_classes",
          CLASSES,
          "image_size",
          SIDE,
          "num_samples",
          CLASSES,
          "num_test_samples",
          CLASSES,
          "batch_size",
          CLASSES);

  private static Batches batches(Object... values) {
    Trial trial = RUNS.trial(0, values);
    int record = ImageRecords.Format.COLOURS.recordLength(SIDE);
    byte[] bytes = new byte[CLASSES * record];
    for (int k = 0; k < CLASSES; k++) {
      bytes[k * record + 1] = (byte) k;
      for (int i = 0; i < 3 * PLANE; i++) {
        bytes[k * record + 2 + i] = (byte) (PLANE * k + i % PLANE);
      }
    }
    ImageRecords images = new ImageRecords(bytes, SIDE, ImageRecords.Format.COLOURS);
    float[][] numbers = new float[3][256];
    for (int channel = 0; channel < 3; channel++) {
      for (int b = 0; b < 256; b++) {
        numbers[channel][b] = number(channel, b);
      }
    }
    return new Batches(
        new Settings(trial.params(), CLASSES),
        new ImageSet(images, images, numbers, ""),
        Streams.of(trial));
  }

  /** Never 0, which is what lies outside of an image. */
  private static float number(int channel, int b) {
    return 1 + 256 * channel + b;
  }

  private static float original(int image, int channel, int place) {
    return number(channel, PLANE * image + place);
  }

  private static int label(Batches batches, int b) {
    for (int k = 0; k < CLASSES; k++) {
      if (batches.targets()[b * CLASSES + k] > 0.5) {
        return k;
      }
    }
    throw new AssertionError("no label");
  }

  @Test
  void anEpochIsEveryImageOnceInAnOrderOfItsOwn() {
    Batches batches = batches("batch_size", 2);
    assertThat(batches.perEpoch()).isEqualTo(2);
    Set<List<Integer>> orders = new HashSet<>();
    for (int epoch = 0; epoch < 20; epoch++) {
      List<Integer> order = new ArrayList<>();
      for (int batch = 0; batch < 2; batch++) {
        batches.next();
        for (int b = 0; b < 2; b++) {
          int image = label(batches, b);
          order.add(image);
          for (int i = 0; i < 3 * PLANE; i++) {
            assertThat(batches.pixels()[b * 3 * PLANE + i])
                .isEqualTo(original(image, i / PLANE, i % PLANE));
          }
        }
      }
      assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3);
      orders.add(order);
    }
    assertThat(orders).hasSizeGreaterThan(5); // of 24; that 20 epochs have fewer: below 1e-9
  }

  @Test
  void theLastSmallerBatchIsDropped() {
    assertThat(batches("batch_size", 3).perEpoch()).isEqualTo(1);
  }

  @Test
  void smoothingSpreadsItsShareOverTheOtherClasses() {
    Batches batches = batches("label_smoothing", 0.3);
    batches.next();
    for (int b = 0; b < CLASSES; b++) {
      int label = label(batches, b);
      for (int k = 0; k < CLASSES; k++) {
        assertThat(batches.targets()[b * CLASSES + k])
            .isCloseTo(k == label ? 0.7f : 0.1f, within(1e-7f));
      }
    }
  }

  /** All 162 ways to shift and mirror come up in 800 images but with probability 162·e^-4.9. */
  @Test
  void cropsAreShiftsOfThePaddedImageHalfOfThemMirrored() {
    Batches batches = batches("augmentation", "crop_flip");
    Set<String> seen = new HashSet<>();
    int mirrored = 0;
    for (int round = 0; round < 200; round++) {
      batches.next();
      for (int b = 0; b < CLASSES; b++) {
        String way = way(batches, b);
        seen.add(way);
        mirrored += way.startsWith("mirrored") ? 1 : 0;
      }
    }
    assertThat(seen).hasSizeGreaterThan(150);
    assertThat(mirrored).isBetween(330, 470); // five standard deviations about the half
  }

  private static String way(Batches batches, int b) {
    int image = label(batches, b);
    for (int down = -LONGEST_SHIFT; down <= LONGEST_SHIFT; down++) {
      for (int right = -LONGEST_SHIFT; right <= LONGEST_SHIFT; right++) {
        for (boolean mirrored : new boolean[] {false, true}) {
          if (isCrop(batches.pixels(), b, image, down, right, mirrored)) {
            return (mirrored ? "mirrored " : "") + down + " " + right;
          }
        }
      }
    }
    throw new AssertionError("no crop of image " + image);
  }

  private static boolean isCrop(
      float[] pixels, int b, int image, int down, int right, boolean mirrored) {
    for (int channel = 0; channel < 3; channel++) {
      for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
          int fromRow = row + down;
          int fromColumn = (mirrored ? SIDE - 1 - column : column) + right;
          boolean outside = fromRow < 0 || fromRow >= SIDE || fromColumn < 0 || fromColumn >= SIDE;
          float expected = outside ? 0 : original(image, channel, SIDE * fromRow + fromColumn);
          if (pixels[((b * 3 + channel) * SIDE + row) * SIDE + column] != expected) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Whatever is mixed, a pixel is the same mean of the images as the target is of their labels. */
  @Test
  void mixupMixesPixelsAsItMixesLabels() {
    Batches batches = batches("mixing", "mixup");
    Set<Float> shares = new HashSet<>();
    for (int round = 0; round < 20; round++) {
      batches.next();
      for (int b = 0; b < CLASSES; b++) {
        assertThat(sumOfTargets(batches, b)).isCloseTo(1, within(1e-6));
        for (int i = 0; i < 3 * PLANE; i++) {
          double expected = 0;
          for (int k = 0; k < CLASSES; k++) {
            double share = batches.targets()[b * CLASSES + k];
            expected += share * original(k, i / PLANE, i % PLANE);
          }
          assertThat(batches.pixels()[b * 3 * PLANE + i])
              .isCloseTo((float) expected, within(1e-3f));
        }
        shares.add(batches.targets()[b * CLASSES]);
      }
    }
    assertThat(shares).hasSizeGreaterThan(10);
  }

  private static double sumOfTargets(Batches batches, int b) {
    double sum = 0;
    for (int k = 0; k < CLASSES; k++) {
      sum += batches.targets()[b * CLASSES + k];
    }
    return sum;
  }

  @Test
  void cutmixCutsABoxAndSharesTheLabelByItsArea() {
    Batches batches = batches("mixing", "cutmix");
    int cut = 0;
    for (int round = 0; round < 50; round++) {
      batches.next();
      for (int b = 0; b < CLASSES; b++) {
        assertThat(sumOfTargets(batches, b)).isCloseTo(1, within(1e-6));
        for (int k = 0; k < CLASSES; k++) {
          int pixels = pixelsOf(batches.pixels(), b, k);
          assertThat((double) batches.targets()[b * CLASSES + k])
              .isCloseTo(pixels / (double) PLANE, within(1e-6));
          cut += pixels > 0 && pixels < PLANE ? 1 : 0;
        }
      }
    }
    assertThat(cut).isGreaterThan(50);
  }

  /** Pixels that are of an image, each in its place, in all three channels alike. */
  private static int pixelsOf(float[] pixels, int b, int image) {
    int count = 0;
    for (int place = 0; place < PLANE; place++) {
      boolean[] same = new boolean[3];
      for (int channel = 0; channel < 3; channel++) {
        same[channel] =
            pixels[(b * 3 + channel) * PLANE + place] == original(image, channel, place);
      }
      assertThat(same[1]).isEqualTo(same[0]);
      assertThat(same[2]).isEqualTo(same[0]);
      count += same[0] ? 1 : 0;
    }
    return count;
  }

  /** Order, augmentation and mixing have streams of their own. */
  @ParameterizedTest
  @ValueSource(strings = {"augmentation", "mixing"})
  void changingOneOfTheDrawsLeavesTheOrder(String parameter) {
    Batches plain = batches("batch_size", 2);
    Batches changed =
        batches("batch_size", 2, parameter, parameter.equals("mixing") ? "cutmix" : "crop_flip");
    for (int round = 0; round < 10; round++) {
      plain.next();
      changed.next();
      for (int b = 0; b < 2 && parameter.equals("augmentation"); b++) {
        assertThat(label(changed, b)).isEqualTo(label(plain, b));
      }
      Set<Integer> images = new HashSet<>(List.of(label(plain, 0), label(plain, 1)));
      for (int k = 0; k < CLASSES; k++) {
        double share = changed.targets()[k] + changed.targets()[CLASSES + k];
        assertThat(share > 0).as("image %d", k).isEqualTo(images.contains(k));
      }
    }
  }
}
