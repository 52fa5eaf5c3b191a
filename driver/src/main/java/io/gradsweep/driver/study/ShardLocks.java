package io.gradsweep.driver.study;

import io.gradsweep.driver.storage.Storage;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The locks of a study's shards, as one process sees them over time. A holder on another machine is
 * dead if its lock does not change for two minutes by this process's own monotonic clock.
 */
public final class ShardLocks {

  /** The life of a shard, as its lock says. */
  public enum ShardLife {
    /** No lock: the shard did not begin, or ended in order. */
    ABSENT,
    LIVES,
    /** It has not touched its lock for a while; looking on decides. */
    DOUBTED,
    DEAD
  }

  /** A lock's file, and when it was first seen like this. */
  private record FirstLook(LockSighting sighting, long nanos) {}

  private final Study study;
  private final int shards;
  private final Map<Integer, FirstLook> seen = new HashMap<>();

  public ShardLocks(Study study, int shards) {
    this.study = study;
    this.shards = shards;
  }

  /** The shards by what their locks say now. */
  public Map<ShardLife, Set<Integer>> look() throws IOException {
    Map<ShardLife, Set<Integer>> lives = new EnumMap<>(ShardLife.class);
    for (ShardLife life : ShardLife.values()) {
      lives.put(life, new TreeSet<>());
    }
    Map<String, Storage.StoredFile> files =
        study.storage().list("").stream()
            .collect(Collectors.toMap(Storage.StoredFile::name, Function.identity()));
    for (int shard = 0; shard < shards; shard++) {
      lives.get(life(shard, files)).add(shard);
    }
    return lives;
  }

  private ShardLife life(int shard, Map<String, Storage.StoredFile> files) throws IOException {
    String path = StudyLock.shardFile(shard, shards);
    Optional<byte[]> content = study.storage().read(path);
    if (content.isEmpty() || !files.containsKey(path)) {
      return ShardLife.ABSENT;
    }
    LockSighting now = new LockSighting(content.get(), files.get(path).modifiedMillis());
    FirstLook first = seen.get(shard);
    boolean moved = first != null && !first.sighting.isSame(now);
    if (first == null || moved) {
      first = new FirstLook(now, System.nanoTime());
      seen.put(shard, first);
    }
    LockHolder.Life life = now.holder().map(LockHolder::life).orElse(LockHolder.Life.DEAD);
    return switch (life) {
      case LIVES -> ShardLife.LIVES;
      case DEAD -> ShardLife.DEAD;
      case UNSEEN -> unseen(first, moved);
    };
  }

  private static ShardLife unseen(FirstLook first, boolean moved) {
    if (moved || LockHolder.isFresh(first.sighting.modifiedMillis())) {
      return ShardLife.LIVES;
    }
    long silent = System.nanoTime() - first.nanos();
    return silent < LockHolder.STALE_AFTER.toNanos() ? ShardLife.DOUBTED : ShardLife.DEAD;
  }
}
