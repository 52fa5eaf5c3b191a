package io.gradsweep.workers.api;

import io.gradsweep.results.summary.StrictLog;

/**
 * Logarithms of many numbers, with the bits of {@link StrictLog}: side by side if this JVM has
 * vectors, else one after the other. Serves one thread.
 */
class ArrayLog {

  private static final String VECTORS = "io.gradsweep.workers.api.VectorLog";

  private static final ThreadLocal<ArrayLog> OF_THREAD = ThreadLocal.withInitial(ArrayLog::make);

  /** The one of the calling thread. */
  static ArrayLog ofThread() {
    return OF_THREAD.get();
  }

  private static ArrayLog make() {
    return Vectors.areThere() ? Vectors.make(ArrayLog.class, VECTORS) : new ArrayLog();
  }

  /** Replaces the first n numbers by their logarithms. */
  void replace(double[] x, int n) {
    oneByOne(x, 0, n);
  }

  static void oneByOne(double[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = StrictLog.log(x[i]);
    }
  }
}
