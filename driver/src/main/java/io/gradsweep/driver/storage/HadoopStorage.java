package io.gradsweep.driver.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/**
 * A study on a file system whose rename is atomic and refuses an existing name (HDFS): publication
 * is {@code FileContext.rename} without overwrite.
 */
public final class HadoopStorage extends RenamingStorage {

  private final HadoopFolder folder;
  private final FileContext files;
  private final Configuration configuration;

  public HadoopStorage(URI folder) {
    this.folder = new HadoopFolder(folder);
    configuration = HadoopSettings.now();
    try {
      files = FileContext.getFileContext(folder, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public URI folder() {
    return folder.uri();
  }

  private Path at(String path) {
    return folder.at(path);
  }

  @Override
  public Optional<String> obstacle() throws IOException {
    Path there = folder.root();
    while (!files.util().exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return !files.util().exists(there) || files.getFileStatus(there).isDirectory()
        ? Optional.empty()
        : Optional.of(there + " is a file");
  }

  @Override
  public void deleteEmptyFolders(List<String> folders) throws IOException {
    for (String path : folders) {
      deleteIfEmpty(at(path));
    }
  }

  private void deleteIfEmpty(Path path) throws IOException {
    if (files.util().exists(path) && files.util().listStatus(path).length == 0) {
      files.delete(path, false);
    }
  }

  @Override
  public boolean exists(String path) throws IOException {
    return files.util().exists(at(path));
  }

  @Override
  public void createFolders(String path) throws IOException {
    files.mkdir(at(path), null, true);
  }

  @Override
  public Optional<byte[]> read(String path) throws IOException {
    try (FSDataInputStream in = files.open(at(path))) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private List<FileStatus> children(String path) throws IOException {
    try {
      return Arrays.asList(files.util().listStatus(at(path)));
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
  String writeBeside(String path, byte[] content) throws IOException {
    String written = beside(path);
    FSDataOutputStream out =
        files.create(at(written), EnumSet.of(CreateFlag.CREATE), CreateOpts.createParent());
    try {
      out.write(content);
      out.hsync();
      out.close();
    } catch (IOException e) {
      IOUtils.closeStream(out); // would throw the same again
      delete(written);
      throw e instanceof RemoteException remote // how a name node tells that the file was deleted
          ? remote.unwrapRemoteException(FileNotFoundException.class)
          : e;
    }
    return written;
  }

  @Override
  public boolean publish(String finished, String path) throws IOException {
    files.mkdir(at(path).getParent(), null, true);
    try {
      files.rename(at(finished), at(path), Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public void publishReplacing(String finished, String path) throws IOException {
    files.rename(at(finished), at(path), Rename.OVERWRITE);
  }

  @Override
  boolean moveAside(String path, String unused) throws IOException {
    try {
      files.rename(at(path), at(unused), Rename.NONE);
      return true;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  @Override
  public void delete(String path) throws IOException {
    try {
      files.delete(at(path), false);
    } catch (FileNotFoundException alreadyGone) {
      return;
    }
  }

  @Override
  public OutputFile output(String path) {
    try {
      return HadoopOutputFile.fromPath(at(path), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputFile input(String path) throws IOException {
    return HadoopInputFile.fromPath(at(path), configuration);
  }
}
