package io.gradsweep.workers.numeric;

import smile.math.blas.BLAS;
import smile.math.blas.LAPACK;
import smile.math.matrix.Matrix;

/** Loads Smile, whose logger must not be interrupted either, and OpenBLAS, once in a process. */
final class NativeLibraries {

  private static final LibraryLoader LOADER = new LibraryLoader("OpenBLAS", NativeLibraries::touch);

  /**
   * The reason why nothing may be loaded here; null if the first use will show whether loading
   * works.
   */
  private static volatile UnsatisfiedLinkError refusal;

  private NativeLibraries() {}

  /**
   * Returns when they are loaded; an interrupt meanwhile is kept for the caller.
   *
   * @throws UnsatisfiedLinkError if this processor cannot run them with the chosen kernel
   */
  static void await() {
    LOADER.await();
    if (refusal != null) {
      throw refusal;
    }
  }

  private static void touch() {
    try {
      BlasKernel.requireAbilities(System.getenv(BlasKernel.VARIABLE), Processor.here());
    } catch (UnsatisfiedLinkError e) {
      refusal = e;
      throw e;
    }
    Matrix one = Matrix.eye(1);
    if (BLAS.engine != null && LAPACK.engine != null) {
      one.lu();
    }
  }
}
