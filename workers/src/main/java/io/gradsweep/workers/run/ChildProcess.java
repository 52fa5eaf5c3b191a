package io.gradsweep.workers.run;

import java.io.IOException;

/**
 * Start of a process for trials. Java starts a helper first, which becomes the process: a kill from
 * outside that hits the helper is an exception here, and an accident, after which another start is
 * due.
 */
public final class ChildProcess {

  private static final int MOST_STARTS = 3;

  private ChildProcess() {}

  /**
   * @throws IOException if it cannot be started, three times
   */
  public static Process start(ProcessBuilder builder) throws IOException {
    for (int starts = 1; ; starts++) {
      try {
        return builder.start();
      } catch (IOException e) {
        if (starts == MOST_STARTS) {
          throw e;
        }
      }
    }
  }
}
