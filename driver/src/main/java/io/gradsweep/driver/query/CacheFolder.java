package io.gradsweep.driver.query;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A folder of copies while it is read. Readers, of this process or others, share a lock of the
 * system; a deleter holds it exclusively, and deletes nothing while anybody reads. A process has at
 * most one such lock, so its readers are counted.
 */
final class CacheFolder implements AutoCloseable {

  private static final Map<Path, Readers> READERS = new HashMap<>();

  private final Path path;
  private boolean closed;

  private static final class Readers {
    final FileChannel channel;
    int count;

    Readers(FileChannel channel) {
      this.channel = channel;
    }
  }

  /** Work done while nobody reads. */
  interface Deletion {
    void run() throws IOException;
  }

  private CacheFolder(Path path) {
    this.path = path;
  }

  /** Prevents deletion in an existing folder until the returned object is closed. */
  static CacheFolder read(Path path) throws IOException {
    synchronized (READERS) {
      Readers readers = READERS.get(path);
      if (readers == null) {
        readers = new Readers(channel(path));
        share(readers.channel);
        READERS.put(path, readers);
      }
      readers.count++;
    }
    return new CacheFolder(path);
  }

  private static void share(FileChannel channel) {
    try {
      channel.lock(0, Long.MAX_VALUE, true);
    } catch (IOException e) {
      return; // no locks on this file system: then nobody gets one to delete, either
    }
  }

  /** Deletes in an existing folder, if nobody reads there. */
  static void deleteIfUnread(Path path, Deletion deletion) throws IOException {
    synchronized (READERS) {
      if (READERS.containsKey(path)) {
        return;
      }
      try (FileChannel channel = channel(path)) {
        if (isAlone(channel)) {
          deletion.run();
        }
      }
    }
  }

  private static boolean isAlone(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static FileChannel channel(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve("lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    synchronized (READERS) {
      if (closed) {
        return;
      }
      closed = true;
      Readers readers = READERS.get(path);
      readers.count--;
      if (readers.count == 0) {
        READERS.remove(path);
        readers.channel.close();
      }
    }
  }
}
