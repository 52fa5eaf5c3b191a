package io.gradsweep.results.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TestStrictLog {

  private static final int MANY = 2_000_000;

  private static void requireSame(double x) {
    long expected = Double.doubleToLongBits(StrictMath.log(x));
    if (Double.doubleToLongBits(StrictLog.log(x)) != expected) {
      assertThat(StrictLog.log(x)).as("ln %s", x).isEqualTo(StrictMath.log(x));
    }
  }

  @Test
  void anyDoubleHasTheBitsOfStrictMath() {
    SplittableRandom random = new SplittableRandom(18);
    for (int i = 0; i < MANY; i++) {
      requireSame(Double.longBitsToDouble(random.nextLong()));
    }
  }

  @Test
  void numbersNearOneAndNearPowersOfTwoHaveThem() {
    SplittableRandom random = new SplittableRandom(19);
    for (int i = 0; i < MANY; i++) {
      double near = 1 + Math.scalb(random.nextDouble() - 0.5, -random.nextInt(50));
      requireSame(near);
      requireSame(Math.scalb(near, random.nextInt(2000) - 1000));
      requireSame(random.nextDouble(0.5, 2));
    }
  }

  @Test
  void edgesHaveThem() {
    for (double x :
        new double[] {
          0,
          -0.0,
          1,
          -1,
          2,
          0.5,
          Double.MIN_VALUE,
          Double.MIN_NORMAL,
          Double.MAX_VALUE,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.NaN,
          Math.nextDown(1.0),
          Math.nextUp(1.0),
          Math.sqrt(2),
          Math.sqrt(0.5),
          1.38,
          1.42
        }) {
      requireSame(x);
      requireSame(Math.nextUp(x));
      requireSame(Math.nextDown(x));
    }
  }

  @Test
  void wholeNumbersHaveThem() {
    for (int i = 1; i < 100_000; i++) {
      requireSame(i);
    }
  }
}
