package io.gradsweep.driver.cluster;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Waits for servers and their jobs, and says how they stood if they take too long. */
public final class Waiting {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A look at whether the wait is over. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException;
  }

  /** A look at how things stand, for a message. */
  @FunctionalInterface
  public interface State {
    String told() throws IOException;
  }

  private Waiting() {}

  /** Waits three minutes at most. */
  public static void until(Condition condition, State state) throws IOException {
    until(PATIENCE, condition, state);
  }

  /**
   * Waits until a condition holds.
   *
   * @throws IOException if it does not hold in time, with the state
   */
  public static void until(Duration most, Condition condition, State state) throws IOException {
    Instant deadline = Instant.now().plus(most);
    while (!condition.holds()) {
      if (Instant.now().isAfter(deadline)) {
        throw new IOException("not within %s: %s".formatted(most, state.told()));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
