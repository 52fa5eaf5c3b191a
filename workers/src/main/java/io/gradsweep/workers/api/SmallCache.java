package io.gradsweep.workers.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * A cache of the few values that trials used last, of bounded size. A segment needs the same value
 * for each of its algorithms, step sizes and noises. Safe for use by several threads. Equal keys
 * must have equal values, so that no trial can tell whether another one ran before it.
 */
public final class SmallCache<K, V> {

  private final int most;
  private final long mostSize;
  private final ToLongFunction<V> sizes;
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  /** Creates a cache of so many values. */
  public SmallCache(int most) {
    this(most, Long.MAX_VALUE, value -> 0);
  }

  /**
   * Creates a cache of so many values, with a total size of at most {@code mostSize}; the last
   * value stays, however large it is.
   *
   * @param sizes the size of a value, always the same
   */
  public SmallCache(int most, long mostSize, ToLongFunction<V> sizes) {
    this.most = most;
    this.mostSize = mostSize;
    this.sizes = sizes;
  }

  /**
   * Returns the value of a key, made if it is absent. Two threads may make the same value at once.
   */
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
