package io.gradsweep.driver.storage;

import io.gradsweep.driver.RequestException;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/**
 * A study on an object store, where nothing can be renamed in one step. Unfinished files stay on
 * the local disk; a finished file is uploaded whole, on the condition that the name is unused,
 * which the store itself checks. There are no folders to make or to delete.
 */
final class ObjectStorage implements Storage {

  private static final String IF_ABSENT =
      CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;
  private static final String IF_SAME =
      CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG;

  private final HadoopFolder folder;
  private final FileSystem files;

  /** Unfinished files of this process, in the system's folder for temporary files. */
  private static final class Unfinished {
    static final LocalStorage FILES = new LocalStorage(folder());

    private static Path folder() {
      try {
        Path folder = Files.createTempDirectory("gradsweep-unfinished-");
        Runtime.getRuntime().addShutdownHook(new Thread(Unfinished::delete, "unfinished"));
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete() {
      try {
        for (StoredFile file : FILES.list(TEMPORARY)) {
          FILES.delete(TEMPORARY + "/" + file.name());
        }
        FILES.deleteEmptyFolders(List.of(TEMPORARY, ""));
      } catch (IOException e) {
        return; // the system cleans up the rest
      }
    }
  }

  ObjectStorage(URI folder) {
    this.folder = new HadoopFolder(folder);
    try {
      files = this.folder.root().getFileSystem(HadoopSettings.now());
      if (!files.hasPathCapability(this.folder.root(), IF_ABSENT)) {
        throw new RequestException(
            "Cannot use folder: %s (this Hadoop cannot upload conditionally; 3.4.2 or newer can)"
                .formatted(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        throw new RequestException(
            "Cannot use folder: %s (Hadoop's S3 client is not here: './gradsweep install-s3' fetches it;"
                    .formatted(folder)
                + " for spark-submit see docs/clusters.md)");
      }
      throw e;
    }
  }

  private static boolean isUnfinished(String path) {
    return path.equals(TEMPORARY) || path.startsWith(TEMPORARY + "/");
  }

  private org.apache.hadoop.fs.Path at(String path) {
    return folder.at(path);
  }

  @Override
  public URI folder() {
    return folder.uri();
  }

  /** Always empty: an object does not prevent others whose names begin with its own. */
  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public boolean exists(String path) throws IOException {
    return isUnfinished(path) ? Unfinished.FILES.exists(path) : files.exists(at(path));
  }

  @Override
  public void createFolders(String path) throws IOException {
    if (isUnfinished(path)) {
      Unfinished.FILES.createFolders(path);
    }
  }

  @Override
  public void deleteEmptyFolders(List<String> folders) {
    // a folder exists as long as a file is in it
  }

  @Override
  public Optional<byte[]> read(String path) throws IOException {
    if (isUnfinished(path)) {
      return Unfinished.FILES.read(path);
    }
    try (FSDataInputStream in = files.open(at(path))) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Lists the children, without unfinished files, which concern only their own process. */
  private List<FileStatus> children(String path) throws IOException {
    if (isUnfinished(path)) {
      return List.of();
    }
    try {
      return Arrays.asList(files.listStatus(at(path)));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  @Override
  public List<StoredFile> list(String path) throws IOException {
    return HadoopFolder.files(children(path));
  }

  @Override
  public List<String> names(String path) throws IOException {
    return HadoopFolder.names(children(path));
  }

  @Override
  public boolean createIfAbsent(String path, byte[] content) throws IOException {
    if (exists(path)) {
      return false;
    }
    return uploadIf(path, content, IF_ABSENT, "true");
  }

  /**
   * Uploads a file. The store may have taken it although its answer was lost; then the file exists.
   */
  private boolean uploadIf(String path, byte[] content, String condition, String value)
      throws IOException {
    return uploadIf(path, new ByteArrayInputStream(content), condition, value)
        || Arrays.equals(content, read(path).orElse(null));
  }

  @Override
  public void replace(String path, byte[] content) throws IOException {
    if (isUnfinished(path)) {
      Unfinished.FILES.replace(path, content);
    } else {
      upload(file(path), new ByteArrayInputStream(content));
    }
  }

  @Override
  public boolean replaceIf(String path, byte[] expected, byte[] content) throws IOException {
    Optional<String> tag = tag(path);
    return tag.isPresent()
        && Arrays.equals(expected, read(path).orElse(null))
        && uploadIf(path, content, IF_SAME, tag.get());
  }

  @Override
  public boolean publish(String finished, String path) throws IOException {
    boolean published;
    try (InputStream in = Files.newInputStream(Unfinished.FILES.at(finished))) {
      published = uploadIf(path, in, IF_ABSENT, "true");
    }
    if (published) {
      Unfinished.FILES.delete(finished);
    }
    return published;
  }

  @Override
  public void publishReplacing(String finished, String path) throws IOException {
    try (InputStream in = Files.newInputStream(Unfinished.FILES.at(finished))) {
      upload(file(path), in);
    }
    Unfinished.FILES.delete(finished);
  }

  /**
   * Uploads a file; false if the store shows that the condition does not hold, but not if it
   * refuses uploads.
   */
  private boolean uploadIf(String path, InputStream content, String condition, String value)
      throws IOException {
    try {
      FSDataOutputStreamBuilder<?, ?> file = file(path);
      file.must(condition, value);
      upload(file, content);
      return true;
    } catch (IOException e) {
      if (holds(path, condition, value)) {
        throw e;
      }
      return false;
    }
  }

  private boolean holds(String path, String condition, String value) throws IOException {
    return condition.equals(IF_SAME)
        ? tag(path).equals(Optional.of(value))
        : !files.exists(at(path));
  }

  /** Entity tag that the store gives to a file's content; empty if there is none. */
  private Optional<String> tag(String path) throws IOException {
    try {
      return Optional.of(((EtagSource) files.getFileStatus(at(path))).getEtag());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private FSDataOutputStreamBuilder<?, ?> file(String path) throws IOException {
    return files.createFile(at(path)).overwrite(true);
  }

  /** Uploads; an incomplete upload leaves nothing. */
  private static void upload(FSDataOutputStreamBuilder<?, ?> file, InputStream content)
      throws IOException {
    FSDataOutputStream out = file.build();
    try {
      content.transferTo(out);
    } catch (IOException e) {
      out.abort();
      throw e;
    }
    out.close();
  }

  @Override
  public void delete(String path) throws IOException {
    if (isUnfinished(path)) {
      Unfinished.FILES.delete(path);
    } else {
      files.delete(at(path), false);
    }
  }

  @Override
  public OutputFile output(String path) {
    if (!isUnfinished(path)) {
      throw new IllegalArgumentException(
          "Cannot write: %s (must be unfinished, in %s)".formatted(path, TEMPORARY));
    }
    return Unfinished.FILES.output(path);
  }

  @Override
  public InputFile input(String path) throws IOException {
    return isUnfinished(path)
        ? Unfinished.FILES.input(path)
        : HadoopInputFile.fromPath(at(path), files.getConf());
  }
}
