package io.gradsweep.driver.store;

import io.gradsweep.results.outcome.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What is known of a segment's failures beyond their reasons: the first of each cause, bounded. */
final class FailureLog {

  private static final int MOST_BYTES = 65_536;

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  /** Adds an entry; false where there is nothing to say, or no room for it. */
  boolean add(Status status, String reason, String trialId, String details) {
    if (details.isBlank()) {
      return false;
    }
    return add(
        "%s: %s%ntrial %s, the first of this cause here%n%n%s%n%n"
            .formatted(status.word(), reason, trialId, details.strip())
            .getBytes(StandardCharsets.UTF_8));
  }

  private boolean add(byte[] entry) {
    if (text.size() + entry.length > MOST_BYTES) {
      return false;
    }
    text.writeBytes(entry);
    return true;
  }

  /** Adds what an earlier attempt has kept, as far as there is room. */
  void addEarlier(String log) {
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    text.write(bytes, 0, Math.min(bytes.length, MOST_BYTES - text.size()));
  }

  boolean isEmpty() {
    return text.size() == 0;
  }

  byte[] bytes() {
    return text.toByteArray();
  }
}
