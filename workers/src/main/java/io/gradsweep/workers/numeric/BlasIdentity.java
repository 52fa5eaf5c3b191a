package io.gradsweep.workers.numeric;

import io.gradsweep.results.trial.CanonicalHash;
import java.nio.DoubleBuffer;
import org.bytedeco.openblas.global.openblas;

/**
 * Identifies the linear algebra of this process, by name and by its results: kernels sum in
 * different orders. Two machines with the same results give the same bits of the products and
 * solutions that were tried.
 *
 * @param name of the library, with its version
 * @param kernel by OpenBLAS's name; null if not known
 * @param results a digest of computed bits; null if the library cannot be loaded
 */
public record BlasIdentity(String name, String kernel, String results) {

  private static final int SIZE = 67; // not a multiple of any kernel's block
  private static final int DIGITS = 8;

  /** Identifies this process's library, and loads it if needed. */
  public static BlasIdentity here() {
    try {
      String digest = digest().substring(0, DIGITS);
      return new BlasIdentity(
          openblas.OPENBLAS_VERSION.strip(), BlasKernel.running().orElse(null), digest);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
      return new BlasIdentity("none that can be loaded", null, null);
    }
  }

  private static String digest() {
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
