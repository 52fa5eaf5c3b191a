package io.gradsweep.workers.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Logarithms of many numbers have the bits of {@link StrictMath#log}, in vectors and without. */
class TestArrayLog {

  private static final int ROUNDS = 2500;

  private static final ArrayLog PLAIN = new ArrayLog();
  private static final ArrayLog QUICKEST = ArrayLog.quickest();

  private static void requireSame(double... x) {
    double[] expected = Arrays.stream(x).map(StrictMath::log).toArray();
    for (ArrayLog logs : new ArrayLog[] {PLAIN, QUICKEST}) {
      double[] made = x.clone();
      logs.replace(made, x.length);
      for (int i = 0; i < x.length; i++) {
        if (Double.doubleToLongBits(made[i]) != Double.doubleToLongBits(expected[i])) {
          assertThat(made[i]).as("ln %s by %s", x[i], logs).isEqualTo(expected[i]);
        }
      }
    }
  }

  /** Arrays of all lengths up to 130. */
  private static void requireSameOfMany(DoubleSupplier numbers) {
    for (int round = 0; round < ROUNDS; round++) {
      requireSame(DoubleStream.generate(numbers).limit(round % 131).toArray());
    }
  }

  @Test
  void aThreadBeginsWithVectorsWhereTheyAreOnceItHasHadManyArrays() throws Exception {
    assertThat(QUICKEST.getClass() != ArrayLog.class).isEqualTo(Vectors.areThere());
    FutureTask<List<ArrayLog>> all =
        new FutureTask<>(
            () ->
                Stream.generate(ArrayLog::ofThread)
                    .limit(3L * ArrayLog.ARRAYS_BEFORE_VECTORS)
                    .toList());
    Thread thread = new Thread(all);
    thread.start();
    List<ArrayLog> first = all.get().subList(0, ArrayLog.ARRAYS_BEFORE_VECTORS);
    List<ArrayLog> rest = all.get().subList(first.size(), all.get().size());
    assertThat(new HashSet<>(first)).hasSize(1);
    assertThat(first.get(0).getClass()).isEqualTo(ArrayLog.class);
    assertThat(new HashSet<>(rest)).hasSize(1);
    assertThat(rest.get(0).getClass()).isEqualTo(QUICKEST.getClass());
    thread.join();
  }

  @Test
  void normalNumbersHaveTheBits() {
    SplittableRandom random = new SplittableRandom(21);
    requireSameOfMany(
        () -> Double.longBitsToDouble(random.nextLong(1L << 52, 0x7ff0000000000000L)));
  }

  @Test
  void numbersNearOneAndNearPowersOfTwoHaveThem() {
    SplittableRandom random = new SplittableRandom(22);
    requireSameOfMany(() -> 1 + Math.scalb(random.nextDouble() - 0.5, -random.nextInt(54)));
    requireSameOfMany(
        () ->
            Math.scalb(
                1 + Math.scalb(random.nextDouble() - 0.5, -random.nextInt(54)),
                random.nextInt(2000) - 1000));
    requireSameOfMany(() -> random.nextDouble(0.5, 2));
    requireSameOfMany(() -> random.nextDouble(1.37, 1.43));
    requireSameOfMany(() -> random.nextDouble(1.37, 1.43) / 2);
  }

  /** Both sides of each bound at which another form begins, at every exponent. */
  @Test
  void numbersAtTheBoundsOfTheFormsHaveThem() {
    for (int k = -1022; k < 1023; k++) {
      double[] bounds =
          DoubleStream.of(
                  1,
                  1 + 0x1p-20,
                  2 - 0x1p-19,
                  1 + 0x6147a * 0x1p-20,
                  1 + 0x6a09c * 0x1p-20,
                  1 + 0x6b851 * 0x1p-20,
                  1 + 0x6b852 * 0x1p-20)
              .flatMap(x -> DoubleStream.of(Math.nextDown(x), x, Math.nextUp(x)))
              .toArray();
      for (int i = 0; i < bounds.length; i++) {
        bounds[i] = Math.max(Double.MIN_NORMAL, Math.scalb(bounds[i], k));
      }
      requireSame(bounds);
    }
  }

  /** One among others, at each place. */
  @Test
  void numbersThatAreNotNormalHaveThem() {
    for (double x :
        new double[] {
          0,
          -0.0,
          -1,
          Double.MIN_VALUE,
          Math.nextDown(Double.MIN_NORMAL),
          Double.MIN_NORMAL,
          Double.MAX_VALUE,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.NaN
        }) {
      for (int place = 0; place < 19; place++) {
        double[] numbers = DoubleStream.iterate(0.1, y -> y * 3).limit(19).toArray();
        numbers[place] = x;
        requireSame(numbers);
      }
    }
  }
}
