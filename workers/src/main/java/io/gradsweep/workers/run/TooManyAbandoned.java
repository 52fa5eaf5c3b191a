package io.gradsweep.workers.run;

import java.io.IOException;

/**
 * Thrown if so many trials of one JVM have never returned that their threads take its cores from
 * the others.
 */
public final class TooManyAbandoned extends IOException {

  private static final long serialVersionUID = 1;

  TooManyAbandoned(int most) {
    super(
        "Cannot go on: %d trials did not stop when asked, and their threads still run"
            .formatted(most));
  }
}
