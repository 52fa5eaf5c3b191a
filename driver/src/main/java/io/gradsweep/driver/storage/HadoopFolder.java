package io.gradsweep.driver.storage;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** A study's folder as Hadoop names it, on a file system or in an object store. */
record HadoopFolder(URI uri) {

  Path root() {
    return new Path(uri);
  }

  /** Resolves a path of {@link Storage}; the empty path is the folder itself. */
  Path at(String path) {
    return path.isEmpty() ? root() : new Path(root(), path);
  }

  /** Lists the files among the children of a folder, sorted by name. */
  static List<Storage.StoredFile> files(List<FileStatus> children) {
    return children.stream()
        .filter(FileStatus::isFile)
        .map(
            file ->
                new Storage.StoredFile(
                    file.getPath().getName(), file.getLen(), file.getModificationTime()))
        .sorted(Comparator.comparing(Storage.StoredFile::name))
        .toList();
  }

  /** The names of all children of a folder, sorted. */
  static List<String> names(List<FileStatus> children) {
    return children.stream().map(child -> child.getPath().getName()).sorted().toList();
  }
}
