package io.gradsweep.workers.numeric;

import io.gradsweep.results.trial.CanonicalHash;
import java.nio.DoubleBuffer;

/**
 * Which linear algebra runs here, by what it computes: OpenBLAS takes other kernels on other
 * processors, and those sum in another order. Two machines of one name give the same bits of the
 * products and solutions that were tried.
 */
public final class BlasIdentity {

  private static final int SIZE = 67; // no multiple of any kernel's block
  private static final int DIGITS = 8;

  private BlasIdentity() {}

  /** Such as {@code OpenBLAS, results 1c0ffee5}; what is wrong, where it cannot be loaded. */
  public static String name() {
    try {
      return "OpenBLAS, results " + results().substring(0, DIGITS);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
      return "none that can be loaded";
    }
  }

  private static String results() {
    DenseMatrix a = new DenseMatrix(SIZE, SIZE);
    DenseMatrix product = new DenseMatrix(SIZE, SIZE);
    DoubleBuffer x = DenseMatrix.vector(SIZE);
    DoubleBuffer y = DenseMatrix.vector(SIZE);
    for (int row = 0; row < SIZE; row++) {
      x.put(row, Math.sqrt(3 + row));
      for (int column = 0; column < SIZE; column++) {
        a.set(row, column, Math.sqrt(2 + row * SIZE + column) + (row == column ? SIZE : 0));
      }
    }
    product.setProduct(1, a, DenseMatrix.Op.AS_IS, a, DenseMatrix.Op.TRANSPOSED, 0);
    a.times(DenseMatrix.Op.AS_IS, x, y);
    LuFactors factors = new LuFactors(SIZE);
    factors.factorise(a);
    factors.solve(DenseMatrix.Op.AS_IS, x);
    CanonicalHash hash = new CanonicalHash("gradsweep-blas-1");
    for (int row = 0; row < SIZE; row++) {
      hash.part(bits(x.get(row))).part(bits(y.get(row)));
      for (int column = 0; column < SIZE; column++) {
        hash.part(bits(product.get(row, column)));
      }
    }
    return hash.hex();
  }

  private static String bits(double value) {
    return Long.toHexString(Double.doubleToLongBits(value));
  }
}
