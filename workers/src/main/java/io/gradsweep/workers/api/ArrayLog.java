package io.gradsweep.workers.api;

import io.gradsweep.results.summary.StrictLog;

/**
 * Logarithms of many numbers, with the bits of {@link StrictLog}: side by side if this JVM has
 * vectors and there are many arrays, else one after the other. Serves one thread.
 */
class ArrayLog {

  private static final String VECTORS = "io.gradsweep.workers.api.VectorLog";

  /**
   * Vectors pay once they are compiled, and cost many times as much before; a thread that has fewer
   * arrays than this never begins with them.
   */
  static final int ARRAYS_BEFORE_VECTORS = 10_000;

  private static final ThreadLocal<ArrayLog> OF_THREAD = ThreadLocal.withInitial(ArrayLog::new);

  /** How often the one of a thread was asked for, while it matters. */
  private int asked;

  /** The one for the next array of the calling thread. */
  static ArrayLog ofThread() {
    ArrayLog logs = OF_THREAD.get();
    if (logs.asked == ARRAYS_BEFORE_VECTORS) {
      return logs;
    }
    logs.asked++;
    if (logs.asked == ARRAYS_BEFORE_VECTORS) {
      OF_THREAD.set(quickest());
    }
    return logs;
  }

  /** One in vectors if this JVM has them. */
  static ArrayLog quickest() {
    ArrayLog logs = Vectors.areThere() ? Vectors.make(ArrayLog.class, VECTORS) : new ArrayLog();
    logs.asked = ARRAYS_BEFORE_VECTORS;
    return logs;
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
