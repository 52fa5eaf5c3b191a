package io.gradsweep.workers.numeric;

import static io.gradsweep.workers.numeric.DenseMatrix.Op.AS_IS;
import static io.gradsweep.workers.numeric.DenseMatrix.Op.TRANSPOSED;

import io.gradsweep.workers.api.NumericalBreakdown;
import java.nio.DoubleBuffer;
import smile.math.blas.EVDJob;
import smile.math.blas.LAPACK;
import smile.math.blas.Layout;
import smile.math.blas.UPLO;

/**
 * The Moore-Penrose inverse A⁺ = Σ v_k v_kᵀ / λ_k of one Gram matrix after another, A = V diag(λ)
 * Vᵀ by LAPACK under Smile, accepted only with a certificate: the residual A V - V diag(λ) and the
 * defect of VᵀV = I are small. Inverting allocates nothing. Serves one thread.
 *
 * <p>The sum is over λ_k > m ε λ_max, where ε = 2^-52 and m is the larger of the order of A and the
 * number of products that an entry of it adds up: a smaller eigenvalue may be the rounding of a
 * zero. A direction that the factor of A scales by less than √(m ε) of the largest scaling counts
 * as missing.
 */
public final class PseudoInverse {

  private static final double EPSILON = 0x1p-52;

  private static final double TOLERANCE = 1e-12;

  private final int n;
  private final double cutOff;

  /** Row k is v_k. */
  private final DenseMatrix vectors;

  private final DoubleBuffer values;
  private final DenseMatrix scaled;
  private final DenseMatrix check;
  private final DenseMatrix inverse;

  /**
   * @param n the order of the matrices
   * @param terms the products that an entry of them adds up
   */
  public PseudoInverse(int n, int terms) {
    this.n = n;
    cutOff = Math.max(n, terms) * EPSILON;
    vectors = new DenseMatrix(n, n);
    values = DenseMatrix.vector(n);
    scaled = new DenseMatrix(n, n);
    check = new DenseMatrix(n, n);
    inverse = new DenseMatrix(n, n);
  }

  /**
   * @param a symmetric, without negative eigenvalues except by rounding; not changed
   * @return A⁺, until the next call
   * @throws NumericalBreakdown if the decomposition does not pass the certificate
   */
  public DenseMatrix of(DenseMatrix a) {
    double norm = Math.sqrt(a.dot(a));
    if (!(norm < Double.POSITIVE_INFINITY)) {
      throw new NumericalBreakdown(
          "pseudo-inverse of a %d x %d matrix of norm %s".formatted(n, n, norm));
    }
    vectors.write(a);
    // LAPACK reads by columns, and so sees our upper triangle as a lower one, and leaves vectors in
    // our rows
    int info =
        LAPACK.engine.syev(
            Layout.COL_MAJOR, EVDJob.VECTORS, UPLO.LOWER, n, vectors.data(), n, values);
    if (info != 0) {
      throw new NumericalBreakdown(
          "pseudo-inverse of a %d x %d matrix: LAPACK says %d".formatted(n, n, info));
    }
    certify(a, n * TOLERANCE * norm);
    double least = Math.max(cutOff * values.get(n - 1), Double.MIN_NORMAL); // 1 / λ is finite
    for (int k = 0; k < n; k++) {
      scaleRow(k, values.get(k) > least ? 1 / values.get(k) : 0);
    }
    inverse.setProduct(1, vectors, TRANSPOSED, scaled, AS_IS, 0);
    return inverse;
  }

  /** Row k of {@link #scaled} ← factor times v_k. */
  private void scaleRow(int k, double factor) {
    for (int i = 0; i < n; i++) {
      scaled.set(k, i, factor * vectors.get(k, i));
    }
  }

  private void certify(DenseMatrix a, double residual) {
    for (int k = 0; k < n; k++) {
      scaleRow(k, values.get(k));
    }
    check.write(scaled);
    check.setProduct(1, vectors, AS_IS, a, AS_IS, -1);
    double missed = Math.sqrt(check.dot(check));
    check.setProduct(1, vectors, AS_IS, vectors, TRANSPOSED, 0);
    for (int k = 0; k < n; k++) {
      check.set(k, k, check.get(k, k) - 1);
    }
    double defect = Math.sqrt(check.dot(check));
    if (!(missed <= residual && defect <= n * TOLERANCE)) {
      throw new NumericalBreakdown(
          "pseudo-inverse of a %d x %d matrix: residual %s, defect %s"
              .formatted(n, n, missed, defect));
    }
  }
}
