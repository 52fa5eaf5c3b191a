package io.gradsweep.workers.numeric;

import smile.math.blas.BLAS;
import smile.math.blas.LAPACK;
import smile.math.matrix.Matrix;

/**
 * Loads Smile and OpenBLAS on a separate thread. A trial may be the first to need them, and its
 * time limit may interrupt it: an interrupt while libraries are unpacked, or while Smile's logger
 * starts, would leave classes that no later trial of the process can use.
 */
final class NativeLibraries {

  private static final Thread LOADER = new Thread(NativeLibraries::touch, "OpenBLAS loader");

  /**
   * The reason why nothing may be loaded here; null if the first use will show whether loading
   * works.
   */
  private static volatile UnsatisfiedLinkError refusal;

  static {
    LOADER.setDaemon(true);
    LOADER.setUncaughtExceptionHandler((thread, error) -> {}); // the first use throws it again
    LOADER.start();
  }

  private NativeLibraries() {}

  /**
   * Returns when they are loaded; an interrupt meanwhile is kept for the caller.
   *
   * @throws UnsatisfiedLinkError if this processor cannot run them with the chosen kernel
   */
  static void await() {
    boolean interrupted = false;
    while (true) {
      try {
        LOADER.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
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
