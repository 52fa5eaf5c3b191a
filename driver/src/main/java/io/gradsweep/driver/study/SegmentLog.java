package io.gradsweep.driver.study;

import io.gradsweep.results.outcome.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The bounded log beside a segment's rows: details of its failures, of the first of each cause,
 * then the output of its trials.
 */
final class SegmentLog {

  private static final int MOST_BYTES = 65_536;

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private long silenced;

  /** Adds an entry; false if it is empty, or there is no room for it. */
  boolean add(Status status, String reason, String trialId, String details) {
    if (details.isBlank()) {
      return false;
    }
    return add(
        text,
        "%s: %s%ntrial %s, the first of this cause here%n%n%s%n%n"
            .formatted(status.word(), reason, trialId, details.strip())
            .getBytes(StandardCharsets.UTF_8));
  }

  private static boolean add(ByteArrayOutputStream to, byte[] entry) {
    if (to.size() + entry.length > MOST_BYTES) {
      return false;
    }
    to.writeBytes(entry);
    return true;
  }

  /** Adds a trial's output; counts those for which there is no room. */
  void addPrinted(String trialId, String words) {
    if (words.isBlank()) {
      return;
    }
    byte[] entry =
        "trial %s printed:%n%s%n%n"
            .formatted(trialId, words.strip())
            .getBytes(StandardCharsets.UTF_8);
    if (silenced > 0 || !add(printed, entry)) {
      silenced++;
    }
  }

  /** Adds the log of an earlier attempt, as far as there is room. */
  void addEarlier(String log) {
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    text.write(bytes, 0, Math.min(bytes.length, MOST_BYTES - text.size()));
  }

  boolean isEmpty() {
    return text.size() + printed.size() + silenced == 0;
  }

  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(text.toByteArray());
    all.writeBytes(printed.toByteArray());
    if (silenced > 0) {
      String more = "… and %d more trials printed something%n".formatted(silenced);
      all.writeBytes(more.getBytes(StandardCharsets.UTF_8));
    }
    return all.toByteArray();
  }
}
