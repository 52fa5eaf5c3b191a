package io.gradsweep.driver.storage;

import io.gradsweep.driver.RequestException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/**
 * A study on the local disk, without Hadoop, whose local file system overwrites silently on rename
 * and leaves checksum files. Publication is a hard link, which fails if the name exists.
 */
final class LocalStorage extends RenamingStorage {

  private static final Duration CLAIM_ABANDONED_AFTER = Duration.ofMinutes(2);

  private final Path folder;

  LocalStorage(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public URI folder() {
    return folder.toUri();
  }

  @Override
  public Optional<Path> localFolder() {
    return Optional.of(folder);
  }

  /**
   * @throws RequestException if there is a link, or one on the path from the study's folder: it may
   *     lead anywhere, and its target is not the study's to read, write or delete
   */
  Path at(String path) {
    Path there = folder;
    for (String name : path.isEmpty() ? new String[0] : path.split("/")) {
      there = withoutLink(there.resolve(name));
    }
    return there;
  }

  private Path withoutLink(Path inside) {
    if (Files.isSymbolicLink(inside)) {
      throw new RequestException(
          "Cannot use folder: %s (%s is a link; a study's files must lie in its own folder)"
              .formatted(folder, folder.relativize(inside)));
    }
    return inside;
  }

  @Override
  public Optional<String> obstacle() {
    Path there = folder;
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    if (Files.isDirectory(there)) {
      return Optional.empty();
    }
    boolean dangling = Files.isSymbolicLink(there) && !Files.exists(there);
    return Optional.of(there + (dangling ? " is a link to nothing" : " is a file"));
  }

  @Override
  public void deleteEmptyFolders(List<String> folders) throws IOException {
    for (String path : folders) {
      deleteIfEmpty(at(path));
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return; // somebody's
    }
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(at(path));
  }

  @Override
  public void createFolders(String path) throws IOException {
    if (path.isEmpty()) {
      Files.createDirectories(folder);
    } else {
      makeFolder(at(path));
    }
  }

  /**
   * Makes a folder inside the study's own, but never that itself: if it is gone, anything written
   * now would begin another study.
   */
  private void makeFolder(Path inside) throws IOException {
    if (inside.equals(folder)) {
      return;
    }
    makeFolder(inside.getParent());
    try {
      Files.createDirectory(inside);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(inside)) {
        throw e;
      }
    }
  }

  @Override
  public Optional<byte[]> read(String path) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(at(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<StoredFile> list(String path) throws IOException {
    List<StoredFile> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(at(path))) {
      for (Path file : files) {
        try {
          if (!path.isEmpty()) {
            withoutLink(file); // a link beside the study's folders does not matter
          }
          if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            entries.add(
                new StoredFile(
                    file.getFileName().toString(),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toMillis()));
          }
        } catch (NoSuchFileException gone) {
          continue; // deleted between the listing and the look
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(StoredFile::name));
    return entries;
  }

  @Override
  public List<String> names(String path) throws IOException {
    try (Stream<Path> files = Files.list(at(path))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  @Override
  String writeBeside(String path, byte[] content) throws IOException {
    Path target = at(path);
    makeFolder(target.getParent());
    String written = beside(path);
    try (FileChannel channel =
        FileChannel.open(at(written), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    } catch (IOException e) {
      delete(written);
      throw e;
    }
    return written;
  }

  @Override
  public boolean publish(String finished, String path) throws IOException {
    Path target = at(path);
    makeFolder(target.getParent());
    try {
      Files.createLink(target, at(finished));
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return publishWithoutLinks(at(finished), target, e);
    }
    Files.delete(at(finished));
    return true;
  }

  /**
   * Publishes on file systems without hard links: an exclusive claim beside the target decides the
   * race.
   */
  private static boolean publishWithoutLinks(Path finished, Path target, Exception cause)
      throws IOException {
    if (!Files.exists(finished)) {
      throw new NoSuchFileException(finished.toString(), null, cause.getMessage());
    }
    Path claim = target.resolveSibling("." + target.getFileName() + ".claim");
    deleteIfAbandoned(claim, Files.getLastModifiedTime(finished));
    try {
      Files.createFile(claim);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      if (Files.exists(target)) {
        return false;
      }
      Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } finally {
      Files.deleteIfExists(claim);
    }
  }

  /**
   * Deletes an old claim. A claim is held for the time of a rename; an older one was left by a dead
   * process.
   *
   * @param now a moment in the past, by the disk's own clock: those of two machines may differ
   */
  private static void deleteIfAbandoned(Path claim, FileTime now) throws IOException {
    try {
      long age = now.toMillis() - Files.getLastModifiedTime(claim).toMillis();
      if (age > CLAIM_ABANDONED_AFTER.toMillis()) {
        Files.deleteIfExists(claim);
      }
    } catch (NoSuchFileException e) {
      return; // nobody claims
    }
  }

  @Override
  public void publishReplacing(String finished, String path) throws IOException {
    Files.move(
        at(finished),
        at(path),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  boolean moveAside(String path, String unused) throws IOException {
    try {
      Files.move(at(path), at(unused), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void force(String path) throws IOException {
    try (FileChannel channel = FileChannel.open(at(path), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  @Override
  public void delete(String path) throws IOException {
    Files.deleteIfExists(at(path));
  }

  @Override
  public OutputFile output(String path) {
    return new LocalOutputFile(at(path));
  }

  @Override
  public InputFile input(String path) {
    return new LocalInput(at(path));
  }
}
