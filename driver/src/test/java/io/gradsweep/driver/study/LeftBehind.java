package io.gradsweep.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.storage.FaultPoint;
import io.gradsweep.driver.storage.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A study as a process leaves it that dies at a fault point: a copy of its folder taken there, with
 * locks of a process that does not live. It costs no process.
 */
public final class LeftBehind {

  /** Changes a study, and reaches fault points. */
  public interface Writer {
    void write() throws IOException;
  }

  private final Path study;
  private final Path copy;
  private final String point;
  private final AtomicInteger left;

  private LeftBehind(Path study, String point, int count) {
    this.study = study;
    this.copy = study.resolveSibling(study.getFileName() + "-left");
    this.point = point;
    this.left = new AtomicInteger(count);
  }

  /**
   * Lets a writer end, then puts the folder back to its state at the n-th time that the point was
   * reached.
   */
  public static void at(String point, int count, Path study, Writer writer) throws IOException {
    LeftBehind leftBehind = new LeftBehind(study, point, count);
    FaultPoint.listen(leftBehind::reached);
    try {
      writer.write();
    } finally {
      FaultPoint.listen(reached -> {});
    }
    leftBehind.putBack(point + " is reached " + count + " times");
  }

  private synchronized void reached(FaultPoint reached) {
    if (reached.name().equals(point) && left.decrementAndGet() == 0) {
      try {
        copy();
        die();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Copies what is there. A file that vanishes meanwhile has been replaced by a heartbeat, or was
   * just being deleted by another thread of the writer, as may be when a process dies.
   */
  private void copy() throws IOException {
    Files.walkFileTree(
        study,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            return take(path);
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            return take(path);
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            return pass(e);
          }
        });
  }

  private FileVisitResult take(Path path) throws IOException {
    try {
      Files.copy(path, copy.resolve(study.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
      return FileVisitResult.CONTINUE;
    } catch (NoSuchFileException e) {
      return pass(e);
    }
  }

  private static FileVisitResult pass(IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }

  /** The process's number lives, but it is another process: it started at another time. */
  private void die() throws IOException {
    try (Stream<Path> files = Files.list(copy)) {
      for (Path lock : files.filter(LeftBehind::isLock).toList()) {
        LockHolder holder = LockHolder.parse(Files.readAllBytes(lock)).orElseThrow();
        LockHolder dead =
            new LockHolder(
                holder.host(),
                holder.processes(),
                holder.process(),
                1,
                1L,
                holder.since(),
                holder.token(),
                holder.heartbeat());
        Files.write(lock, Json.write(dead));
      }
    }
  }

  private static boolean isLock(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("_lock") && !name.endsWith(".tmp");
  }

  private void putBack(String reached) throws IOException {
    assertThat(copy).as(reached).exists();
    Files.move(study, study.resolveSibling(study.getFileName() + "-gone"));
    Files.move(copy, study);
  }
}
