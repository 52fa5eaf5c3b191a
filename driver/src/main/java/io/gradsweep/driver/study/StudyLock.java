package io.gradsweep.driver.study;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.storage.Json;
import io.gradsweep.driver.storage.Storage;
import io.gradsweep.driver.study.LockHolder.Life;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer per study: a file that names its holder and is touched while the holder lives. A lock
 * whose holder is dead (its process is gone from this host's processes, or, if those are not all
 * visible, its file stays untouched for two minutes while it is watched) is stale, and one of those
 * that try takes it over.
 */
public final class StudyLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StudyLock.class);
  private static final Duration TOUCH_EVERY = Duration.ofSeconds(20);

  /**
   * Time until a second heartbeat after a job has begun, since its first segments are in flight a
   * moment later.
   */
  private static final Duration SAY_AGAIN = Duration.ofSeconds(3);

  private static final String STUDY = "_lock";
  private static final String SHARD = "_lock-shard-";
  private static final String FINISH = "_lock-finish";
  private static final int WAIT_MILLIS = 100;
  private static final int FEW_WAITS = 50;

  private static final LockWatch QUIET = new LockWatch(LockHolder.STALE_AFTER, words -> {});

  private final Storage storage;
  private final String path;
  private final LockHolder holder;
  private volatile Supplier<Heartbeat> heartbeat = () -> null;
  private final ScheduledExecutorService toucher =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "study-lock");
            thread.setDaemon(true);
            return thread;
          });

  private StudyLock(Storage storage, String path, LockHolder holder) {
    this.storage = storage;
    this.path = path;
    this.holder = holder;
    toucher.scheduleWithFixedDelay(
        this::touch, TOUCH_EVERY.toSeconds(), TOUCH_EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  /** Takes the lock of the whole study; refused while any shard's lock is held. */
  public static StudyLock ofStudy(Study study) throws IOException {
    return ofStudy(study, QUIET);
  }

  /**
   * The same, with messages about waiting.
   *
   * @param told receives one line
   */
  public static StudyLock ofStudy(Study study, Consumer<String> told) throws IOException {
    return ofStudy(study, new LockWatch(LockHolder.STALE_AFTER, told));
  }

  static StudyLock ofStudy(Study study, LockWatch watch) throws IOException {
    return take(study, STUDY, name -> name.startsWith(SHARD), watch);
  }

  /** Takes the lock of one shard; refused while the study's own lock is held. */
  public static StudyLock ofShard(Study study, int shard, int shards, Consumer<String> told)
      throws IOException {
    LockWatch watch = new LockWatch(LockHolder.STALE_AFTER, told);
    return take(study, shardFile(shard, shards), STUDY::equals, watch);
  }

  static String shardFile(int shard, int shards) {
    return SHARD + shard + "-of-" + shards;
  }

  private static StudyLock take(
      Study study, String path, Predicate<String> excluded, LockWatch watch) throws IOException {
    StudyLock lock = take(study.storage(), path, watch);
    try {
      List<String> others =
          locks(study).stream().map(Storage.StoredFile::name).filter(excluded).toList();
      Optional<String> held = watch.held(study.storage(), others);
      if (held.isEmpty()) {
        return lock;
      }
      throw held(study.storage(), held.get());
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Takes the lock under which a study is finished, for a moment: several shards may come to their
   * end together. Waits for the present holder, as long as that takes.
   */
  public static StudyLock ofFinish(Study study) throws IOException {
    return ofFinish(study, QUIET);
  }

  static StudyLock ofFinish(Study study, LockWatch watch) throws IOException {
    while (true) {
      try {
        return take(study.storage(), FINISH, watch);
      } catch (RequestException held) {
        await();
      }
    }
  }

  /**
   * Takes the lock of the whole study if its last shards are about to end; empty if others go on,
   * or one of them was faster.
   */
  public static Optional<StudyLock> ofStudySoon(Study study) throws IOException {
    for (int tries = 0; ; tries++) {
      try {
        return Optional.of(ofStudy(study));
      } catch (RequestException held) {
        if (tries == FEW_WAITS) {
          return Optional.empty();
        }
        await();
      }
    }
  }

  private static void await() throws IOException {
    try {
      Thread.sleep(WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a lock");
    }
  }

  /** Whether another process holds any lock of the study, as far as a single look shows. */
  public static boolean isHeld(Study study) throws IOException {
    for (Storage.StoredFile file : locks(study)) {
      if (looksHeld(holder(study.storage(), file.name()), file)) {
        return true;
      }
    }
    return false;
  }

  /** The processes that hold locks of the study, or held them when they died. */
  public static List<HeldLock> holders(Study study) throws IOException {
    List<HeldLock> holders = new ArrayList<>();
    for (Storage.StoredFile file : locks(study)) {
      Optional<LockHolder> found = holder(study.storage(), file.name());
      if (found.isPresent() && !file.name().equals(FINISH)) {
        LockHolder holder = found.get();
        holders.add(
            new HeldLock(
                words(file.name()),
                holder.host(),
                holder.process(),
                holder.since(),
                looksHeld(found, file),
                holder.life() != Life.UNSEEN,
                file.modifiedMillis(),
                Optional.ofNullable(holder.heartbeat()).filter(Heartbeat::isWhole)));
      }
    }
    return holders;
  }

  private static String words(String file) {
    return file.startsWith(SHARD)
        ? "shard " + file.substring(SHARD.length()).replace("-of-", " of ")
        : "study";
  }

  /**
   * Writes the run's progress into the lock, now and whenever the lock is touched.
   *
   * @param heartbeat called on the lock's own thread; null for no report
   */
  public synchronized void say(Supplier<Heartbeat> heartbeat) {
    this.heartbeat = heartbeat;
    if (!toucher.isShutdown()) {
      toucher.execute(this::touch);
      toucher.schedule(this::touch, SAY_AGAIN.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Lock files; one that is being written has a name that ends in .tmp, and does not count yet. */
  private static List<Storage.StoredFile> locks(Study study) throws IOException {
    return study.storage().list("").stream()
        .filter(file -> file.name().startsWith(STUDY) && !file.name().endsWith(".tmp"))
        .toList();
  }

  /** When any lock of the study was last touched, by the storage's clock; 0 if there is none. */
  static long lastTouch(Study study) throws IOException {
    return locks(study).stream().mapToLong(Storage.StoredFile::modifiedMillis).max().orElse(0);
  }

  private static StudyLock take(Storage storage, String path, LockWatch watch) throws IOException {
    LockHolder holder = LockHolder.self();
    byte[] ours = Json.write(holder);
    while (!storage.createIfAbsent(path, ours) && !takeOver(storage, path, ours, watch)) {
      await(); // given back, or taken over by another, between the two looks
    }
    return new StudyLock(storage, path, holder);
  }

  /** Replaces a stale lock by ours; false if there is none any more. */
  private static boolean takeOver(Storage storage, String path, byte[] ours, LockWatch watch)
      throws IOException {
    Optional<byte[]> stale = storage.read(path);
    if (stale.isEmpty()) {
      return false;
    }
    if (watch.held(storage, List.of(path)).isPresent()) {
      throw held(storage, path);
    }
    return storage.replaceIf(path, stale.get(), ours);
  }

  private static boolean looksHeld(Optional<LockHolder> holder, Storage.StoredFile file) {
    Life life = holder.map(LockHolder::life).orElse(Life.DEAD);
    return life == Life.LIVES || life == Life.UNSEEN && LockHolder.isFresh(file.modifiedMillis());
  }

  private static Optional<LockHolder> holder(Storage storage, String path) throws IOException {
    Optional<byte[]> json = storage.read(path);
    return json.isEmpty() ? Optional.empty() : LockHolder.parse(json.get());
  }

  private static RequestException held(Storage storage, String path) throws IOException {
    String who =
        holder(storage, path)
            .map(h -> "process %d on %s since %s".formatted(h.process(), h.host(), h.since()))
            .orElse("another process");
    return new RequestException(
        "Cannot write study: %s (%s writes it; wait for it, or stop it)"
            .formatted(storage.folder(), who));
  }

  /** Never beside {@link #close()}: a lock that was given back must not come back. */
  private synchronized void touch() {
    try {
      if (isOurs()) {
        storage.replace(path, Json.write(holder.saying(heartbeat.get())));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot touch {}: if no later touch succeeds, it goes stale", path, e);
    }
  }

  private boolean isOurs() throws IOException {
    return holder(storage, path).filter(h -> holder.token().equals(h.token())).isPresent();
  }

  /**
   * Refuses to go on if another process has taken over the lock as stale.
   *
   * @throws IOException if the lock is no longer ours
   */
  public void requireHeld() throws IOException {
    if (!isOurs()) {
      throw new IOException("the lock of %s was lost".formatted(storage.folder()));
    }
  }

  @Override
  public void close() throws IOException {
    toucher.shutdownNow();
    giveBack();
  }

  private synchronized void giveBack() throws IOException {
    if (isOurs()) {
      storage.delete(path);
    }
  }
}
