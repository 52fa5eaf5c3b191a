package io.gradsweep.driver.study;

import io.gradsweep.driver.storage.Storage;
import io.gradsweep.driver.study.LockHolder.Life;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Finds out whether locks are held. A lock whose holder's process is not visible from here is
 * watched: it is stale only if its file does not change for two minutes by this process's own
 * monotonic clock. No two clocks need to agree for that.
 *
 * @param silence how long a lock must stay unchanged
 * @param told receives the message that somebody has to wait, and why
 */
record LockWatch(Duration silence, Consumer<String> told) {

  private static final int LOOKS = 120;

  /** The first of these locks that is held; waits until that is decided. */
  Optional<String> held(Storage storage, List<String> paths) throws IOException {
    Map<String, LockSighting> unseen = new LinkedHashMap<>();
    for (String path : paths) {
      Optional<LockSighting> look = look(storage, path);
      Life life = look.isEmpty() ? Life.DEAD : life(look.get());
      if (life == Life.LIVES) {
        return Optional.of(path);
      }
      if (life == Life.UNSEEN) {
        unseen.put(path, look.get());
      }
    }
    return unseen.isEmpty() ? Optional.empty() : watch(storage, unseen);
  }

  /** The life of the holder; a lock touched a moment ago counts as held, without watching. */
  private static Life life(LockSighting look) throws IOException {
    Optional<LockHolder> holder = look.holder();
    Life life = holder.map(LockHolder::life).orElse(Life.DEAD);
    return life == Life.UNSEEN && LockHolder.isFresh(look.modifiedMillis()) ? Life.LIVES : life;
  }

  private Optional<String> watch(Storage storage, Map<String, LockSighting> unseen)
      throws IOException {
    told.accept(
        ("waiting up to %d s: a lock of %s names a process that is not visible from here"
                + "; watching whether it is touched")
            .formatted(silence.toSeconds(), storage.folder()));
    long start = System.nanoTime();
    while (System.nanoTime() - start < silence.toNanos()) {
      pause();
      for (Map.Entry<String, LockSighting> first : unseen.entrySet()) {
        Optional<LockSighting> now = look(storage, first.getKey());
        if (now.isPresent() && !now.get().isSame(first.getValue())) {
          return Optional.of(first.getKey());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<LockSighting> look(Storage storage, String path) throws IOException {
    Optional<byte[]> content = storage.read(path);
    Optional<Storage.StoredFile> file =
        storage.list("").stream().filter(entry -> entry.name().equals(path)).findFirst();
    return content.isEmpty() || file.isEmpty()
        ? Optional.empty()
        : Optional.of(new LockSighting(content.get(), file.get().modifiedMillis()));
  }

  private void pause() throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(silence.toNanos() / LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while watching a lock");
    }
  }
}
