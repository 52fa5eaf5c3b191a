package io.gradsweep.driver.query;

import com.sun.management.OperatingSystemMXBean;
import io.gradsweep.driver.RequestException;
import java.lang.management.ManagementFactory;

/** Limits of a query. */
public final class QueryLimits {

  /** Memory of a query in MiB. */
  static final String MEMORY = "gradsweep.query.memory";

  static final int MOST_CHARACTERS = 100_000;

  /** About a gigabyte on its way to the terminal; a text counts by its length. */
  static final long MOST_VALUES = 20_000_000;

  private static final int CHARACTERS_PER_VALUE = 20;

  private QueryLimits() {}

  /** Half of the machine's memory, unless the property says otherwise. */
  static long mostMebibytes() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return Math.max(64, Long.getLong(MEMORY, system.getTotalMemorySize() >> 21));
  }

  /** Counts the values of an answer as they arrive. */
  public static final class Counter {

    private final long most;
    private long values;

    public Counter(long most) {
      this.most = most;
    }

    public void add(Object value) {
      values += value instanceof String text ? 1 + text.length() / CHARACTERS_PER_VALUE : 1;
      if (values > most) {
        throw new RequestException(
            "Cannot answer query: more than %d values (must be fewer: add LIMIT or group them; the"
                    .formatted(most)
                + " study is plain Parquet for all of it)");
      }
    }
  }
}
