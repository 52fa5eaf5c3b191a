package io.gradsweep.results.outcome;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Number of trials per status. Mutable; serves one thread. */
public final class StatusCounts implements Serializable {

  private static final long serialVersionUID = 1;

  private final long[] counts = new long[Status.values().length];

  public void add(Status status) {
    counts[status.ordinal()]++;
  }

  public void add(Status status, long count) {
    counts[status.ordinal()] += count;
  }

  public void addAll(StatusCounts more) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += more.counts[i];
    }
  }

  public long of(Status status) {
    return counts[status.ordinal()];
  }

  public long total() {
    return Arrays.stream(counts).sum();
  }

  public void clear() {
    Arrays.fill(counts, 0);
  }

  public StatusCounts copy() {
    StatusCounts copy = new StatusCounts();
    copy.addAll(this);
    return copy;
  }

  /** All statuses in their order, by their words; zeros included. */
  public Map<String, Long> byWord() {
    Map<String, Long> byWord = new LinkedHashMap<>();
    for (Status status : Status.values()) {
      byWord.put(status.word(), of(status));
    }
    return byWord;
  }

  /** As {@link #byWord}, without the statuses that do not occur. */
  public Map<String, Long> occurring() {
    Map<String, Long> occurring = byWord();
    occurring.values().removeIf(count -> count == 0);
    return occurring;
  }
}
