package io.gradsweep.driver.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Reads, writes or deletes several files at once. */
public final class Parallel {

  /** Far below the limits of Hadoop's S3 client and a NameNode for one process. */
  private static final int REMOTE_FILES = 32;

  private static final int MOST_SECONDS_TO_END = 60;

  /** Operation on one of them. */
  public interface Operation<K, V> {
    V of(K key) throws IOException;
  }

  /** Operation on one of them, for its effect. */
  public interface Deed<K> {
    void to(K key) throws IOException;
  }

  private Parallel() {}

  /** Reads many small files at once: a remote one is little work and a long wait. */
  public static <K, V> Map<K, V> map(Storage storage, Collection<K> keys, Operation<K, V> reading)
      throws IOException {
    return map(threads(storage), keys, reading);
  }

  /** Applies an operation to all of them, in no order. */
  public static <K> void each(Storage storage, Collection<K> keys, Deed<K> deed)
      throws IOException {
    map(
        threads(storage),
        keys,
        key -> {
          deed.to(key);
          return key;
        });
  }

  private static int threads(Storage storage) {
    return storage.isLocal() ? Runtime.getRuntime().availableProcessors() : REMOTE_FILES;
  }

  /**
   * Reads each key and returns the results in the order of the keys; uses at most so many threads.
   */
  public static <K, V> Map<K, V> map(int threads, Collection<K> keys, Operation<K, V> reading)
      throws IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.max(1, Math.min(threads, keys.size())));
    try {
      List<Future<V>> values = new ArrayList<>();
      keys.forEach(key -> values.add(pool.submit(() -> reading.of(key))));
      Map<K, V> map = new LinkedHashMap<>();
      int next = 0;
      for (K key : keys) {
        map.put(key, value(values.get(next++)));
      }
      return map;
    } finally {
      end(pool);
    }
  }

  /** Waits for the others if one has failed: only then may their files be deleted. */
  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    try {
      pool.awaitTermination(MOST_SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <V> V value(Future<V> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading or writing files");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException wrong) {
        throw wrong;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
