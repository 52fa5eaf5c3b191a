package io.gradsweep.workers.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The values that trials last used, few and of bounded size: a segment asks for one again for each
 * of its algorithms, step sizes and noises. Safe for use by several threads. Equal keys must make
 * equal values, so that no trial can tell whether another one ran before it.
 */
public final class SmallCache<K, V> {

  private final int most;
  private final long mostSize;
  private final ToLongFunction<V> sizes;
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  /** Keeps so many values. */
  public SmallCache(int most) {
    this(most, Long.MAX_VALUE, value -> 0);
  }

  /**
   * Keeps so many values, whose sizes together are at most {@code mostSize}; the last one stays,
   * however large it is.
   *
   * @param sizes of a value, always the same
   */
  public SmallCache(int most, long mostSize, ToLongFunction<V> sizes) {
    this.most = most;
    this.mostSize = mostSize;
    this.sizes = sizes;
  }

  /** The value of a key, made if it is not there. Two threads may make the same value at once. */
  public V get(K key, Supplier<V> make) {
    synchronized (values) {
      V known = values.get(key);
      if (known != null) {
        return known;
      }
    }
    V made = make.get();
    synchronized (values) {
      V earlier = values.putIfAbsent(key, made);
      if (earlier != null) {
        return earlier;
      }
      size += sizes.applyAsLong(made);
      forgetOldest();
      return made;
    }
  }

  private void forgetOldest() {
    var oldest = values.values().iterator();
    while (values.size() > 1 && (values.size() > most || size > mostSize)) {
      size -= sizes.applyAsLong(oldest.next());
      oldest.remove();
    }
  }
}
